import Foundation
import Grants
import Money
import Postgres

/// The statements on the intake.
enum ArrivalRow {
    /// What was posted, as far as it tells one intent from another.
    struct Request: Sendable, Hashable {
        let key: UUID
        let application: Application.ID
        let revision: Int64
        let sha256: [UInt8]
        let declarations: [String]
        let person: Person.ID
        let organisation: Organisation.ID
    }

    /// Nothing if the key is taken, or if the organisation has no such application. What is stamped is open until it is decided.
    static func insert(_ request: Request) -> Query<Arrival?> {
        Query(
            """
            WITH stamped AS (
                INSERT INTO intake (key, application_id, revision, request_sha256, declarations, person_id, organisation_id)
                SELECT \(request.key), application_id, \(request.revision), \(Bytes(request.sha256)), \(request.declarations),
                       \(request.person), organisation_id
                  FROM application
                 WHERE application_id = \(request.application) AND organisation_id = \(request.organisation)
                ON CONFLICT (key) DO NOTHING
                RETURNING intake_id, arrived_at
            ), open AS (
                INSERT INTO intake_open (intake_id) SELECT intake_id FROM stamped
            )
            SELECT intake_id, arrived_at FROM stamped
            """
        ) { rows in
            try rows.first.map { Arrival(id: try $0.get("intake_id"), at: try $0.get("arrived_at")) }
        }
    }

    static func find(_ key: UUID) -> Query<(Request, Arrival)?> {
        Query(
            """
            SELECT intake_id, arrived_at, application_id, revision, request_sha256, declarations, person_id, organisation_id
              FROM intake
             WHERE key = \(key)
            """
        ) { rows in
            guard let row = rows.first else { return nil }
            let request = try Request(
                key: key,
                application: row.get("application_id"),
                revision: row.get("revision"),
                sha256: row.get("request_sha256", as: Bytes.self).array,
                declarations: row.get("declarations"),
                person: row.get("person_id"),
                organisation: row.get("organisation_id")
            )
            return (request, Arrival(id: try row.get("intake_id"), at: try row.get("arrived_at")))
        }
    }
}
