import Money

/// How many projects one applicant may hand in to one call (kvota; MK 483 p.35.5).
public struct Quota: Sendable, Hashable {
    /// The places; nothing means no limit.
    public let places: Int?
    /// How many are taken by applications handed in.
    public let taken: Int

    /// A quota and its use.
    public init(places: Int?, taken: Int) {
        self.places = places
        self.taken = taken
    }

    /// The places left; nothing means no limit.
    public var left: Int? {
        places.map { max(0, $0 - taken) }
    }
}

/// Why the places of an applicant cannot be set so.
public enum QuotaRefusal: Error, Sendable, Hashable {
    /// That many are handed in already.
    case belowTaken(Int)
    /// Places are 0 to this many.
    case outOfRange(largest: Int)

    /// More projects of one partner than the whole programme has would be a slip of the pen.
    public static let largest = 300
}

extension Quota {
    /// The same use with other places.
    public func changed(places: Int?) throws(QuotaRefusal) -> Quota {
        if let places {
            guard (0...QuotaRefusal.largest).contains(places) else { throw .outOfRange(largest: QuotaRefusal.largest) }
            guard places >= taken else { throw .belowTaken(taken) }
        }
        return Quota(places: places, taken: taken)
    }
}

extension CallTerms {
    /// How many projects the money of the call pays for, each of the largest grant.
    public var projectsPaidFor: Int {
        amount.sum > .zero ? Int(moneyAvailable.cents / amount.sum.cents) : 0
    }
}
