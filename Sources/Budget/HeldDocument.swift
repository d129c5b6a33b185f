public import Money
public import Postgres

/// What a document holds at a node.
public struct HeldDocument: Sendable, Hashable {
    /// The document.
    public let document: DocumentReference
    /// The node: a call or a partner's quota.
    public let node: Node.ID
    /// Its code.
    public let nodeCode: String
    /// What stands at each stage; a stage at which nothing ever stood is missing.
    public let sums: [Stage: Euro]
    /// The account of each stage.
    public let accounts: [Stage: Identifier<Place>]

    /// What stands at a stage.
    public subscript(stage: Stage) -> Euro { sums[stage] ?? .zero }

    /// Which document, and where.
    public var place: HoldingPlace { HoldingPlace(node: node, document: document) }

    /// All that it holds.
    public var total: Euro { Stage.allCases.map { self[$0] }.sum }
}

/// Where in a list of documents, sorted by their references, a page begins.
public enum DocumentPosition: Sendable, Hashable {
    /// At the beginning.
    case first
    /// With the next after this one.
    case after(DocumentReference)
    /// So that it ends with the last before this one.
    case before(DocumentReference)
}

/// One page of a list of documents.
public struct DocumentPage: Sendable, Hashable {
    /// The documents, by reference; one that holds money at two nodes stands there twice.
    public let rows: [HeldDocument]
    /// Whether there are documents before these.
    public let hasPrevious: Bool
    /// Whether there are documents after these.
    public let hasNext: Bool
}

extension Ledger {
    /// The documents that hold money at nodes, page by page. One statement.
    /// - Parameters:
    ///   - stages: only what holds money at one of these stages at the moment; with none given, all that ever held any.
    public static func documents(
        at nodes: [Node.ID],
        holding stages: [Stage] = [],
        _ moment: Moment = .now,
        from position: DocumentPosition = .first,
        size: Int = 50,
        in tx: Postgres.Transaction
    ) async throws -> DocumentPage {
        var (cursor, backwards): (DocumentReference?, Bool) = (nil, false)
        switch position {
        case .first: break
        case .after(let document): cursor = document
        case .before(let document): (cursor, backwards) = (document, true)
        }
        var conditions: [SQL] = ["h.node_id = n.node_id", "h.stage = s.stage", "h.document IS NOT NULL"]
        if let cursor { conditions.append(backwards ? "h.document < \(cursor)" : "h.document > \(cursor)") }
        if !stages.isEmpty { conditions.append("\(HoldingRow.one(moment)) <> 0") }
        let direction: SQL = backwards ? "DESC" : "ASC"
        let asked = stages.isEmpty ? Stage.allCases.filter(\.isOfDocument) : stages
        // Of each node and stage the index gives the next few; of these the first are the page.
        let read = try await tx.rows(
            """
            WITH page AS (
                SELECT DISTINCT d.document
                  FROM unnest(\(nodes.map(\.rawValue))) AS n (node_id)
                 CROSS JOIN unnest(\(asked.map(\.rawValue))) AS s (stage)
                 CROSS JOIN LATERAL (SELECT h.document
                                       FROM budget.holdings h
                                      WHERE \(SQL.joined(conditions, separator: " AND "))
                                      ORDER BY h.document \(direction)
                                      LIMIT \(size + 1)) d
                 ORDER BY d.document \(direction)
                 LIMIT \(size + 1)
            )
            SELECT h.document, h.node_id, n.code, array_agg(h.stage ORDER BY h.stage) AS stages,
                   array_agg(\(HoldingRow.one(moment)) ORDER BY h.stage) AS cents,
                   array_agg(h.account_id ORDER BY h.stage) AS accounts
              FROM page
              JOIN budget.holdings h USING (document)
              JOIN budget.nodes n USING (node_id)
             WHERE h.node_id = ANY (\(nodes.map(\.rawValue)))
             GROUP BY h.document, h.node_id, n.code
             ORDER BY h.document, n.code
            """
        ).map(held)
        let found = Set(read.map(\.document))
        let hasMore = found.count > size
        // The one too many stands at the end that is read last.
        let spare = hasMore ? (backwards ? read.first : read.last)?.document : nil
        return DocumentPage(
            rows: read.filter { $0.document != spare },
            hasPrevious: backwards ? hasMore : cursor != nil,
            hasNext: backwards || hasMore
        )
    }

    private static func held(_ row: Row) throws -> HeldDocument {
        let stages = try row.get("stages", as: [String].self).compactMap(Stage.init(rawValue:))
        let cents = try row.get("cents", as: [Int64].self).map { Euro(cents: $0) }
        let accounts = try row.get("accounts", as: [Int64].self).map { Identifier<Place>($0) }
        return HeldDocument(
            document: try row.get("document"),
            node: Node.ID(try row.get("node_id")),
            nodeCode: try row.get("code"),
            sums: Dictionary(uniqueKeysWithValues: zip(stages, cents)),
            accounts: Dictionary(uniqueKeysWithValues: zip(stages, accounts))
        )
    }
}
