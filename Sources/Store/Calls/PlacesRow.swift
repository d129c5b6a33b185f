import Foundation
import Grants
import Money
import Postgres

/// The statements on places that two people agree on.
enum PlacesRow {
    /// More partners no proposal holds.
    private static let most = 500

    /// Partners that may apply: those of the published list, and whoever has an agreement, said what it needs, or has handed in.
    static func table(_ call: Call.ID, kinds: [Organisation.Kind], in tx: Transaction) async throws -> PlacesTable {
        let rows = try await tx.rows(
            """
            SELECT o.organisation_id, o.name, n.learners, \(QuotaRow.places) AS places, coalesce(q.taken, 0) AS taken,
                   q.places_proposal_id IS NOT NULL AS is_agreed, places_in_force(c.call_id) AS in_force
              FROM call c
             CROSS JOIN organisation o
              LEFT JOIN quota q ON q.call_id = c.call_id AND q.organisation_id = o.organisation_id
             CROSS JOIN LATERAL (
                    SELECT coalesce(jsonb_object_agg(said.kind, said.learners), '{}') AS learners
                      FROM (SELECT DISTINCT ON (kind) kind, learners
                              FROM need
                             WHERE organisation_id = o.organisation_id
                             ORDER BY kind, need_id DESC) said
              ) n
             WHERE c.call_id = \(call) AND o.kind = ANY(\(kinds.map(\.rawValue)))
               AND (o.partner_position IS NOT NULL OR n.learners <> '{}' OR q.call_id IS NOT NULL
                    OR EXISTS (SELECT FROM agreement a WHERE a.organisation_id = o.organisation_id))
             ORDER BY o.name, o.organisation_id
             LIMIT \(most)
            """
        )
        return PlacesTable(
            call: call,
            inForce: try rows.first?.find("in_force"),
            rows: try rows.map { row in
                let said = try row.get("learners", as: JSON<[String: Int]>.self).value
                let learners = said.compactMap { kind, number in NeedKind(rawValue: kind).map { ($0, number) } }
                return try PlacesTable.Row(
                    partner: PartnerNeed(
                        organisation: row.get("organisation_id"),
                        name: row.get("name"),
                        learners: Dictionary(uniqueKeysWithValues: learners)
                    ),
                    quota: Quota(places: row.find("places"), taken: row.get("taken")),
                    isAgreed: row.get("is_agreed")
                )
            }
        )
    }

    static func propose(
        _ wanted: [(organisation: Organisation.ID, places: Int)],
        for table: PlacesTable,
        working: DistributionWorking,
        key: UUID,
        reason: String,
        in tx: Transaction
    ) async throws -> ProposedPlaces {
        let row = try await tx.row(
            """
            SELECT proposal, is_new
              FROM propose_places(\(key), \(table.call), \(table.inForce), \(reason), \(try JSON(working)),
                                  \(wanted.map(\.organisation)), \(wanted.map(\.places))::integer[])
            """
        )
        guard let row else { throw TransactionMisuse.ended }
        return ProposedPlaces(id: try row.get("proposal"), isNew: try row.get("is_new"))
    }

    static func proposed(_ key: UUID, by person: Person.ID, in tx: Transaction) async throws -> PlacesProposal.ID? {
        try await tx.row(
            "SELECT places_proposal_id FROM places_proposal WHERE key = \(key) AND proposed_by = \(person)"
        )?.get("places_proposal_id")
    }

    /// Gives false if the same person had agreed before.
    static func approve(_ id: PlacesProposal.ID, in tx: Transaction) async throws -> Bool {
        try await tx.row("SELECT approve_places(\(id)) AS is_new")?.get("is_new") ?? false
    }

    /// Gives false if the same person had turned it down before.
    static func turnDown(_ id: PlacesProposal.ID, reason: String, in tx: Transaction) async throws -> Bool {
        try await tx.row("SELECT turn_down_places(\(id), \(reason)) AS is_new")?.get("is_new") ?? false
    }
}
