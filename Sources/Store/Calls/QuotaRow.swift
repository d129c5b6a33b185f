public import Grants
import Money
import Postgres

/// A partner and its places in a call.
public struct PartnerQuota: Sendable, Hashable {
    /// The partner.
    public let organisation: Organisation
    /// Its places, by the call's default where it has none of its own, and how many are taken.
    public let quota: Quota
    /// Whether two people agreed on its places; otherwise they follow the call's default.
    public let isAgreed: Bool
    /// Whether an agreement is in force today.
    public let hasAgreement: Bool
    /// The partner's own later end, if it has one.
    public let extended: Bool
}

/// The places of a call: its partners, and what was proposed for them.
public struct QuotaSheet: Sendable, Hashable {
    /// Partners by name, one more than asked for if there are more.
    public let partners: [PartnerQuota]
    /// The proposals, those that wait first, then the newest.
    public let proposals: [PlacesProposal]
}

/// The statements on quotas.
enum QuotaRow {
    static func find(_ call: Call.ID, _ organisation: Organisation.ID, in tx: Transaction) async throws -> Quota? {
        try await tx.row(
            "SELECT places, taken FROM quota WHERE call_id = \(call) AND organisation_id = \(organisation)"
        ).map { row in try Quota(places: row.find("places"), taken: row.get("taken")) }
    }

    /// The places of organisation `o` in call `c`, with its row `q` if it has one: its own, or those of the call's default.
    static let places: SQL = """
        CASE WHEN q.call_id IS NOT NULL THEN q.places
             ELSE (coalesce((SELECT v.terms FROM call_version v WHERE v.call_id = c.call_id ORDER BY v.version DESC LIMIT 1), c.draft)
                   -> 'applicants' ->> 'defaultQuota')::integer
        END
        """

    /// Places that nobody agreed on follow the call's default, but never below what is taken.
    static func follow(_ places: Int?, of call: Call.ID, in tx: Transaction) async throws {
        try await tx.run(
            """
            UPDATE quota
               SET places = CASE WHEN \(places) IS NULL THEN NULL ELSE greatest(taken, \(places)) END
             WHERE call_id = \(call) AND places_proposal_id IS NULL
            """
        )
    }

    /// What was proposed comes with it in the same statement.
    static func sheet(
        _ call: Call.ID,
        kinds: [Organisation.Kind],
        on day: Day,
        after name: String,
        limit: Int,
        in tx: Transaction
    ) async throws -> QuotaSheet {
        let rows = try await tx.rows(
            """
            SELECT p.proposals, o.*
              FROM (SELECT (\(PlacesProposalRow.list(of: call))) AS proposals) p
              LEFT JOIN LATERAL (
                    SELECT \(OrganisationRow.columns), \(places) AS places, coalesce(q.taken, 0) AS taken,
                           q.places_proposal_id IS NOT NULL AS is_agreed,
                           EXISTS (SELECT FROM agreement a WHERE a.organisation_id = o.organisation_id
                                      AND \(day) BETWEEN a.in_force_from AND a.in_force_until) AS has_agreement,
                           EXISTS (SELECT FROM call_extension e WHERE e.organisation_id = o.organisation_id
                                      AND e.call_id = \(call)) AS extended
                      FROM organisation o
                      JOIN call c ON c.call_id = \(call)
                      LEFT JOIN quota q ON q.call_id = c.call_id AND q.organisation_id = o.organisation_id
                     WHERE o.kind = ANY(\(kinds.map(\.rawValue))) AND o.name > \(name)
                     ORDER BY o.name
                     LIMIT \(limit)
              ) o ON true
             ORDER BY o.organisation_name
            """
        )
        let partners = try rows.filter { try $0.find("organisation_id", as: Organisation.ID.self) != nil }.map { row in
            try PartnerQuota(
                organisation: OrganisationRow.read(row),
                quota: Quota(places: row.find("places"), taken: row.get("taken")),
                isAgreed: row.get("is_agreed"),
                hasAgreement: row.get("has_agreement"),
                extended: row.get("extended")
            )
        }
        return QuotaSheet(partners: partners, proposals: try rows.first.map(PlacesProposalRow.read) ?? [])
    }
}
