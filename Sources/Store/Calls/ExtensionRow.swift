import Foundation
import Grants
import Money
import Postgres

/// The statements on extensions.
enum ExtensionRow {
    static func exists(_ key: UUID, in tx: Transaction) async throws -> Bool {
        try await tx.row("SELECT 1 AS one FROM call_extension WHERE key = \(key)") != nil
    }

    static func add(
        _ given: CallExtension,
        of call: Call.ID,
        key: UUID,
        by person: Person.ID,
        in tx: Transaction
    ) async throws {
        try await tx.run(
            """
            INSERT INTO call_extension (key, call_id, organisation_id, closes_before, reason, made_by, made_at)
            VALUES (\(key), \(call), \(given.organisation), \(given.closesBefore), \(given.reason), \(person), \(given.madeAt))
            """
        )
    }

    static func list(_ call: Call.ID, in tx: Transaction) async throws -> [CallHistory.Extension] {
        try await tx.rows(
            """
            SELECT e.closes_before, e.reason, e.made_at, p.name AS made_by, o.name AS organisation
              FROM call_extension e
              JOIN person p ON p.person_id = e.made_by
              LEFT JOIN organisation o ON o.organisation_id = e.organisation_id
             WHERE e.call_id = \(call)
             ORDER BY e.call_extension_id DESC
             LIMIT 200
            """
        ).map { row in
            try CallHistory.Extension(
                organisation: row.find("organisation"),
                closesBefore: row.get("closes_before"),
                reason: row.get("reason"),
                by: row.get("made_by"),
                at: row.get("made_at")
            )
        }
    }
}
