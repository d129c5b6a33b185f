import Budget
import Foundation
import Grants
import Money
import Postgres

/// The statements on proposals of places.
enum PlacesProposalRow {
    /// How many proposals of a call are listed: more than it will ever have.
    private static let most = 100

    /// A proposal as the database tells of it, alone or in a list.
    private struct Card: Codable {
        let id: Int64
        let call: String
        let reason: String
        let author: Int64
        let authorName: String
        let proposedAt: Date
        let decision: String?
        let decider: String?
        let decidedAt: Date?
        let decisionReason: String?
        let isOutdated: Bool

        var proposal: PlacesProposal {
            var decided: PlacesProposal.Decision?
            if let kind = decision.flatMap(ProposalFile.Decision.Kind.init(rawValue:)), let decidedAt {
                decided = PlacesProposal.Decision(
                    kind: kind,
                    by: decider ?? "",
                    at: decidedAt,
                    reason: decisionReason ?? ""
                )
            }
            return PlacesProposal(
                id: Identifier(id),
                call: call,
                reason: reason,
                author: Identifier(author),
                authorName: authorName,
                proposedAt: proposedAt,
                decision: decided,
                isOutdated: isOutdated
            )
        }
    }

    private static func instant(_ column: SQL) -> SQL {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    }

    private static let cards: SQL = """
        SELECT p.places_proposal_id AS id, c.number AS call, p.reason, p.proposed_by AS author, a.name AS "authorName",
               \(instant("p.proposed_at")) AS "proposedAt", d.decision, b.name AS decider,
               \(instant("d.decided_at")) AS "decidedAt", d.reason AS "decisionReason",
               d.decision IS NULL AND places_in_force(p.call_id) IS DISTINCT FROM p.follows AS "isOutdated"
          FROM places_proposal p
          JOIN call c USING (call_id)
          JOIN person a ON a.person_id = p.proposed_by
          LEFT JOIN places_decision d USING (places_proposal_id)
          LEFT JOIN person b ON b.person_id = d.decided_by
        """

    /// The proposals of a call as one value, to stand in another statement under the name `proposals`.
    static func list(of call: Call.ID) -> SQL {
        """
        SELECT coalesce(jsonb_agg(to_jsonb(card) ORDER BY card.decision IS NOT NULL, card.id DESC), '[]')
          FROM (\(cards)
                 WHERE p.call_id = \(call)
                 ORDER BY d.decision IS NOT NULL, p.places_proposal_id DESC
                 LIMIT \(most)) card
        """
    }

    static func read(_ row: Row) throws -> [PlacesProposal] {
        try row.get("proposals", as: JSON<[Card]>.self).value.map(\.proposal)
    }

    static func find(_ id: PlacesProposal.ID, of call: Call.ID, in tx: Transaction) async throws -> PlacesProposalFile?
    {
        let row = try await tx.row(
            """
            SELECT to_jsonb(card) AS card, p.working
              FROM (\(cards)
                     WHERE p.places_proposal_id = \(id) AND p.call_id = \(call)) card
              JOIN places_proposal p ON p.places_proposal_id = card.id
            """
        )
        guard let row else { return nil }
        return PlacesProposalFile(
            proposal: try row.get("card", as: JSON<Card>.self).value.proposal,
            working: try row.get("working", as: JSON<DistributionWorking>.self).value,
            changes: try await changes(of: id, in: tx)
        )
    }

    private static func changes(of id: PlacesProposal.ID, in tx: Transaction) async throws -> [PlacesProposal.Change] {
        try await tx.rows(
            """
            SELECT o.name, e.places AS wanted, \(QuotaRow.places) AS places, coalesce(q.taken, 0) AS taken
              FROM proposed_places e
              JOIN places_proposal p USING (places_proposal_id)
              JOIN call c USING (call_id)
              JOIN organisation o ON o.organisation_id = e.organisation_id
              LEFT JOIN quota q ON q.call_id = p.call_id AND q.organisation_id = e.organisation_id
             WHERE e.places_proposal_id = \(id)
             ORDER BY o.name, o.organisation_id
            """
        ).map { row in
            try PlacesProposal.Change(
                partner: row.get("name"),
                quota: Quota(places: row.find("places"), taken: row.get("taken")),
                places: row.get("wanted")
            )
        }
    }
}
