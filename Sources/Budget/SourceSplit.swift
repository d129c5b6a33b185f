public import Money

/// A sum by who pays it: the European Social Fund Plus and the state.
public struct SourceSplit: Sendable, Hashable {
    /// The part of the European Social Fund Plus.
    public let esf: Euro
    /// The part of the state.
    public let state: Euro
    /// Whether it was worked out from a plan; otherwise it is the sum of what was kept with each booking.
    public let isDerived: Bool

    /// Both parts.
    public var total: Euro { esf + state }

    /// What was booked.
    public init(booked total: Euro, esf: Euro) {
        self.init(total: total, esf: esf, isDerived: false)
    }

    /// What would be paid by whom if the sum were booked. Only whole plans may be split: the splits of the parts of a plan do not add
    /// up to the split of the whole.
    ///
    /// - Parameter basisPoints: the rate of the European Social Fund Plus, in hundredths of a percent.
    public init(planned total: Euro, basisPoints: Int) {
        self.init(total: total, esf: Self.esf(of: total, basisPoints: basisPoints), isDerived: true)
    }

    private init(total: Euro, esf: Euro, isDerived: Bool) {
        self.esf = esf
        state = total - esf
        self.isDerived = isDerived
    }

    /// Both; derived if one of them is.
    public static func + (left: SourceSplit, right: SourceSplit) -> SourceSplit {
        let (total, esf) = (left.total + right.total, left.esf + right.esf)
        return SourceSplit(total: total, esf: esf, isDerived: left.isDerived || right.isDerived)
    }

    /// Nothing booked.
    public static let nothing = SourceSplit(booked: .zero, esf: .zero)

    /// What a booking adds to what was booked before: the difference of two sums that are cut to whole cents, so that all
    /// bookings together are never more than the rate allows and never a cent less than it could be.
    ///
    /// - Parameter amount: what is booked; negative is what comes back.
    public static func booking(_ amount: Euro, after total: Euro, basisPoints: Int) -> SourceSplit {
        let before = esf(of: total, basisPoints: basisPoints)
        let esf = esf(of: total + amount, basisPoints: basisPoints) - before
        return SourceSplit(booked: amount, esf: esf)
    }

    /// Cut to whole cents, downwards on both sides of nothing; in two steps, so that no product leaves the range.
    static func esf(of total: Euro, basisPoints: Int) -> Euro {
        var (whole, rest) = total.cents.quotientAndRemainder(dividingBy: 10_000)
        if rest < 0 { (whole, rest) = (whole - 1, rest + 10_000) }
        return Euro(cents: whole * Int64(basisPoints) + rest * Int64(basisPoints) / 10_000)
    }
}
