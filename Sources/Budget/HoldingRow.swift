import Money
import Postgres

/// What stands at accounts at a moment: now their balances are read, for another moment each costs a few looks into an index, however
/// many moves it has seen.
enum HoldingRow {
    /// Rows of account_id, node_id, stage, document and cents: all accounts at some stages.
    static func all(_ moment: Moment, at stages: [Stage]) -> SQL {
        let here: SQL = "h.stage = ANY (\(stages))"
        switch moment {
        case .now:
            return "SELECT h.account_id, h.node_id, h.stage, h.document, h.cents FROM budget.holdings h WHERE \(here)"
        case .asOf(let day):
            // The last two days on which anything counts stand at the account; for an earlier one it is one look into an index.
            return """
                SELECT h.account_id, h.node_id, h.stage, h.document,
                       CASE WHEN h.last_day <= \(day.iso)::date THEN h.cents
                            WHEN h.prior_day <= \(day.iso)::date THEN h.prior_cents ELSE d.cents END AS cents
                  FROM budget.holdings h
                  LEFT JOIN LATERAL (SELECT cents
                                       FROM budget.day_balances
                                      WHERE account_id = h.account_id AND day <= \(day.iso)::date AND h.prior_day > \(day.iso)::date
                                      ORDER BY day DESC
                                      LIMIT 1) d ON true
                 WHERE h.last_day > '-infinity' AND \(here)
                   AND (h.last_day <= \(day.iso)::date OR h.prior_day > '-infinity' AND h.prior_day <= \(day.iso)::date
                        OR d.cents IS NOT NULL)
                """
        case .knownAt(let instant):
            return """
                SELECT h.account_id, h.node_id, h.stage, h.document, coalesce(p.balance_after, h.cents) AS cents
                  FROM budget.holdings h
                  LEFT JOIN LATERAL (SELECT balance_after
                                       FROM budget.postings
                                      WHERE account_id = h.account_id AND recorded_at <= \(instant) AND h.last_at > \(instant)
                                      ORDER BY recorded_at DESC
                                      LIMIT 1) p ON true
                 WHERE h.last_at > '-infinity' AND (h.last_at <= \(instant) OR p.balance_after IS NOT NULL) AND \(here)
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
