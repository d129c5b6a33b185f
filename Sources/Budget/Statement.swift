public import Money

/// An account with the sums of a selection of its postings (konta izraksts).
public struct Statement: Sendable, Hashable {
    /// Whether a selection is added up depends on how many postings the account has: to this many.
    public static let mostAddedUp: Int64 = 20_000

    /// The account, with what stands there at the moment of the filter.
    public let account: LedgerAccount
    /// How many postings it has in all.
    public let postings: Int64
    /// What the selection adds up to; nothing where that would take too long.
    public let sums: Sums?

    /// What a selection adds up to.
    public struct Sums: Sendable, Hashable {
        /// How many postings are selected.
        public let count: Int
        /// What came with them.
        public let came: Euro
        /// What went with them.
        public let went: Euro
        /// What stood there before the first day of the period, by the days on which moves count.
        public let opening: Euro
        /// What stood there after the last day of the period.
        public let closing: Euro
    }
}

/// One posting of a statement.
public struct StatementLine: Sendable, Hashable {
    /// The most accounts named as the other side of a posting.
    public static let mostCounters = 3

    /// The place in the account: 1, 2, 3 ...
    public let version: Int64
    /// Its move.
    public let move: RecordedMove
    /// What came, or went if negative.
    public let amount: Euro
    /// What stood there after it, in the order of recording; as of a day, without what counts later.
    public let balance: Euro
    /// The other side of it.
    public let counters: [Counter]
    /// Whether the move touches more accounts on the other side.
    public let hasMoreCounters: Bool

    /// An account on the other side of a posting.
    public struct Counter: Sendable, Hashable {
        /// Its key.
        public let id: LedgerAccount.ID
        /// Its node's code.
        public let nodeCode: String
        /// Its stage.
        public let stage: Stage
        /// Its document.
        public let document: DocumentReference?
    }
}

/// One page of a statement.
public struct StatementPage: Sendable, Hashable {
    /// The postings in the order asked for.
    public let lines: [StatementLine]
    /// Whether there is a page before this one.
    public let hasPrevious: Bool
    /// Whether there is a page after this one.
    public let hasNext: Bool
}
