public import Budget
public import Foundation
public import Money
import Postgres

/// Puts moves into the ledger of the suite's database as its owner, for tests that read it: what two people must agree on needs no
/// second one here.
public struct PostedMoney: Sendable {
    /// The person who proposes, and the one who agrees.
    public let people: (first: Int64, second: Int64)

    /// Moves of two people.
    public init(by first: Int64 = 1, with second: Int64 = 2) {
        people = (first, second)
    }

    /// Posts a move and says its key.
    /// - Parameters:
    ///   - day: `2026-03-15`.
    ///   - reverses: the move that it undoes, which must be given again.
    @discardableResult
    public func post(
        _ move: Move,
        on day: String = "2026-03-15",
        reason: String = "",
        cause: DocumentReference? = nil,
        reverses: Posted.ID? = nil,
        key: UUID = UUID()
    ) async throws -> Posted.ID {
        let sign: Int64 = reverses == nil ? 1 : -1
        let entries = move.entries
        let documents = entries.map { $0.place.document?.text ?? "" }
        let settings = TransactionSettings([
            ("kopiena.person", String(people.first)), ("kopiena.organisation", "1"),
        ])
        let row = try await TestDatabase.current.owner.transaction(settings) { tx in
            try await tx.row(
                """
                SELECT txn
                  FROM budget.post(\(key), \(move.verb.rawValue), \(day)::date, \(reason), \(cause), \(people.second),
                                   \(reverses?.rawValue), \(entries.map(\.place.node.rawValue)),
                                   \(entries.map(\.place.stage.rawValue)),
                                   ARRAY(SELECT nullif(d, '') FROM unnest(\(documents)) WITH ORDINALITY AS u (d, n) ORDER BY n),
                                   \(entries.map { sign * $0.amount.cents }))
                """
            )
        }
        return Posted.ID(try row?.get("txn") ?? 0)
    }

    /// The node of a code.
    public func node(_ code: String) async throws -> Node.ID {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT node_id FROM budget.node WHERE code = \(code)")
        }
        return Node.ID(try row?.get("node_id") ?? 0)
    }

    /// The key of an account.
    public func account(_ place: Place) async throws -> LedgerAccount.ID {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                SELECT account_id
                  FROM budget.account
                 WHERE node_id = \(place.node.rawValue) AND stage = \(place.stage.rawValue)
                   AND document IS NOT DISTINCT FROM \(place.document)
                """
            )
        }
        return LedgerAccount.ID(try row?.get("account_id") ?? 0)
    }
}
