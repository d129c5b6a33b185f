extension String {
    /// The text without spaces and line breaks at its ends.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        let last = lastIndex(where: { !$0.isWhitespace }) ?? first
        return String(self[first...last])
    }

    /// True if there is nothing but white space.
    public var isBlank: Bool {
        // Nearly every text begins with a letter or digit, for which the tables of Unicode need not be asked.
        if let first = utf8.first, first > UInt8(ascii: " "), first < 0x7F { return false }
        return allSatisfy(\.isWhitespace)
    }
}
