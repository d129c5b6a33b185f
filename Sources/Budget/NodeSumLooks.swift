import Money
import Postgres

/// The sums of nodes: what is folded in follows from the postings, piece by piece and day by day.
enum NodeSumLooks {
    static let all: [LedgerCheck.Look] = [
        pieces, days, blocks, documentDays, documentPieces, countsByDay, countsByPiece,
    ]

    /// Pieces lie end to end and know when their moves were recorded.
    static func pieces(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT number
              FROM (SELECT c.*, lag(c.last_txn, 1, 0::bigint) OVER w AS before, row_number() OVER w - 1 AS place,
                           r.first_at AS first_seen, max(r.last_at) OVER w AS last_seen
                      FROM budget.pieces c
                      LEFT JOIN LATERAL (SELECT min(p.recorded_at) AS first_at, max(p.recorded_at) AS last_at
                                           FROM budget.postings p
                                          WHERE p.txn_id > c.after_txn AND p.txn_id <= c.last_txn) r ON true
                    WINDOW w AS (ORDER BY c.number)) c
             WHERE (number, after_txn, first_at, last_at) IS DISTINCT FROM (place, before, first_seen, last_seen)
             ORDER BY number
             LIMIT 1
            """
        ).map {
            LedgerFault("L3", "piece \(try $0.get("number", as: Int64.self)) of the moves is not as it was folded in")
        }
    }

    /// By the days on which moves count.
    static func days(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.start, c.start) AS start
              FROM (SELECT grain, start, node_id, stage, net FROM budget.node_days WHERE stage <> 'documents') n
              FULL JOIN (SELECT g.grain, g.start, d.node_id, d.stage, sum(d.net) AS net
                           FROM (SELECT m.effective, a.node_id, a.stage, sum(p.amount) AS net
                                   FROM budget.postings p
                                   JOIN budget.moves m USING (txn_id)
                                   JOIN budget.holdings a USING (account_id)
                                  WHERE p.txn_id <= (SELECT max(last_txn) FROM budget.pieces)
                                  GROUP BY 1, 2, 3) d
                          CROSS JOIN LATERAL (VALUES ('D'::"char", d.effective),
                                                     ('M', date_trunc('month', d.effective)::date),
                                                     ('Y', date_trunc('year', d.effective)::date)) AS g (grain, start)
                          GROUP BY 1, 2, 3, 4) c
                ON c.grain = n.grain AND c.start = n.start AND c.node_id = n.node_id AND c.stage = n.stage
             WHERE n.net IS DISTINCT FROM c.net
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("sums", from: $0) }
    }

    /// By pieces.
    static func blocks(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.level, c.level) || '/' || coalesce(n.block, c.block) AS start
              FROM (SELECT level, block, node_id, stage, net FROM budget.node_pieces WHERE stage <> 'documents') n
              FULL JOIN (SELECT l.level, c.number >> (4 * l.level) AS block, e.node_id, e.stage, sum(e.net) AS net
                           FROM budget.pieces c
                          CROSS JOIN LATERAL (SELECT a.node_id, a.stage, sum(p.amount) AS net
                                                FROM budget.postings p
                                                JOIN budget.holdings a USING (account_id)
                                               WHERE p.txn_id > c.after_txn AND p.txn_id <= c.last_txn
                                               GROUP BY 1, 2) e
                          CROSS JOIN generate_series(0, 2) AS l (level)
                          GROUP BY 1, 2, 3, 4) c
                ON c.level = n.level AND c.block = n.block AND c.node_id = n.node_id AND c.stage = n.stage
             WHERE n.net IS DISTINCT FROM c.net
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("sums", from: $0) }
    }

    /// What documents hold beyond a decision, by day.
    static func documentDays(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.document, c.document) AS start
              FROM budget.document_days n
              FULL JOIN (SELECT a.node_id, a.document, m.effective AS start, sum(p.amount) AS net
                           FROM budget.postings p
                           JOIN budget.moves m USING (txn_id)
                           JOIN budget.holdings a USING (account_id)
                          WHERE p.txn_id <= (SELECT max(last_txn) FROM budget.pieces) AND \(bound)
                          GROUP BY 1, 2, 3) c
                ON c.node_id = n.node_id AND c.document = n.document AND c.start = n.start
             WHERE coalesce(n.net, 0) <> coalesce(c.net, 0)
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("documents", from: $0) }
    }

    /// The same by piece.
    static func documentPieces(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.document, c.document) AS start
              FROM budget.document_pieces n
              FULL JOIN (SELECT e.node_id, e.document, c.number, e.net
                           FROM budget.pieces c
                          CROSS JOIN LATERAL (SELECT a.node_id, a.document, sum(p.amount) AS net
                                                FROM budget.postings p
                                                JOIN budget.holdings a USING (account_id)
                                               WHERE p.txn_id > c.after_txn AND p.txn_id <= c.last_txn AND \(bound)
                                               GROUP BY 1, 2) e) c
                ON c.node_id = n.node_id AND c.document = n.document AND c.number = n.number
             WHERE coalesce(n.net, 0) <> coalesce(c.net, 0)
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("documents", from: $0) }
    }

    private static let bound: SQL =
        "a.stage IN ('committed', 'payable', 'advanced', 'accepted', 'recoverable', 'written_off')"

    /// How many documents there are, by day.
    static func countsByDay(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.start, c.start) AS start
              FROM (SELECT grain, start, node_id, net FROM budget.node_days WHERE stage = 'documents') n
              FULL JOIN (SELECT g.grain, g.start, d.node_id, sum((d.total <> 0)::integer - (d.total <> d.net)::integer) AS net
                           FROM (SELECT node_id, start, net, sum(net) OVER (PARTITION BY node_id, document ORDER BY start) AS total
                                   FROM budget.document_days) d
                          CROSS JOIN LATERAL (VALUES ('D'::"char", d.start), ('M', date_trunc('month', d.start)::date),
                                                     ('Y', date_trunc('year', d.start)::date)) AS g (grain, start)
                          GROUP BY 1, 2, 3) c
                ON c.grain = n.grain AND c.start = n.start AND c.node_id = n.node_id
             WHERE coalesce(n.net, 0) <> coalesce(c.net, 0)
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("number of documents", from: $0) }
    }

    /// The same by piece.
    static func countsByPiece(in tx: Postgres.Transaction) async throws -> LedgerFault? {
        try await tx.row(
            """
            SELECT coalesce(n.node_id, c.node_id) AS node_id, coalesce(n.level, c.level) || '/' || coalesce(n.block, c.block) AS start
              FROM (SELECT level, block, node_id, net FROM budget.node_pieces WHERE stage = 'documents') n
              FULL JOIN (SELECT l.level, d.number >> (4 * l.level) AS block, d.node_id,
                                sum((d.total <> 0)::integer - (d.total <> d.net)::integer) AS net
                           FROM (SELECT node_id, number, net, sum(net) OVER (PARTITION BY node_id, document ORDER BY number) AS total
                                   FROM budget.document_pieces) d
                          CROSS JOIN generate_series(0, 2) AS l (level)
                          GROUP BY 1, 2, 3) c
                ON c.level = n.level AND c.block = n.block AND c.node_id = n.node_id
             WHERE coalesce(n.net, 0) <> coalesce(c.net, 0)
             ORDER BY 1, 2
             LIMIT 1
            """
        ).map { try fault("number of documents", from: $0) }
    }

    private static func fault(_ what: String, from row: Row) throws -> LedgerFault {
        let (node, start): (Int64, String) = try (row.get("node_id"), row.get("start"))
        return LedgerFault("L3", "the \(what) of node \(node) at \(start) do not follow from its postings")
    }
}
