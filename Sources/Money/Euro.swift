/// An amount of money: whole euro cents, never a fraction of one, never a floating-point number.
///
/// Sums past the range of 64 bits stop the process: no amount of the programme comes near it, and a wrapped sum would be worse.
public struct Euro: Sendable, Hashable, Comparable, Codable {
    /// The amount in cents.
    public let cents: Int64

    /// An amount from whole cents.
    public init(cents: Int64) {
        self.cents = cents
    }

    /// An amount from whole euros.
    public init(euros: Int64) {
        cents = euros * 100
    }

    /// Nothing.
    public static let zero = Euro(cents: 0)

    /// The largest amount a person may type: a thousand million euros.
    public static let largestTyped = Euro(euros: 1_000_000_000)

    /// The sum.
    public static func + (left: Euro, right: Euro) -> Euro {
        Euro(cents: left.cents + right.cents)
    }

    /// The difference.
    public static func - (left: Euro, right: Euro) -> Euro {
        Euro(cents: left.cents - right.cents)
    }

    /// The smaller amount comes first.
    public static func < (left: Euro, right: Euro) -> Bool {
        left.cents < right.cents
    }

    /// A share of the amount, rounded half away from zero to a cent: the one rounding rule of the office.
    ///
    /// - Parameter basisPoints: hundredths of a percent, at most 100 % (10 000).
    public func share(basisPoints: Int64) -> Euro {
        let (whole, rest) = cents.quotientAndRemainder(dividingBy: 10_000)
        let scaled = rest * basisPoints
        let half: Int64 = scaled < 0 ? -5_000 : 5_000
        return Euro(cents: whole * basisPoints + (scaled + half) / 10_000)
    }

    /// The amount as a number with two decimals and a point, for files and forms: `7000.00`.
    public var plain: String {
        let magnitude = cents.magnitude
        let rest = magnitude % 100
        return "\(cents < 0 ? "-" : "")\(magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Stored and exchanged as a whole number of cents.
    public init(from decoder: any Decoder) throws {
        cents = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Stored and exchanged as a whole number of cents.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(cents)
    }
}

extension Sequence where Element == Euro {
    /// The sum of all amounts.
    public var sum: Euro {
        reduce(.zero, +)
    }
}
