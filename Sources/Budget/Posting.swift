public import Foundation
public import Money

/// A move that one person may make, with its key, its day and its cause. What two must agree on is a `Proposal`.
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

    /// A move to be posted.
    public init(
        _ move: Move,
        key: UUID,
        effective: Day,
        reason: String = "",
        cause: DocumentReference? = nil
    ) {
        self.move = move
        self.key = key
        self.effective = effective
        self.reason = reason
        self.cause = cause
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

    /// A move that was posted.
    public init(id: ID, isNew: Bool) {
        self.id = id
        self.isNew = isNew
    }
}
