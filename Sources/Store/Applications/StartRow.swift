import Foundation
import Grants
import Money
import Postgres

/// The statements that begin an application.
enum StartRow {
    static func find(
        _ key: UUID,
        in tx: Transaction
    ) async throws -> (id: Application.ID, call: Call.ID, organisation: Organisation.ID)? {
        try await tx.row(
            "SELECT application_id, call_id, organisation_id FROM application WHERE key = \(key)"
        ).map { (try $0.get("application_id"), try $0.get("call_id"), try $0.get("organisation_id")) }
    }

    /// Until the transaction ends the organisation begins no other application to this call.
    static func lock(_ organisation: Organisation.ID, _ call: Call.ID, in tx: Transaction) throws {
        let name = "application.start/\(call)/\(organisation)"
        try tx.add("SELECT pg_advisory_xact_lock(hashtextextended(\(name), 0))")
    }

    /// How many applications to a call an organisation has that are not handed in.
    static func unfinished(of organisation: Organisation.ID, to call: Call.ID, in tx: Transaction) async throws -> Int {
        let row = try await tx.row(
            """
            SELECT count(*) AS unfinished
              FROM application
             WHERE call_id = \(call) AND organisation_id = \(organisation) AND state <> 'submitted'
            """
        )
        return try row?.get("unfinished") ?? 0
    }

    /// Nothing if the key is taken.
    static func insert(
        _ key: UUID,
        _ version: CallVersion,
        _ visitor: Visitor,
        in tx: Transaction
    ) async throws -> Application.ID? {
        let organisation = visitor.organisation
        return try await tx.row(
            """
            INSERT INTO application (key, call_id, call_version_id, organisation_id, region, requested_cents, search, created_by)
            VALUES (\(key), \(version.call.id), \(version.id), \(organisation.id), \(organisation.region),
                    \(version.terms.requested(given: [:])), to_tsvector('simple', search_words(\(organisation.name))),
                    \(visitor.person.id))
            ON CONFLICT (key) DO NOTHING
            RETURNING application_id
            """
        ).map { try $0.get("application_id") }
    }
}
