extension String {
    /// The text without spaces and line breaks at its ends.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        let last = lastIndex(where: { !$0.isWhitespace }) ?? first
        return String(self[first...last])
    }

    /// True if there is nothing but white space.
    public var isBlank: Bool {
        allSatisfy(\.isWhitespace)
    }
}
