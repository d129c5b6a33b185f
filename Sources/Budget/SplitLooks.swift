import Money
import Postgres

/// L7: the part of the European Social Fund Plus in what was booked.
enum SplitLooks {
    static let all: [LedgerCheck.Look] = [booked, running, totals, rates, documents]

    /// What a move did to a document's booked money is what its bookings say.
    static func booked(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(p.txn_id, b.txn_id) AS txn_id
              FROM (SELECT p.txn_id, a.node_id, a.parent_id, a.document, sum(p.amount) AS cents
                      FROM budget.postings p
                      JOIN budget.place a USING (account_id)
                     WHERE a.stage IN ('advanced', 'accepted', 'recoverable', 'written_off')
                     GROUP BY 1, 2, 3, 4
                    HAVING sum(p.amount) <> 0) p
              FULL JOIN (SELECT txn_id, node_id, line_id, document, sum(cents) AS cents
                           FROM budget.bookings
                          GROUP BY 1, 2, 3, 4) b
                ON b.txn_id = p.txn_id AND b.node_id = p.node_id AND b.document = p.document AND b.line_id = p.parent_id
             WHERE p.cents IS DISTINCT FROM b.cents
             ORDER BY 1
             LIMIT 1
            """
        ).map { LedgerFault("L7", "the bookings of move \(try number($0)) are not what it booked") }
    }

    /// Booking by booking: each begins where the one before ended, and its part is the difference of two cut sums.
    static func running(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT b.txn_id
              FROM (SELECT b.*, row_number() OVER w AS number, sum(b.cents) OVER w AS total
                      FROM budget.bookings b
                    WINDOW w AS (PARTITION BY line_id, rate_from ORDER BY place ROWS UNBOUNDED PRECEDING)) b
              LEFT JOIN budget.splits s USING (line_id, rate_from)
             WHERE b.place <> b.number OR b.total_after <> b.total OR b.total < 0
                OR b.esf_cents IS DISTINCT FROM div(b.total * s.basis_points, 10000)
                                                - div((b.total - b.cents) * s.basis_points, 10000)
             ORDER BY b.txn_id
             LIMIT 1
            """
        ).map { LedgerFault("L7", "a booking of move \(try number($0)) does not follow from the one before") }
    }

    /// The running totals are those of the bookings, and the ceiling holds.
    static func totals(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT line_id, rate_from
              FROM budget.splits s
              LEFT JOIN (SELECT line_id, rate_from, sum(cents) AS cents, sum(esf_cents) AS esf_cents, count(*) AS bookings
                           FROM budget.bookings
                          GROUP BY 1, 2) b USING (line_id, rate_from)
             WHERE s.total_cents <> coalesce(b.cents, 0) OR s.esf_cents <> coalesce(b.esf_cents, 0)
                OR s.bookings <> coalesce(b.bookings, 0)
                OR s.esf_cents <> div(s.total_cents::numeric * s.basis_points, 10000)
             ORDER BY line_id, rate_from
             LIMIT 1
            """
        ).map { LedgerFault("L7", "the running total of \(try place($0)) does not follow from its bookings") }
    }

    /// Every running total has the rate of its programme, and only moves of its days add to it.
    static func rates(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            WITH RECURSIVE above AS (
                SELECT DISTINCT s.line_id, s.line_id AS node_id FROM budget.splits s
                 UNION ALL
                SELECT a.line_id, n.parent_id FROM above a JOIN budget.nodes n USING (node_id) WHERE n.parent_id IS NOT NULL
            )
            SELECT s.line_id, s.rate_from
              FROM budget.splits s
              LEFT JOIN (SELECT a.line_id, r.valid, r.basis_points
                           FROM above a
                           JOIN budget.source_rates r USING (node_id)) r
                ON r.line_id = s.line_id AND coalesce(lower(r.valid), '-infinity') = s.rate_from
             WHERE r.basis_points IS DISTINCT FROM s.basis_points
                OR EXISTS (SELECT
                             FROM budget.bookings b
                             JOIN budget.moves m USING (txn_id)
                            WHERE b.line_id = s.line_id AND b.rate_from = s.rate_from AND b.cents > 0 AND m.reverses IS NULL
                              AND NOT m.effective <@ r.valid)
             ORDER BY s.line_id, s.rate_from
             LIMIT 1
            """
        ).map { LedgerFault("L7", "\(try place($0)) was not booked at the rate of its days") }
    }

    /// No document gave back to a rate period more than it got from it.
    static func documents(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT document, line_id, rate_from
              FROM budget.bookings
             GROUP BY node_id, document, line_id, rate_from
            HAVING sum(cents) < 0
             ORDER BY node_id, document
             LIMIT 1
            """
        ).map { row in
            let document: String = try row.get("document")
            return LedgerFault("L7", "\(document) gave back more than it got from \(try place(row))")
        }
    }

    private static func number(_ row: Row) throws -> Int64 { try row.get("txn_id") }

    private static func place(_ row: Row) throws -> String {
        let (line, start): (Int64, String) = try (row.get("line_id"), row.get("rate_from"))
        return "line \(line) in the rate period from \(start)"
    }
}
