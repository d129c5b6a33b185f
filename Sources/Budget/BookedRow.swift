import Money
import Postgres

/// What the European Social Fund Plus pays of what the bank has moved: as it was kept with the bookings, not reckoned anew.
///
/// A booking is split once, when money leaves and when it comes back; what moves in between, from advanced to accepted, takes its
/// document's parts along: what has gone furthest gets them first. Cents that stay booked where all money came back are told with
/// the advances, so that the parts of a line's nodes add up to what its bookings add up to.
enum BookedRow {
    private static let paid: [Stage] = [.writtenOff, .recoverable, .accepted, .advanced]

    /// Rows of node_id, stage and cents.
    /// - Parameter nodes: a statement that selects the nodes asked for; nothing for all.
    static func parts(_ moment: Moment, at nodes: SQL?) -> SQL {
        """
        SELECT node_id, stage, sum(part)::bigint AS cents
          FROM (\(shares(moment, where: nodes.map { "node_id IN (\($0))" } ?? "true"))) parts
         GROUP BY node_id, stage
        """
    }

    /// Rows of node_id, document, stage and cents.
    /// - Parameter documents: a statement that selects the nodes and documents asked for.
    static func parts(_ moment: Moment, of documents: SQL) -> SQL {
        """
        SELECT node_id, document, stage, sum(part)::bigint AS cents
          FROM (\(shares(moment, where: "(node_id, document) IN (\(documents))"))) parts
         GROUP BY node_id, document, stage
        """
    }

    /// Rows of node_id, document, stage and part, where a condition on node_id and document holds.
    private static func shares(_ moment: Moment, where here: SQL) -> SQL {
        let counts: SQL =
            switch moment {
            case .now: "true"
            case .asOf(let day): "m.effective <= \(day.iso)::date"
            case .knownAt(let instant): "m.recorded_at <= \(instant)"
            }
        let moves: SQL = moment == .now ? "" : "JOIN budget.moves m USING (txn_id)"
        return """
            SELECT node_id, document, stage, upto - lag(upto, 1, 0::numeric) OVER (PARTITION BY node_id, document ORDER BY place) AS part
              FROM (SELECT node_id, document, h.place, coalesce(h.stage, 'advanced') AS stage,
                           CASE WHEN lead(h.place) OVER w IS NULL THEN b.esf_cents
                                ELSE coalesce(div(b.esf_cents * sum(h.cents) OVER w, nullif(b.cents, 0)), 0) END AS upto
                      FROM (SELECT node_id, document, sum(cents) AS cents, sum(esf_cents) AS esf_cents
                              FROM budget.bookings
                            \(moves)
                             WHERE \(counts) AND \(here)
                             GROUP BY node_id, document) b
                      LEFT JOIN (SELECT node_id, document, stage, sum(cents) AS cents,
                                        array_position(\(paid.map(\.rawValue)), stage) AS place
                                   FROM (\(HoldingRow.all(moment, at: paid))) h
                                  WHERE \(here)
                                  GROUP BY node_id, document, stage
                                 HAVING sum(cents) <> 0) h USING (node_id, document)
                    WINDOW w AS (PARTITION BY node_id, document ORDER BY h.place)) cut
            """
    }

    /// The parts of a node or a document, from its stages and the parts there.
    static func portions(_ stages: [Stage], _ cents: [Int64]) -> Portions {
        var portions = Portions()
        for (stage, cents) in zip(stages, cents) {
            guard let portion = Portion.allCases.first(where: { $0.isPaid && $0.stage == stage }) else { continue }
            portions[portion] = Euro(cents: cents)
        }
        return portions
    }
}
