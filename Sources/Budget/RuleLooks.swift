import Money
import Postgres

/// Whether every move was a legal one, whatever let it through.
enum RuleLooks {
    static let all: [LedgerCheck.Look] = [reversals, ways, withinNodes, alongTheTree, eyes, months]

    /// L5: what undoes a move is its exact opposite, does not count before it, and is the only one.
    static func reversals(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id
              FROM budget.moves m
              LEFT JOIN budget.moves o ON o.txn_id = m.reverses
             WHERE m.reverses IS NOT NULL
               AND (o.txn_id IS NULL OR o.reverses IS NOT NULL OR o.effective > m.effective
                    OR (o.verb, o.from_stage, o.to_stage) IS DISTINCT FROM (m.verb, m.from_stage, m.to_stage)
                    OR EXISTS (SELECT FROM budget.moves t WHERE t.reverses = m.reverses AND t.txn_id <> m.txn_id)
                    OR EXISTS (SELECT
                                 FROM (SELECT account_id, amount FROM budget.postings WHERE txn_id = m.txn_id) p
                                 FULL JOIN (SELECT account_id, amount FROM budget.postings WHERE txn_id = m.reverses) o
                                   ON o.account_id = p.account_id
                                WHERE p.amount IS DISTINCT FROM -o.amount))
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map { LedgerFault("L5", "move \(try number($0)) is not the opposite of what it undoes, or not the only one") }
    }

    /// From and to the stages of the verb, at its kinds of nodes.
    static func ways(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id
              FROM budget.postings p
              JOIN budget.moves m USING (txn_id)
              JOIN budget.place a USING (account_id)
              LEFT JOIN budget.verbs v USING (verb, from_stage, to_stage)
             WHERE v.verb IS NULL OR a.kind <> ALL (v.kinds)
                OR a.stage <> CASE WHEN (p.amount < 0) = (m.reverses IS NULL) THEN v.from_stage ELSE v.to_stage END
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map { LedgerFault("verbs", "move \(try number($0)) goes where its verb does not lead") }
    }

    /// Every node's part of a move adds up to nothing, and every document's where both ends belong to one.
    static func withinNodes(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT p.txn_id
              FROM budget.postings p
              JOIN budget.moves m USING (txn_id)
              JOIN budget.place a USING (account_id)
              JOIN budget.verbs v USING (verb, from_stage, to_stage)
             WHERE v.scope IN ('node', 'document')
             GROUP BY p.txn_id, a.node_id, CASE v.scope WHEN 'document' THEN a.document END
            HAVING sum(p.amount) <> 0
             ORDER BY p.txn_id
             LIMIT 1
            """
        ).map { LedgerFault("verbs", "move \(try number($0)) takes money from one node or document to another") }
    }

    /// From a node to nodes right under it, or back.
    static func alongTheTree(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT txn_id
              FROM (SELECT p.txn_id, a.node_id, a.parent_id,
                           (p.amount < 0) = ((v.scope = 'down') = (m.reverses IS NULL)) AS is_upper
                      FROM budget.postings p
                      JOIN budget.moves m USING (txn_id)
                      JOIN budget.place a USING (account_id)
                      JOIN budget.verbs v USING (verb, from_stage, to_stage)
                     WHERE v.scope IN ('down', 'up')) e
             GROUP BY txn_id
            HAVING count(*) FILTER (WHERE is_upper) <> 1
                OR count(*) FILTER (WHERE NOT is_upper AND parent_id IS NULL) > 0
                OR count(DISTINCT parent_id) FILTER (WHERE NOT is_upper) <> 1
                OR min(parent_id) FILTER (WHERE NOT is_upper) <> min(node_id) FILTER (WHERE is_upper)
             ORDER BY txn_id
             LIMIT 1
            """
        ).map { LedgerFault("verbs", "move \(try number($0)) does not go to nodes under the giving one, or back") }
    }

    /// The second person.
    static func eyes(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id
              FROM budget.moves m
              JOIN budget.verbs v USING (verb, from_stage, to_stage)
             WHERE (v.four_eyes OR m.reverses IS NOT NULL)
               AND (m.person_id IS NULL OR m.approved_by IS NULL OR m.approved_by = m.person_id)
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map { LedgerFault("eyes", "move \(try number($0)) was not agreed to by a second person") }
    }

    /// L8: nothing counts in a month that was closed before it was recorded.
    static func months(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT m.txn_id, c.month
              FROM budget.closed_months c
              JOIN budget.moves m ON m.effective >= c.month AND m.effective < c.month + interval '1 month'
             WHERE m.recorded_at >= c.closed_at
             ORDER BY m.txn_id
             LIMIT 1
            """
        ).map { row in
            let month: String = try row.get("month")
            return LedgerFault("L8", "move \(try number(row)) counts in the month from \(month), closed before")
        }
    }

    private static func number(_ row: Row) throws -> Int64 { try row.get("txn_id") }
}
