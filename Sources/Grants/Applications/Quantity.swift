public import Money

/// How many of something a budget line asks for: thousandths, so that 1.5 hours or 0.125 months are exact.
public struct Quantity: Sendable, Hashable, Comparable {
    /// The number of thousandths.
    public let thousandths: Int64

    /// A quantity of whole thousandths.
    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    /// The most that can be typed: a million.
    public static let largest = Quantity(thousandths: 1_000_000_000)

    /// Reads `3`, `1,5`, `1.125`, `1 000`; nothing for an empty, negative or unclear text or more than three decimals.
    ///
    /// A single separator is always the decimal one: half a quantity is common, thousands are not.
    public init?(typed text: String) {
        let kept = text.filter { !$0.isWhitespace }
        guard !kept.isEmpty, kept.utf8.count <= 20 else { return nil }
        let parts = kept.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.count <= 3, !(parts[0].isEmpty && decimals.isEmpty) else { return nil }
        let padded = decimals + String(repeating: "0", count: 3 - decimals.utf8.count)
        guard let whole = Int64(parts[0].isEmpty ? "0" : parts[0]), whole <= 1_000_000, let rest = Int64(padded) else {
            return nil
        }
        let read = Quantity(thousandths: whole * 1_000 + rest)
        guard read <= .largest else { return nil }
        self = read
    }

    /// The quantity with a point and no more decimals than needed: `1.5`.
    public var plain: String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        guard rest != 0 else { return String(whole) }
        var decimals = String(rest)
        decimals = String(repeating: "0", count: 3 - decimals.count) + decimals
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }

    /// The smaller quantity comes first.
    public static func < (left: Quantity, right: Quantity) -> Bool {
        left.thousandths < right.thousandths
    }

    /// The price of this many at a price for one, exact and then rounded once, half up, to a cent.
    public func priced(at price: Euro) -> Euro? {
        let exact = Int128(thousandths) * Int128(price.cents)
        let rounded = (exact + 500) / 1_000
        guard rounded <= Int128(Euro.largestTyped.cents) else { return nil }
        return Euro(cents: Int64(rounded))
    }
}
