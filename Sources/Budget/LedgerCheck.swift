import Crypto
import Money
public import Postgres

/// The first thing that is wrong in the ledger.
public struct LedgerFault: Sendable, Hashable, CustomStringConvertible {
    /// The guarantee that does not hold: `L1` to `L11`, `verbs` for the list of legal moves, `eyes` for the second person,
    /// `plans` for plans of payments.
    public let guarantee: String
    /// What and where, with keys.
    public let description: String

    init(_ guarantee: String, _ description: String) {
        self.guarantee = guarantee
        self.description = "\(guarantee): \(description)"
    }
}

/// How much a check looked at.
public struct LedgerSize: Sendable, Hashable {
    /// Accounts that ever moved.
    public var accounts = 0
    /// Postings.
    public var postings = 0
}

/// Recomputes the whole ledger from its postings and looks for the first difference from what is stored. Reads only, in one
/// snapshot, with what the service may read; a posting that was changed, added or removed past the ledger breaks its chain, and
/// who links all chains anew breaks the seals.
public struct LedgerCheck: Sendable {
    typealias Look = @Sendable (Postgres.Transaction) async throws -> LedgerFault?

    private let database: Database

    /// A check of the ledger in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// What was looked at, and the first fault if there is one.
    ///
    /// - Parameter kept: the seals as they were written down outside the database, in their order.
    public func run(against kept: [Seal] = []) async throws -> (size: LedgerSize, fault: LedgerFault?) {
        try await database.transaction { tx in
            try await tx.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            try await tx.run("SET LOCAL statement_timeout = 0")
            let stored = try await Self.balances(in: tx)
            let walk = Walk(stored)
            try await tx.stream(
                """
                SELECT account_id, version, txn_id, amount, balance_after, recorded_micros, chain
                  FROM budget.postings
                 ORDER BY account_id, version
                """
            ) { row in try walk.take(row) }
            let size = LedgerSize(accounts: stored.count, postings: walk.postings)
            if let fault = walk.end() { return (size, fault) }
            for look in SumLooks.all + RuleLooks.all + SplitLooks.all + PlanLooks.all {
                if let fault = try await look(tx) { return (size, fault) }
            }
            return (size, try await SealLook(kept).look(in: tx))
        }
    }

    private static func balances(in tx: Postgres.Transaction) async throws -> [Int64: Walk.Account] {
        let rows = try await tx.rows("SELECT account_id, stage, cents, version, chain FROM budget.place")
        return try Dictionary(
            rows.map { row in
                let key: Int64 = try row.get("account_id")
                let account = try Walk.Account(
                    cents: row.get("cents"),
                    isSource: row.get("stage", as: String.self) == Stage.source.rawValue,
                    version: row.get("version"),
                    chain: row.get("chain", as: Bytes.self).array
                )
                return (key, account)
            }
        ) { first, _ in first }
    }
}
