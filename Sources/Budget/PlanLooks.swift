import Postgres

/// Whether plans of payments say what was so when they were made.
enum PlanLooks {
    static let all: [LedgerCheck.Look] = [sums, standing]

    /// A plan plans what its payments add up to, no more than was bound; and replaces an earlier one of the same document.
    static func sums(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT p.plan_id
              FROM budget.payment_plans p
              LEFT JOIN budget.payment_plans o ON o.plan_id = p.replaces
             WHERE p.planned_cents IS DISTINCT FROM (SELECT sum(c) FROM unnest(p.cents) AS c)
                OR 0 >= ANY (p.cents) OR p.planned_cents > p.bound_cents
                OR p.replaces IS NOT NULL
                   AND (o.node_id, o.document) IS DISTINCT FROM (p.node_id, p.document)
                OR EXISTS (SELECT
                             FROM budget.payment_plans t
                            WHERE t.node_id = p.node_id AND t.document = p.document AND t.plan_id <> p.plan_id
                              AND t.replaces IS NOT DISTINCT FROM p.replaces)
             ORDER BY p.plan_id
             LIMIT 1
            """
        ).map { LedgerFault("plans", "plan \(try number($0)) does not say what its payments say") }
    }

    /// What was bound and what had been paid when it was made is what the ledger says of that instant.
    static func standing(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT p.plan_id
              FROM budget.payment_plans p
             CROSS JOIN LATERAL (SELECT coalesce(sum(q.amount), 0) AS cents
                                   FROM budget.holdings a
                                   JOIN budget.postings q USING (account_id)
                                  WHERE a.node_id = p.node_id AND a.document = p.document AND a.stage IN ('committed', 'payable')
                                    AND q.recorded_at <= p.recorded_at) bound
             CROSS JOIN LATERAL (SELECT coalesce(-sum(q.amount), 0) AS cents
                                   FROM budget.holdings a
                                   JOIN budget.postings q USING (account_id)
                                   JOIN budget.moves t USING (txn_id)
                                  WHERE a.node_id = p.node_id AND a.document = p.document AND a.stage = 'payable'
                                    AND \(PaymentPlanRow.isPayment) AND q.recorded_at <= p.recorded_at) paid
             WHERE bound.cents <> p.bound_cents OR paid.cents <> p.paid_cents
             ORDER BY p.plan_id
             LIMIT 1
            """
        ).map { LedgerFault("plans", "plan \(try number($0)) does not say what stood there when it was made") }
    }

    private static func number(_ row: Row) throws -> Int64 { try row.get("plan_id") }
}
