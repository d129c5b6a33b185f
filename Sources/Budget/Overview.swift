public import Money
public import Postgres

/// A node with what stands there at every stage, its own documents included and the nodes under it not.
public struct NodeSums: Sendable, Hashable {
    /// The node.
    public let node: Node
    /// The code of the node it lies under.
    public let parentCode: String?
    /// What stands at each stage; a stage at which nothing ever stood is missing.
    public let sums: [Stage: Euro]
    /// The account whose balance a sum is, where it is no more than that and never was.
    public let accounts: [Stage: Identifier<Place>]
    /// How many documents hold money that is bound by more than a decision.
    public let commitments: Int
    /// What the fund pays of what the bank has moved, as it was booked; nothing where nobody asks who pays.
    public var booked: Portions?

    /// What stands at a stage.
    public subscript(stage: Stage) -> Euro { sums[stage] ?? .zero }
}

extension Ledger {
    /// Nodes in the order of the tree, parents first, each with its sums. One statement.
    /// - Parameters:
    ///   - code: only this node and what lies under it.
    ///   - splits: whether to tell who pays what was booked, from all bookings there.
    public static func overview(
        _ moment: Moment = .now,
        under code: String? = nil,
        splits: Bool = false,
        in tx: Postgres.Transaction
    ) async throws -> [NodeSums] {
        let top: SQL = code.map { "n.code = \($0)" } ?? "n.parent_id IS NULL"
        let nodes: SQL = code == nil ? "NULL" : "(SELECT array_agg(node_id) FROM tree)"
        let parts: SQL =
            splits
            ? BookedRow.parts(moment, at: code == nil ? nil : "SELECT node_id FROM tree")
            : "SELECT NULL::bigint AS node_id, NULL AS stage, NULL::bigint AS cents WHERE false"
        let rows = try await tx.rows(
            """
            WITH RECURSIVE tree AS (
                SELECT n.*, ARRAY[n.code] AS path, p.code AS parent_code
                  FROM budget.nodes n
                  LEFT JOIN budget.nodes p ON p.node_id = n.parent_id
                 WHERE \(top)
                UNION ALL
                SELECT n.*, t.path || n.code, t.code FROM budget.nodes n JOIN tree t ON n.parent_id = t.node_id
            ), held AS MATERIALIZED (
                SELECT s.node_id, s.stage, s.cents, a.account_id
                  FROM budget.node_sums(\(nodes), \(moment.day)::date, \(moment.instant)) s
                  LEFT JOIN LATERAL (SELECT CASE count(*) WHEN 1 THEN min(account_id) ELSE 0 END AS account_id
                                       FROM (SELECT account_id
                                               FROM budget.holdings
                                              WHERE node_id = s.node_id AND stage = s.stage
                                              LIMIT 2) f) a ON true
            )
            SELECT t.node_id, t.kind, t.parent_id, t.code, t.is_support, t.holder, t.parent_code,
                   coalesce(s.stages, '{}') AS stages, coalesce(s.cents, '{}') AS cents, coalesce(s.accounts, '{}') AS accounts,
                   coalesce(d.cents, 0) AS commitments, coalesce(b.stages, '{}') AS booked_stages,
                   coalesce(b.cents, '{}') AS booked_cents
              FROM tree t
              LEFT JOIN (SELECT node_id, array_agg(stage ORDER BY stage) AS stages, array_agg(cents ORDER BY stage) AS cents,
                                array_agg(account_id ORDER BY stage) AS accounts
                           FROM held
                          WHERE stage <> 'documents'
                          GROUP BY node_id) s USING (node_id)
              LEFT JOIN (SELECT node_id, array_agg(stage ORDER BY stage) AS stages, array_agg(cents ORDER BY stage) AS cents
                           FROM (\(parts)) p
                          GROUP BY node_id) b USING (node_id)
              LEFT JOIN held d ON d.node_id = t.node_id AND d.stage = 'documents'
             ORDER BY t.path
            """
        )
        return try rows.map { row in
            let stages = try row.get("stages", as: [String].self).compactMap(Stage.init(rawValue:))
            let cents: [Int64] = try row.get("cents")
            let accounts = zip(stages, try row.get("accounts", as: [Int64].self)).filter { $0.1 > 0 }
            return NodeSums(
                node: try node(row),
                parentCode: try row.find("parent_code"),
                sums: Dictionary(uniqueKeysWithValues: zip(stages, cents.map { Euro(cents: $0) })),
                accounts: Dictionary(uniqueKeysWithValues: accounts.map { ($0, Identifier($1)) }),
                commitments: try row.get("commitments"),
                booked: splits ? try BookedRow.portions(row.get("booked_stages"), row.get("booked_cents")) : nil
            )
        }
    }

    static func node(_ row: Row) throws -> Node {
        let kind: String = try row.get("kind")
        return Node(
            id: Node.ID(try row.get("node_id")),
            kind: Node.Kind(rawValue: kind) ?? .quota,
            parent: try row.find("parent_id").map { Node.ID($0) },
            code: try row.get("code"),
            isSupport: try row.get("is_support"),
            holder: try row.find("holder")
        )
    }
}
