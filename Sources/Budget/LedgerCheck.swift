import Crypto
import Money
public import Postgres

/// The first thing that is wrong in the ledger.
public struct LedgerFault: Sendable, Hashable, CustomStringConvertible {
    /// The guarantee that does not hold, `L1` to `L11`.
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
/// snapshot, with what the service may read; a posting that was changed, added or removed past the ledger breaks its chain.
public struct LedgerCheck: Sendable {
    private let database: Database

    /// A check of the ledger in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// What was looked at, and the first fault if there is one.
    public func run() async throws -> (size: LedgerSize, fault: LedgerFault?) {
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
            for look in [Self.unbalanced, Self.reversals, Self.sums, Self.caps] {
                if let fault = try await look(tx) { return (size, fault) }
            }
            return (size, nil)
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

    /// L1.
    private static func unbalanced(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id, coalesce(sum(p.amount), 0)::bigint AS rest, count(p.amount) AS postings
              FROM budget.moves m
              LEFT JOIN budget.postings p USING (txn_id)
             GROUP BY m.txn_id
            HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.amount) < 2
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map { row in
            let (move, rest): (Int64, Int64) = try (row.get("txn_id"), row.get("rest"))
            return LedgerFault("L1", "move \(move) adds up to \(Euro(cents: rest).plain) instead of nothing")
        }
    }

    /// L5: what undoes a move is its exact opposite.
    private static func reversals(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id
              FROM budget.moves m
             WHERE m.reverses IS NOT NULL
               AND EXISTS (SELECT
                             FROM (SELECT account_id, amount FROM budget.postings WHERE txn_id = m.txn_id) p
                             FULL JOIN (SELECT account_id, amount FROM budget.postings WHERE txn_id = m.reverses) o
                               ON o.account_id = p.account_id
                            WHERE p.amount IS DISTINCT FROM -o.amount)
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map {
            LedgerFault("L5", "move \(try $0.get("txn_id", as: Int64.self)) is not the opposite of what it undoes")
        }
    }

    /// The roll-ups by effective date.
    private static func sums(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(s.account_id, c.account_id) AS account_id, coalesce(s.start, c.start) AS start
              FROM budget.sums s
              FULL JOIN (SELECT p.account_id, g.grain, g.start, sum(p.amount) AS net
                           FROM budget.postings p
                           JOIN budget.moves m USING (txn_id)
                          CROSS JOIN LATERAL (VALUES ('D'::"char", m.effective),
                                                     ('M', date_trunc('month', m.effective)::date),
                                                     ('Y', date_trunc('year', m.effective)::date)) AS g (grain, start)
                          GROUP BY 1, 2, 3) c
                ON c.account_id = s.account_id AND c.grain = s.grain AND c.start = s.start
             WHERE s.net IS DISTINCT FROM c.net
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { row in
            let (account, start): (Int64, String) = try (row.get("account_id"), row.get("start"))
            return LedgerFault("L3", "the sums of account \(account) from \(start) do not follow from its postings")
        }
    }

    /// The 40 % rule's counters.
    private static func caps(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT c.node_id
              FROM budget.caps c
             WHERE c.appropriated_cents <> (SELECT coalesce(-sum(cents), 0)
                                              FROM budget.place
                                             WHERE node_id = c.node_id AND stage = 'source')
                OR c.rest_cents <> (SELECT coalesce(sum(p.amount), 0)
                                      FROM budget.postings p
                                      JOIN budget.moves m USING (txn_id)
                                      JOIN budget.place a USING (account_id)
                                      JOIN budget.nodes n ON n.node_id = a.node_id
                                     WHERE m.verb IN ('assign', 'unassign') AND n.kind = 'line' AND NOT n.is_support
                                       AND n.parent_id = c.node_id
                                       AND EXISTS (SELECT
                                                     FROM budget.postings o
                                                     JOIN budget.place parent USING (account_id)
                                                    WHERE o.txn_id = p.txn_id AND parent.node_id = c.node_id))
             LIMIT 1
            """
        ).map { LedgerFault("L2", "the cap of node \(try $0.get("node_id", as: Int64.self)) was not counted right") }
    }
}
