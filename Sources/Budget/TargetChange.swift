public import Money

/// How many of what it counts a line has to bring about, and what an amendment makes of it.
public struct TargetChange: Sendable, Hashable {
    /// The line.
    public let line: Node.ID
    /// Its code.
    public let code: String
    /// What held when it was proposed.
    public let before: Int
    /// What shall hold.
    public let count: Int

    /// One count and another.
    public init(line: Node.ID, code: String, before: Int, count: Int) {
        self.line = line
        self.code = code
        self.before = before
        self.count = count
    }
}

extension Line {
    /// An amendment that set the target count.
    public struct Amendment: Sendable, Hashable {
        /// The count that held until then.
        public let before: Int
        /// The count that it set.
        public let count: Int
        /// The proposal that two people agreed on.
        public let proposal: Proposal.ID
        /// The document that asked for it.
        public let cause: DocumentReference?
        /// The day from which it counts.
        public let effective: Day
    }
}
