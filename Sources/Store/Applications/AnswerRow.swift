import Foundation
import Grants
import Money
import Postgres

/// The statements on answers and what stood there before.
enum AnswerRow {
    static func all(of id: Application.ID) -> Query<[String: StoredAnswer]> {
        Query(
            """
            SELECT w.field, w.value, w.version, p.name AS changed_by, w.changed_at
              FROM answer w
              JOIN person p ON p.person_id = w.changed_by
             WHERE w.application_id = \(id)
            """
        ) { rows in
            try Dictionary(rows.map { (try $0.get("field"), try read($0)) }) { first, _ in first }
        }
    }

    /// What stands in the fields and nothing about it.
    static func texts(of id: Application.ID) -> Query<[String: Answer]> {
        Query("SELECT field, value FROM answer WHERE application_id = \(id)") { rows in
            try Dictionary(
                rows.map { (try $0.get("field"), try $0.get("value", as: AnswerText.self).answer) }
            ) { first, _ in first }
        }
    }

    static func read(_ row: Row) throws -> StoredAnswer {
        try StoredAnswer(
            answer: row.get("value", as: AnswerText.self).answer,
            version: row.get("version"),
            changedBy: row.get("changed_by"),
            changedAt: row.get("changed_at")
        )
    }

    /// What stood in fields at earlier versions.
    static func earlier(
        of id: Application.ID,
        _ wanted: [(field: String, version: Int64)],
        in tx: Transaction
    ) async throws -> [String: Answer] {
        guard !wanted.isEmpty else { return [:] }
        let rows = try await tx.rows(
            """
            SELECT r.field, r.value
              FROM unnest(\(wanted.map(\.field)), \(wanted.map(\.version))) AS w (field, version)
              JOIN answer_revision r ON r.application_id = \(id) AND r.field = w.field AND r.version = w.version
            """
        )
        return try Dictionary(
            rows.map { (try $0.get("field"), try $0.get("value", as: AnswerText.self).answer) }
        ) { first, _ in first }
    }

    /// Writes answers, each a version higher, and keeps what stood there.
    static func save(
        _ answers: [String: Answer],
        of id: Application.ID,
        by person: Person,
        in tx: Transaction
    ) async throws -> [String: StoredAnswer] {
        let rows = try await tx.rows(
            """
            WITH incoming AS (
                SELECT key AS field, value FROM jsonb_each(\(try JSON(answers)))
            ), kept AS (
                INSERT INTO answer_revision (application_id, field, version, value, changed_by, changed_at)
                SELECT w.application_id, w.field, w.version, w.value, w.changed_by, w.changed_at
                  FROM answer w
                  JOIN incoming i ON i.field = w.field
                 WHERE w.application_id = \(id)
            )
            INSERT INTO answer AS w (application_id, field, value, changed_by, changed_at)
            SELECT \(id), field, value, \(person.id), clock_timestamp() FROM incoming
            ON CONFLICT (application_id, field) DO UPDATE
               SET value = excluded.value, version = w.version + 1, changed_by = excluded.changed_by,
                   changed_at = excluded.changed_at
            RETURNING field, version, changed_at
            """
        )
        var saved: [String: StoredAnswer] = [:]
        for row in rows {
            let field: String = try row.get("field")
            guard let answer = answers[field] else { continue }
            saved[field] = try StoredAnswer(
                answer: answer,
                version: row.get("version"),
                changedBy: person.name,
                changedAt: row.get("changed_at")
            )
        }
        return saved
    }

    /// Keeps what was typed against a colleague's change. The trail tells it once, however often the same text is sent.
    static func keepAside(_ clashes: [FieldClash], of id: Application.ID, by person: Person.ID, in tx: Transaction)
        throws
    {
        for clash in clashes {
            try tx.add(
                """
                WITH kept AS (
                    INSERT INTO answer_aside AS w (application_id, field, version, typed_by, value)
                    VALUES (\(id), \(clash.field), \(clash.theirs.version), \(person), \(try JSON(clash.mine)))
                    ON CONFLICT (application_id, field, version, typed_by)
                    DO UPDATE SET value = excluded.value, typed_at = clock_timestamp()
                     WHERE w.value IS DISTINCT FROM excluded.value
                    RETURNING w.field
                )
                \(Audit.adding(
                    "application.set_aside", of: "application", id,
                    detail: "jsonb_build_object('fields', field)", from: "kept"
                ))
                """
            )
        }
    }

    /// What ever stood in a field or was typed for it, the newest first: whole versions, at least as many rows as wanted if there are.
    static func history(
        of id: Application.ID,
        field: String,
        before: Int64,
        limit: Int,
        in tx: Transaction
    ) async throws -> [PastAnswer] {
        try await tx.rows(
            """
            SELECT w.value, w.version, p.name AS changed_by, w.changed_at, w.stood
              FROM (SELECT value, version, changed_by, changed_at, true AS stood
                      FROM answer
                     WHERE application_id = \(id) AND field = \(field) AND version < \(before)
                     UNION ALL
                    SELECT value, version, changed_by, changed_at, true
                      FROM answer_revision
                     WHERE application_id = \(id) AND field = \(field) AND version < \(before)
                     UNION ALL
                    SELECT value, version, typed_by, typed_at, false
                      FROM answer_aside
                     WHERE application_id = \(id) AND field = \(field) AND version < \(before)
                     ORDER BY version DESC
                     FETCH FIRST (\(limit)) ROWS WITH TIES) w
              JOIN person p ON p.person_id = w.changed_by
             ORDER BY w.version DESC, w.stood DESC, w.changed_at DESC, w.changed_by
            """
        ).map { try PastAnswer(stored: read($0), stood: $0.get("stood")) }
    }
}

/// The statements on who has an application open.
enum PresenceRow {
    static func recent(in id: Application.ID) -> Query<[Presence]> {
        Query(
            """
            SELECT r.person_id, p.name, r.section, r.seen_at
              FROM presence r
              JOIN person p USING (person_id)
             WHERE r.application_id = \(id) AND r.seen_at > clock_timestamp() - interval '1 minute'
             ORDER BY p.name, r.person_id
            """
        ) { rows in
            try rows.map { row in
                try Presence(
                    person: row.get("person_id"),
                    name: row.get("name"),
                    section: row.get("section"),
                    seenAt: row.get("seen_at")
                )
            }
        }
    }

    static func seen(_ person: Person.ID, in id: Application.ID, section: String, _ tx: Transaction) async throws {
        try await tx.run(
            """
            INSERT INTO presence (application_id, person_id, section, seen_at)
            VALUES (\(id), \(person), \(section), clock_timestamp())
            ON CONFLICT (application_id, person_id) DO UPDATE SET section = excluded.section, seen_at = excluded.seen_at
            """
        )
    }
}
