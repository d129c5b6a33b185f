import Foundation
import Money
import Postgres

enum ProposalRow {
    static let columns: SQL = """
        SELECT proposal_id, kind, cause, dated::text AS dated, effective::text AS effective, reason,
               working::text AS working, proposed_by, proposed_at, decision, decided_by, decided_at, decision_reason, papers,
               ARRAY(SELECT t.node_id FROM budget.proposed_targets t WHERE \(isOfIt) ORDER BY t.code) AS target_lines,
               ARRAY(SELECT t.code FROM budget.proposed_targets t WHERE \(isOfIt) ORDER BY t.code) AS target_codes,
               ARRAY(SELECT t.before_count FROM budget.proposed_targets t WHERE \(isOfIt) ORDER BY t.code) AS target_befores,
               ARRAY(SELECT t.count FROM budget.proposed_targets t WHERE \(isOfIt) ORDER BY t.code) AS target_counts
        """

    private static let isOfIt: SQL = "t.proposal_id = proposals.proposal_id"

    static func read(_ row: Row, _ steps: [ProposalFile.Step], _ effect: Effect) throws -> ProposalFile {
        let kind: String = try row.get("kind")
        var decision: ProposalFile.Decision?
        if let word: String = try row.find("decision"), let kind = ProposalFile.Decision.Kind(rawValue: word) {
            decision = ProposalFile.Decision(
                kind: kind,
                by: try row.get("decided_by"),
                at: try row.get("decided_at"),
                reason: try row.get("decision_reason")
            )
        }
        return ProposalFile(
            id: Proposal.ID(try row.get("proposal_id")),
            kind: Proposal.Kind(rawValue: kind) ?? .moves,
            cause: try row.find("cause"),
            dated: try row.find("dated", as: String.self).flatMap { Day(iso: $0) },
            effective: try Day(iso: row.get("effective")) ?? .epoch,
            reason: try row.get("reason"),
            working: try row.find("working"),
            proposedBy: try row.get("proposed_by"),
            proposedAt: try row.get("proposed_at"),
            decision: decision,
            papers: try row.get("papers", as: [String].self).compactMap { DocumentReference(sqlText: $0) },
            targets: try targets(row),
            steps: steps,
            effect: effect
        )
    }

    private static func targets(_ row: Row) throws -> [TargetChange] {
        let (lines, codes): ([Int64], [String]) = try (row.get("target_lines"), row.get("target_codes"))
        let (befores, counts): ([Int], [Int]) = try (row.get("target_befores"), row.get("target_counts"))
        return lines.indices.map { index in
            TargetChange(line: Node.ID(lines[index]), code: codes[index], before: befores[index], count: counts[index])
        }
    }

    /// The moves in their order.
    static func steps(of proposal: Proposal.ID, in tx: Postgres.Transaction) async throws -> [ProposalFile.Step] {
        let rows = try await tx.rows(
            """
            SELECT m.number, m.verb, m.reverses, m.txn_id, e.node_id, e.stage, e.document, e.cents
              FROM budget.proposed_moves m
              JOIN budget.proposed_entries e USING (proposal_id, number)
             WHERE m.proposal_id = \(proposal.rawValue)
             ORDER BY m.number, e.place
            """
        )
        var steps: [ProposalFile.Step] = []
        var entries: [Entry] = []
        for (index, row) in rows.enumerated() {
            let (number, word): (Int, String) = try (row.get("number"), row.get("verb"))
            let stage: String = try row.get("stage")
            guard let verb = Verb(rawValue: word), let stage = Stage(rawValue: stage) else { continue }
            let place = Place(node: Node.ID(try row.get("node_id")), stage: stage, document: try row.find("document"))
            entries.append(Entry(place, Euro(cents: try row.get("cents"))))
            let isLast = try index + 1 == rows.count || rows[index + 1].get("number", as: Int.self) != number
            guard isLast else { continue }
            steps.append(
                ProposalFile.Step(
                    move: Move(verb: verb, entries: entries),
                    undoes: try row.find("reverses").map { Posted.ID($0) },
                    posted: try row.find("txn_id").map { Posted.ID($0) }
                )
            )
            entries = []
        }
        return steps
    }
}
