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

    /// What stands at a stage.
    public subscript(stage: Stage) -> Euro { sums[stage] ?? .zero }
}

extension Ledger {
    /// All nodes in the order of the tree, parents first, each with its sums. One statement.
    public static func overview(_ moment: Moment = .now, in tx: Postgres.Transaction) async throws -> [NodeSums] {
        let balance: SQL =
            switch moment {
            case .now: "a.cents"
            case .asOf(let day): "budget.as_of(a.account_id, \(day.iso)::date)"
            case .knownAt(let instant): "budget.known_at(a.account_id, \(instant))"
            }
        let rows = try await tx.rows(
            """
            WITH RECURSIVE tree AS (
                SELECT n.*, ARRAY[n.code] AS path, NULL::text AS parent_code FROM budget.nodes n WHERE n.parent_id IS NULL
                UNION ALL
                SELECT n.*, t.path || n.code, t.code FROM budget.nodes n JOIN tree t ON n.parent_id = t.node_id
            )
            SELECT t.node_id, t.kind, t.parent_id, t.code, t.is_support, t.holder, t.parent_code,
                   coalesce(array_agg(s.stage ORDER BY s.stage) FILTER (WHERE s.stage IS NOT NULL), '{}') AS stages,
                   coalesce(array_agg(s.cents ORDER BY s.stage) FILTER (WHERE s.stage IS NOT NULL), '{}') AS cents
              FROM tree t
              LEFT JOIN LATERAL (SELECT a.stage, sum(\(balance))::bigint AS cents
                                   FROM budget.place a
                                  WHERE a.node_id = t.node_id
                                  GROUP BY a.stage) s ON true
             GROUP BY t.node_id, t.kind, t.parent_id, t.code, t.is_support, t.holder, t.parent_code, t.path
             ORDER BY t.path
            """
        )
        return try rows.map { row in
            let stages = try row.get("stages", as: [String].self).compactMap(Stage.init(rawValue:))
            let cents: [Int64] = try row.get("cents")
            return NodeSums(
                node: try node(row),
                parentCode: try row.find("parent_code"),
                sums: Dictionary(uniqueKeysWithValues: zip(stages, cents.map { Euro(cents: $0) }))
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
