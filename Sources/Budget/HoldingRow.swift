import Money
import Postgres

/// What stands at many accounts at a moment, set by set: no account is asked by itself where the moment allows it.
enum HoldingRow {
    /// Rows of account_id, node_id, stage, document and cents: all accounts, or those of the nodes in a table.
    static func all(_ moment: Moment, ofNodesIn nodes: SQL?) -> SQL {
        let here: SQL = nodes.map { "h.node_id IN (SELECT node_id FROM \($0))" } ?? "true"
        switch moment {
        case .now:
            return "SELECT h.account_id, h.node_id, h.stage, h.document, h.cents FROM budget.holdings h WHERE \(here)"
        case .asOf(let day):
            return """
                SELECT h.account_id, h.node_id, h.stage, h.document, sum(s.net)::bigint AS cents
                  FROM budget.holdings h
                  JOIN (SELECT date_trunc('year', \(day.iso)::date)::date AS year,
                               date_trunc('month', \(day.iso)::date)::date AS month, \(day.iso)::date AS day) d ON true
                  JOIN budget.sums s
                    ON s.account_id = h.account_id
                   AND (s.grain = 'Y' AND s.start < d.year OR s.grain = 'M' AND s.start >= d.year AND s.start < d.month
                        OR s.grain = 'D' AND s.start >= d.month AND s.start <= d.day)
                 WHERE \(here)
                 GROUP BY h.account_id, h.node_id, h.stage, h.document
                """
        case .knownAt(let instant):
            return """
                SELECT h.account_id, h.node_id, h.stage, h.document, p.balance_after AS cents
                  FROM budget.holdings h
                 CROSS JOIN LATERAL (SELECT balance_after
                                       FROM budget.postings
                                      WHERE account_id = h.account_id AND recorded_at <= \(instant)
                                      ORDER BY recorded_at DESC
                                      LIMIT 1) p
                 WHERE \(here)
                """
        }
    }

    /// What stands at one account of a table `h` of holdings.
    static func one(_ moment: Moment) -> SQL {
        switch moment {
        case .now: "h.cents"
        case .asOf(let day): "budget.as_of(h.account_id, \(day.iso)::date)"
        case .knownAt(let instant): "budget.known_at(h.account_id, \(instant))"
        }
    }
}
