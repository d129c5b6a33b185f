import Foundation
import Money
import Postgres

/// How plans of payments are read.
enum PaymentPlanRow {
    /// Which plans count at a moment: a plan has no day on which it begins to count, so that as of a day the newest one is asked.
    static func counts(_ moment: Moment) -> SQL {
        switch moment {
        case .now, .asOf: "true"
        case .knownAt(let instant): "recorded_at <= \(instant)"
        }
    }

    /// What the bank has paid of the account `a`, a row of places at the stage `payable`: for each account, what moves of these
    /// verbs took from it, reversals counted against them.
    static let isPayment: SQL = "t.verb IN ('book', 'settle')"

    /// Queries for a WITH: `bound`, what is committed or payable of each document; `paid`, what the bank paid of it by months;
    /// `newest`, its plan that counts.
    static func standing(_ moment: Moment) -> SQL {
        """
        bound AS MATERIALIZED (
            SELECT node_id, document, sum(cents)::bigint AS cents
              FROM (\(HoldingRow.all(moment, at: [.committed, .payable]))) h
             GROUP BY node_id, document
            HAVING sum(cents) > 0
        ), paid AS MATERIALIZED (
            SELECT a.node_id, a.document, date_trunc('month', t.effective)::date AS month, -sum(p.amount)::bigint AS cents
              FROM budget.holdings a
              JOIN budget.postings p USING (account_id)
              JOIN budget.moves t USING (txn_id)
             WHERE a.stage = 'payable' AND \(isPayment) AND \(moment.counts)
             GROUP BY a.node_id, a.document, 3
        ), newest AS (
            SELECT DISTINCT ON (node_id, document) node_id, document, plan_id
              FROM budget.payment_plans
             WHERE \(counts(moment))
             ORDER BY node_id, document, plan_id DESC
        )
        """
    }

    /// A plan from the columns of `budget.payment_plans`; nothing where there is none.
    static func read(_ row: Row) throws -> PaymentPlan? {
        guard let id: Int64 = try row.find("plan_id") else { return nil }
        return PaymentPlan(
            id: PaymentPlan.ID(id),
            node: Node.ID(try row.get("node_id")),
            payments: try payments(row, "due", "planned"),
            paidBefore: Euro(cents: try row.get("paid_cents")),
            reason: try row.get("plan_reason"),
            recordedAt: try row.get("planned_at"),
            person: try row.get("planned_by")
        )
    }

    static func payments(_ row: Row, _ days: String, _ sums: String) throws -> [PlannedPayment] {
        let cents: [Int64] = try row.get(sums)
        return try zip(row.get(days, as: [String].self), cents).map { text, cents in
            guard let day = Day(iso: text) else { throw RowError.unreadable(column: days, as: "Day") }
            return PlannedPayment(due: day, sum: Euro(cents: cents))
        }
    }
}
