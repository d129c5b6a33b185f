import Money
import Postgres

/// What a proposal says besides its moves, and what the database asks about it before anything moves.
struct Circumstances {
    /// Its key, once it is written down.
    let id: Proposal.ID?
    let kind: Proposal.Kind
    let effective: Day
    let cause: DocumentReference?
    /// The lines whose target counts it changes, with the counts that it saw; nothing of those that are looked at now.
    let targets: [Node.ID: Int?]

    /// Of what was written down.
    init(_ file: ProposalFile) {
        id = file.id
        kind = file.kind
        effective = file.effective
        cause = file.cause
        targets = Dictionary(uniqueKeysWithValues: file.targets.map { ($0.line, $0.before) })
    }

    /// Of what is not yet written down.
    init(_ proposal: Proposal) {
        id = nil
        kind = proposal.kind
        effective = proposal.effective
        cause = proposal.cause
        targets = proposal.targets.mapValues { _ in nil }
    }

    /// Whether its month is closed.
    var isClosed: SQL {
        "EXISTS (SELECT FROM budget.closed_months WHERE month = date_trunc('month', \(effective.iso)::date)::date)"
    }

    /// Whether an amendment or a division of quotas was decided since, or this amendment before.
    func isOutdated(touching nodes: [Int64]) -> SQL {
        """
        \(kind.rawValue) IN ('amendment', 'distribution')
            AND EXISTS (SELECT
                          FROM budget.proposals p
                         WHERE p.decision = 'approved' AND p.kind = \(kind.rawValue)
                           AND p.proposal_id <> \(id?.rawValue ?? 0)
                           AND (p.decided_at > (SELECT proposed_at FROM budget.proposals WHERE proposal_id = \(id?.rawValue ?? 0))
                                OR p.kind = 'amendment' AND p.cause = \(cause))
                           AND EXISTS (SELECT
                                         FROM budget.proposed_entries e
                                        WHERE e.proposal_id = p.proposal_id AND e.node_id = ANY (\(nodes))))
        """
    }
}

extension Ledger {
    /// What stands at the places that the moves of a proposal touch, and what is in its way. Two statements.
    static func standing(of moves: [Move], _ asked: Circumstances, in tx: Postgres.Transaction) async throws -> Standing
    {
        let places = Set(moves.flatMap { $0.entries.map(\.place) })
        let touched = Set(places.map(\.node.rawValue)).sorted()
        let nodes = Set(touched).union(asked.targets.keys.map(\.rawValue)).sorted()
        let found = try await PlaceRow.now(Array(places), in: tx)
        let rows = try await tx.rows(
            """
            SELECT n.node_id, n.kind, n.parent_id, n.code, n.is_support, n.holder, c.appropriated_cents, c.rest_cents,
                   c.rest_basis_points, l.name_lv, l.name_en, l.target_count, \(asked.isClosed) AS is_closed,
                   \(asked.isOutdated(touching: touched)) AS is_outdated
              FROM budget.nodes n
              LEFT JOIN budget.caps c USING (node_id)
              LEFT JOIN budget.lines l USING (node_id)
             WHERE n.node_id = ANY (\(nodes))
            """
        )
        var standing = Standing(balances: found.mapValues(\.balance), nodes: [:], caps: [:])
        for row in rows { try standing.add(row) }
        let isOutdated = try rows.first?.get("is_outdated") ?? false
        let isRetargeted = asked.targets.contains { line, seen in seen != nil && seen != standing.targets[line] }
        if isOutdated || isRetargeted { standing.obstacles.append(.isCurrent) }
        if try rows.first?.get("is_closed") ?? false { standing.obstacles.append(.openMonth) }
        if !(2020...2099).contains(asked.effective.year) { standing.obstacles.append(.proposalDay) }
        return standing
    }
}

extension Standing {
    /// Adds what is known of a node.
    fileprivate mutating func add(_ row: Row) throws {
        let node = try Ledger.node(row)
        nodes[node.id] = node
        targets[node.id] = try row.find("target_count")
        if let lv: String = try row.find("name_lv"), let en: String = try row.find("name_en") {
            names[node.id] = Line.Words(lv: lv, en: en)
        }
        guard let appropriated: Int64 = try row.find("appropriated_cents") else { return }
        caps[node.id] = Standing.Cap(
            appropriated: Euro(cents: appropriated),
            rest: Euro(cents: try row.get("rest_cents")),
            basisPoints: try row.get("rest_basis_points")
        )
    }
}
