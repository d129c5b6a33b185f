public import Money

/// Which postings of an account its statement shows.
public struct StatementFilter: Sendable, Hashable {
    /// The account.
    public var account: LedgerAccount.ID
    /// When it is looked at: what counted by a day, or what was recorded by an instant.
    public var moment: Moment
    /// Only moves by this verb.
    public var verb: Verb?
    /// Only what counts on this day or later.
    public var from: Day?
    /// Only what counts on this day or earlier.
    public var through: Day?
    /// Only sums of at least this, whether they come or go.
    public var atLeast: Euro?
    /// Only sums of at most this, whether they come or go.
    public var atMost: Euro?
    /// In the order of recording, the last first.
    public var newestFirst: Bool

    /// All postings of an account, unless told otherwise.
    public init(
        account: LedgerAccount.ID,
        moment: Moment = .now,
        verb: Verb? = nil,
        from: Day? = nil,
        through: Day? = nil,
        atLeast: Euro? = nil,
        atMost: Euro? = nil,
        newestFirst: Bool = true
    ) {
        self.account = account
        self.moment = moment
        self.verb = verb
        self.from = from
        self.through = through
        self.atLeast = atLeast
        self.atMost = atMost
        self.newestFirst = newestFirst
    }

    /// Whether it leaves out more than the days outside its period: sums of what is shown then say nothing of the balance.
    public var isNarrow: Bool { verb != nil || atLeast != nil || atMost != nil }
}

/// Which page of a statement. Versions of an account have no gaps and never change, so a page is always the same.
public enum StatementPosition: Sendable, Hashable {
    /// The first.
    case first
    /// What comes after the posting with this version, in the order of the statement.
    case after(Int64)
    /// What comes before it.
    case before(Int64)
}
