import Money
public import Postgres

extension Ledger {
    /// What was paid of the lines month by month, and what is bound there with its newest plans. One statement, which adds up what
    /// needs no plan and counts documents that are alike: same sums, same plan.
    public static func forecastFacts(_ moment: Moment = .now, in tx: Postgres.Transaction) async throws -> ForecastFacts
    {
        let rows = try await tx.rows(
            """
            WITH \(PaymentPlanRow.standing(moment))
            SELECT n.parent_id AS line_id, f.month::text AS month, f.cents, f.documents, f.paid, f.paid_before, f.due, f.planned
              FROM (SELECT node_id, month, sum(cents)::bigint AS cents, 1::bigint AS documents,
                           NULL::bigint AS paid, NULL::bigint AS paid_before, NULL::date[] AS due, NULL::bigint[] AS planned
                      FROM paid
                     GROUP BY node_id, month
                     UNION ALL
                    SELECT b.node_id, NULL, sum(b.cents)::bigint, 1, NULL, NULL, NULL, NULL
                      FROM bound b
                      LEFT JOIN newest USING (node_id, document)
                     WHERE newest.plan_id IS NULL
                     GROUP BY b.node_id
                     UNION ALL
                    SELECT b.node_id, NULL, b.cents, count(*), coalesce(s.cents, 0)::bigint, p.paid_cents, p.due, p.cents
                      FROM bound b
                      JOIN newest USING (node_id, document)
                      JOIN budget.payment_plans p USING (plan_id)
                      LEFT JOIN (SELECT node_id, document, sum(cents) AS cents FROM paid GROUP BY node_id, document) s
                        ON s.node_id = b.node_id AND s.document = b.document
                     GROUP BY b.node_id, b.cents, s.cents, p.paid_cents, p.due, p.cents) f
              JOIN budget.nodes n USING (node_id)
            """
        )
        var facts = ForecastFacts()
        for row in rows {
            let line = Node.ID(try row.get("line_id"))
            let sum = Euro(cents: try row.get("cents"))
            if let month: String = try row.find("month") {
                guard let day = Day(iso: month) else { throw RowError.unreadable(column: "month", as: "Day") }
                facts.paid.append(ForecastFacts.Paid(line: line, month: Month(of: day), sum: sum))
            } else {
                let expectation = try expectation(row, sum)
                facts.bound.append(ForecastFacts.Bound(line: line, expectation, documents: try row.get("documents")))
            }
        }
        return facts
    }

    static func expectation(_ row: Row, _ bound: Euro) throws -> Expectation {
        guard let paid: Int64 = try row.find("paid") else { return Expectation(bound: bound, paid: .zero) }
        return Expectation(
            bound: bound,
            paid: Euro(cents: paid),
            payments: try PaymentPlanRow.payments(row, "due", "planned"),
            paidBefore: Euro(cents: try row.get("paid_before"))
        )
    }
}
