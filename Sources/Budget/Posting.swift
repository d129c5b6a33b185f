public import Foundation
public import Money

/// A move to be posted, with its key, its day and its cause.
public struct Posting: Sendable, Hashable {
    /// What moves.
    public var move: Move
    /// Sent twice, it happens once.
    public var key: UUID
    /// The day on which it counts, which must lie in the periods of its nodes and in an open month.
    public var effective: Day
    /// Why, in a person's words.
    public var reason: String
    /// The document by which it happens, if it is another than the one the money is for: an amendment, a statement of the bank.
    public var cause: DocumentReference?
    /// The second person, for verbs that need one: the key of a person other than the one who acts.
    public var approvedBy: Int64?

    /// A move to be posted.
    public init(
        _ move: Move,
        key: UUID,
        effective: Day,
        reason: String = "",
        cause: DocumentReference? = nil,
        approvedBy: Int64? = nil
    ) {
        self.move = move
        self.key = key
        self.effective = effective
        self.reason = reason
        self.cause = cause
        self.approvedBy = approvedBy
    }
}

/// A move that was posted.
public struct Posted: Sendable, Hashable {
    /// A row of the ledger's moves.
    public enum Transaction {}
    /// The key of a move.
    public typealias ID = Identifier<Transaction>

    /// Its key.
    public let id: ID
    /// False if the same key had posted it before.
    public let isNew: Bool
}
