import Money
import Postgres

/// What stands at many accounts at a moment, in one statement: now their balances are read through, for another moment each account
/// costs a few looks into an index, however many moves it has seen.
enum HoldingRow {
    /// Rows of account_id, node_id, stage, document and cents: all accounts, or those of the nodes in a table.
    /// - Parameter stages: only those at these stages; with none given, at all.
    static func all(_ moment: Moment, ofNodesIn nodes: SQL?, at stages: [Stage] = []) -> SQL {
        let ofNodes: SQL = nodes.map { "h.node_id IN (SELECT node_id FROM \($0))" } ?? "true"
        let here: SQL = stages.isEmpty ? ofNodes : "\(ofNodes) AND h.stage = ANY (\(stages))"
        switch moment {
        case .now:
            return "SELECT h.account_id, h.node_id, h.stage, h.document, h.cents FROM budget.holdings h WHERE \(here)"
        case .asOf(let day):
            // Three looks into the index for each account: sums of days are far too many to be read through.
            return """
                SELECT h.account_id, h.node_id, h.stage, h.document, s.cents
                  FROM budget.holdings h
                 CROSS JOIN (SELECT date_trunc('year', \(day.iso)::date)::date AS year,
                                    date_trunc('month', \(day.iso)::date)::date AS month, \(day.iso)::date AS day
                             OFFSET 0) d
                 CROSS JOIN LATERAL (SELECT sum(net)::bigint AS cents
                                       FROM (SELECT net FROM budget.sums
                                              WHERE account_id = h.account_id AND grain = 'Y' AND start < d.year
                                              UNION ALL
                                             SELECT net FROM budget.sums
                                              WHERE account_id = h.account_id AND grain = 'M' AND start >= d.year AND start < d.month
                                              UNION ALL
                                             SELECT net FROM budget.sums
                                              WHERE account_id = h.account_id AND grain = 'D' AND start >= d.month
                                                AND start <= d.day) n) s
                 WHERE s.cents IS NOT NULL AND \(here)
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
