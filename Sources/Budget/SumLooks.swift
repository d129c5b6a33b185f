import Money
import Postgres

/// What adds up: moves, accounts, sums by day, the cap.
enum SumLooks {
    static let all: [LedgerCheck.Look] = [unbalanced, whole, orphans, sums, caps]

    /// L1.
    static func unbalanced(in tx: Postgres.Transaction) async throws -> LedgerFault? {
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

    /// L1: money is neither made nor lost, also by postings of no move.
    static func whole(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row("SELECT sum(cents)::bigint AS rest FROM budget.place HAVING sum(cents) <> 0").map { row in
            let rest: Int64 = try row.get("rest")
            return LedgerFault("L1", "all accounts together hold \(Euro(cents: rest).plain) instead of nothing")
        }
    }

    /// L1: every posting has its move.
    static func orphans(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT p.account_id, p.version
              FROM budget.postings p
              LEFT JOIN budget.moves m USING (txn_id)
             WHERE m.txn_id IS NULL
             ORDER BY p.account_id, p.version
             LIMIT 1
            """
        ).map { row in
            let (account, version): (Int64, Int64) = try (row.get("account_id"), row.get("version"))
            return LedgerFault("L1", "posting \(version) of account \(account) belongs to no move")
        }
    }

    /// What stood at the end of each day, by effective date: the last two stand at the account, of those before there are rows.
    static func sums(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(d.account_id, c.account_id) AS account_id, coalesce(d.day, c.day)::text AS day
              FROM (SELECT account_id, last_day AS day, cents FROM budget.holdings WHERE last_day > '-infinity'
                     UNION ALL
                    SELECT account_id, prior_day, CASE WHEN prior_day < last_day THEN prior_cents END
                      FROM budget.holdings
                     WHERE prior_day > '-infinity'
                     UNION ALL
                    SELECT d.account_id, d.day, CASE WHEN d.day < h.prior_day THEN d.cents END
                      FROM budget.day_balances d
                      LEFT JOIN budget.holdings h USING (account_id)) d
              FULL JOIN (SELECT account_id, day, sum(net) OVER (PARTITION BY account_id ORDER BY day) AS cents
                           FROM (SELECT p.account_id, m.effective AS day, sum(p.amount) AS net
                                   FROM budget.postings p
                                   JOIN budget.moves m USING (txn_id)
                                  GROUP BY 1, 2) n) c
                ON c.account_id = d.account_id AND c.day = d.day
             WHERE d.cents IS DISTINCT FROM c.cents
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { row in
            let (account, day): (Int64, String) = try (row.get("account_id"), row.get("day"))
            return LedgerFault("L3", "the balance of account \(account) on \(day) does not follow from its postings")
        }
    }

    /// The 40 % rule: its counters, and what they may be.
    static func caps(in tx: Postgres.Transaction) async throws -> LedgerFault? {
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
                OR c.rest_cents::numeric * 10000 > c.appropriated_cents::numeric * c.rest_basis_points
             ORDER BY c.node_id
             LIMIT 1
            """
        ).map {
            LedgerFault(
                "L2",
                "the cap of node \(try $0.get("node_id", as: Int64.self)) was not counted right, or is broken"
            )
        }
    }
}
