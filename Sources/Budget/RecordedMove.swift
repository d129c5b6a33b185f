public import Foundation
public import Money
import Postgres

/// A move of the ledger with all that was written down about it.
public struct RecordedMove: Sendable, Hashable {
    /// The key.
    public let id: Posted.ID
    /// The key under which it was sent: sent twice, it happened once.
    public let key: UUID
    /// How money moved.
    public let verb: Verb
    /// The stages between which the verb leads; a reversal went the other way.
    public let from: Stage
    /// Where the verb leads.
    public let to: Stage
    /// The day on which it counts.
    public let effective: Day
    /// When it was recorded.
    public let recordedAt: Date
    /// The person who proposed it; nothing for the service itself. The budget knows people by their keys alone.
    public let person: Int64?
    /// The second person.
    public let approvedBy: Int64?
    /// Why, in a person's words.
    public let reason: String
    /// The document by which it happened.
    public let cause: DocumentReference?
    /// The move that it undoes.
    public let reverses: Posted.ID?

    /// The columns of `t`, a row of `budget.moves`.
    static let columns: SQL = """
        t.txn_id, t.key, t.verb, t.from_stage, t.to_stage, t.effective, t.person_id, t.approved_by, t.reason, t.cause, t.reverses
        """

    /// From `columns` and a `recorded_at`, which is that of the postings: the move itself was written a moment earlier, before it had
    /// waited for its accounts.
    init(_ row: Row) throws {
        id = Posted.ID(try row.get("txn_id"))
        key = try row.get("key")
        verb = try row.get("verb")
        from = try row.get("from_stage")
        to = try row.get("to_stage")
        guard let day = Day(iso: try row.get("effective")) else {
            throw RowError.unreadable(column: "effective", as: "Day")
        }
        effective = day
        recordedAt = try row.get("recorded_at")
        person = try row.find("person_id")
        approvedBy = try row.find("approved_by")
        reason = try row.get("reason")
        cause = try row.find("cause")
        reverses = try row.find("reverses").map { Posted.ID($0) }
    }

    /// The keys of the people who had a part in it.
    public var people: [Int64] { [person, approvedBy].compactMap { $0 } }
}
