extension Euro {
    /// Reads an amount the way people type or paste it: `7000`, `7 000,00`, `7.000,00`, `7,000.00`, `7000,5`, `€ 7 000`.
    ///
    /// Gives nothing for an empty, negative or unclear text, for more than two decimals, and past a thousand million euros.
    public init?(typed text: String) {
        let kept = text.unicodeScalars.filter { !Self.ignored.contains($0) }
        var digits = String(String.UnicodeScalarView(kept))
        for unit in ["EUR", "eur", "Eur"] where digits.hasSuffix(unit) {
            digits.removeLast(unit.count)
        }
        guard !digits.isEmpty, digits.utf8.count <= 20 else { return nil }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 44 || $0 == 46 }) else { return nil }
        guard let (whole, decimals) = Self.parts(of: digits) else { return nil }
        guard let euros = Int64(whole.isEmpty ? "0" : whole), euros <= 1_000_000_000 else { return nil }
        let padded = decimals + String(repeating: "0", count: 2 - decimals.count)
        guard let rest = Int64(padded) else { return nil }
        let read = Euro(cents: euros * 100 + rest)
        guard read <= .largestTyped, !(whole.isEmpty && decimals.isEmpty) else { return nil }
        self = read
    }

    /// Spaces of every width, the apostrophe that some programs put between thousands, and the euro sign.
    private static let ignored: Set<Unicode.Scalar> = [
        " ", "\u{00A0}", "\u{202F}", "\u{2009}", "\t", "'", "\u{2019}", "\u{20AC}",
    ]

    /// The whole part and the decimals, where the last separator is the decimal one unless it can only part thousands.
    private static func parts(of text: String) -> (whole: String, decimals: String)? {
        let separators = text.filter { $0 == "," || $0 == "." }
        guard let last = text.lastIndex(where: { $0 == "," || $0 == "." }) else { return (text, "") }
        let tail = String(text[text.index(after: last)...])
        let head = String(text[..<last])
        let kinds = Set(separators)
        if tail.count <= 2 && (kinds.count == 2 || separators.count == 1) {
            guard let whole = joined(thousands: head) else { return nil }
            return (whole, tail)
        }
        guard kinds.count == 1, separators.count > 1 || tail.count == 3, let whole = joined(thousands: text) else {
            return nil
        }
        // "7.000" with one separator and three digits: a price in thousandths is unknown here, so it parts thousands.
        return (whole, "")
    }

    /// Digits with separators between groups of three, joined; nothing if the groups are of another size.
    private static func joined(thousands text: String) -> String? {
        let groups = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard groups.count > 1 else { return text }
        guard let first = groups.first, (1...3).contains(first.count) else { return nil }
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        guard Set(text.filter { $0 == "," || $0 == "." }).count == 1 else { return nil }
        return groups.joined()
    }
}
