public import Money
public import Postgres

/// What a move booked for one document, as it is kept with the booking.
public struct Booking: Sendable, Hashable {
    /// The funding line whose running total it belongs to.
    public let line: Node.ID
    /// The call or quota.
    public let node: Node.ID
    /// The document.
    public let document: DocumentReference
    /// What was booked, or came back (negative).
    public let split: SourceSplit
}

extension Ledger {
    /// What was booked on each line that ever booked, by who pays it. One statement.
    ///
    /// Booked is what has gone to payees and not come back: advanced, accepted, recoverable and written off. At an earlier moment it is
    /// the sum of the bookings that had counted, or were recorded, by then.
    public static func splits(_ moment: Moment = .now, in tx: Postgres.Transaction) async throws -> [Node.ID:
        SourceSplit]
    {
        let rows =
            switch moment {
            case .now:
                try await tx.rows(
                    """
                    SELECT line_id, sum(total_cents)::bigint AS cents, sum(esf_cents)::bigint AS esf_cents
                      FROM budget.splits
                     GROUP BY line_id
                    """
                )
            case .asOf(let day): try await tx.rows(sums("m.effective <= \(day.iso)::date"))
            case .knownAt(let instant): try await tx.rows(sums("m.recorded_at <= \(instant)"))
            }
        var splits: [Node.ID: SourceSplit] = [:]
        for row in rows { splits[Node.ID(try row.get("line_id"))] = try split(row) }
        return splits
    }

    /// What was booked for a document at a call or quota, by who pays it.
    public static func split(
        of document: DocumentReference,
        at node: Node.ID,
        in tx: Postgres.Transaction
    ) async throws -> SourceSplit {
        try await tx.row(
            """
            SELECT coalesce(sum(cents), 0)::bigint AS cents, coalesce(sum(esf_cents), 0)::bigint AS esf_cents
              FROM budget.bookings
             WHERE node_id = \(node.rawValue) AND document = \(document)
            """
        ).map(split) ?? .nothing
    }

    /// What a move booked, document by document; nothing if it booked nothing. Money that comes back from several rate periods is
    /// one booking for each.
    public static func bookings(of move: Posted.ID, in tx: Postgres.Transaction) async throws -> [Booking] {
        let rows = try await tx.rows(
            """
            SELECT line_id, node_id, document, cents, esf_cents
              FROM budget.bookings
             WHERE txn_id = \(move.rawValue)
             ORDER BY node_id, document, rate_from
            """
        )
        return try rows.map { row in
            Booking(
                line: Node.ID(try row.get("line_id")),
                node: Node.ID(try row.get("node_id")),
                document: try row.get("document"),
                split: try split(row)
            )
        }
    }

    private static func sums(_ condition: SQL) -> SQL {
        """
        SELECT b.line_id, sum(b.cents)::bigint AS cents, sum(b.esf_cents)::bigint AS esf_cents
          FROM budget.bookings b
          JOIN budget.moves m USING (txn_id)
         WHERE \(condition)
         GROUP BY b.line_id
        """
    }

    private static func split(_ row: Row) throws -> SourceSplit {
        SourceSplit(booked: Euro(cents: try row.get("cents")), esf: Euro(cents: try row.get("esf_cents")))
    }
}
