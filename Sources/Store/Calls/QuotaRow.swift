public import Grants
public import Money
import Postgres

/// A partner and its places in a call.
public struct PartnerQuota: Sendable, Hashable {
    /// The partner.
    public let organisation: Organisation
    /// Its places of its own and how many are taken; absent while the call's default counts and none is taken.
    public let quota: Quota?
    /// Whether an agreement is in force today.
    public let hasAgreement: Bool
    /// The partner's own later end, if it has one.
    public let extended: Bool
}

/// Whose places cannot be set, and why.
public struct QuotaRefusedOf: Error, Sendable, Hashable {
    /// The partner.
    public let organisation: Organisation.ID
    /// Why.
    public let refusal: QuotaRefusal
}

/// The statements on quotas.
enum QuotaRow {
    static func find(
        _ call: Call.ID,
        _ organisation: Organisation.ID,
        locking: Bool = false,
        in tx: Transaction
    ) async throws -> Quota? {
        let lock: SQL = locking ? "FOR UPDATE" : ""
        return try await tx.row(
            """
            SELECT places, taken
              FROM quota
             WHERE call_id = \(call) AND organisation_id = \(organisation)
             \(lock)
            """
        ).map { row in try Quota(places: row.find("places"), taken: row.get("taken")) }
    }

    static func set(_ places: Int?, _ call: Call.ID, _ organisation: Organisation.ID, in tx: Transaction) async throws {
        try await tx.run(
            """
            INSERT INTO quota (call_id, organisation_id, places)
            VALUES (\(call), \(organisation), \(places))
            ON CONFLICT (call_id, organisation_id) DO UPDATE SET places = excluded.places
            """
        )
    }

    /// Rows that follow the call's default follow a new one, but never below what is taken.
    static func follow(_ places: Int?, instead former: Int?, of call: Call.ID, in tx: Transaction) async throws {
        guard places != former else { return }
        try await tx.run(
            """
            UPDATE quota
               SET places = greatest(taken, \(places))
             WHERE call_id = \(call) AND places IS NOT DISTINCT FROM \(former) AND \(places) IS NOT NULL
            """
        )
        try await tx.run(
            """
            UPDATE quota
               SET places = NULL
             WHERE call_id = \(call) AND places IS NOT DISTINCT FROM \(former) AND \(places) IS NULL
            """
        )
    }

    static func list(
        _ call: Call.ID,
        kinds: [Organisation.Kind],
        on day: Day,
        after name: String,
        limit: Int,
        in tx: Transaction
    ) async throws -> [PartnerQuota] {
        try await tx.rows(
            """
            SELECT \(OrganisationRow.columns), q.places, q.taken,
                   EXISTS (SELECT FROM agreement a WHERE a.organisation_id = o.organisation_id
                              AND \(day) BETWEEN a.in_force_from AND a.in_force_until) AS has_agreement,
                   EXISTS (SELECT FROM call_extension e WHERE e.organisation_id = o.organisation_id
                              AND e.call_id = \(call)) AS extended
              FROM organisation o
              LEFT JOIN quota q ON q.call_id = \(call) AND q.organisation_id = o.organisation_id
             WHERE o.kind = ANY(\(kinds.map(\.rawValue))) AND o.name > \(name)
             ORDER BY o.name
             LIMIT \(limit)
            """
        ).map { row in
            let taken: Int? = try row.find("taken")
            let places: Int? = try row.find("places")
            return try PartnerQuota(
                organisation: OrganisationRow.read(row),
                quota: taken.map { Quota(places: places, taken: $0) },
                hasAgreement: row.get("has_agreement"),
                extended: row.get("extended")
            )
        }
    }
}
