import Foundation
import Grants
import Money
import Postgres

/// The statements on calls as officers work on them.
enum CallRow {
    static func call(_ row: Row) throws -> Call {
        try Call(id: row.get("call_id"), kind: row.get("kind"), number: row.get("number"), state: row.get("state"))
    }

    /// Adds a call; the same key again gives the call it made the first time.
    static func add(
        _ kind: Call.Kind,
        key: UUID,
        terms: CallTerms,
        by person: Person.ID,
        in tx: Transaction
    ) async throws -> (id: Call.ID, isNew: Bool) {
        // Numbers of calls follow one another, so calls are made one at a time; it happens a few times a year.
        try await tx.run("SELECT pg_advisory_xact_lock(hashtext('call.number'))")
        if let row = try await tx.row("SELECT call_id FROM call WHERE key = \(key)") {
            return (try row.get("call_id"), false)
        }
        let prefix = kind == .initiative ? "SK-INIC-" : "SK-PART-"
        let text = try CanonicalJSON(encoding: terms).text
        let row = try await tx.row(
            """
            INSERT INTO call (key, kind, number, draft, created_by)
            SELECT \(key), \(kind), \(prefix) || coalesce(max(substr(number, length(\(prefix)) + 1)::integer), 0) + 1,
                   \(text)::jsonb, \(person)
              FROM call
             WHERE number ~ ('^' || \(prefix) || '[0-9]{1,6}$')
            RETURNING call_id
            """
        )
        guard let row else { throw Missing() }
        return (try row.get("call_id"), true)
    }

    static func find(_ id: Call.ID, locking: Bool = false, in tx: Transaction) async throws -> CallDraft? {
        try await find("c.call_id = \(id)", lock: locking ? "FOR UPDATE OF c" : "", in: tx)
    }

    static func find(number: String, in tx: Transaction) async throws -> CallDraft? {
        try await find("c.number = \(number)", lock: "", in: tx)
    }

    private static func find(_ condition: SQL, lock: SQL, in tx: Transaction) async throws -> CallDraft? {
        try await tx.row(
            """
            SELECT c.call_id, c.kind, c.number, c.state, c.draft::text AS terms, c.revision, c.cancelled_reason,
                   v.version, v.draft_revision, coalesce(p.name, '') AS changed_by, coalesce(a.at, c.created_at) AS changed_at
              FROM call c
              LEFT JOIN LATERAL (SELECT version, draft_revision FROM call_version
                                  WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
              LEFT JOIN LATERAL (SELECT at, person_id FROM audit_event
                                  WHERE subject = 'call' AND subject_id = c.call_id
                                  ORDER BY audit_event_id DESC LIMIT 1) a ON true
              LEFT JOIN person p ON p.person_id = coalesce(a.person_id, c.created_by)
             WHERE \(condition)
             \(lock)
            """
        ).map { row in
            try CallDraft(
                call: call(row),
                terms: CanonicalJSON.decode(CallTerms.self, from: row.get("terms")),
                revision: row.get("revision"),
                version: row.find("version"),
                publishedRevision: row.find("draft_revision"),
                cancelledReason: row.find("cancelled_reason"),
                lastChange: CallDraft.Change(by: row.get("changed_by"), at: row.get("changed_at"))
            )
        }
    }

    /// Saves the working copy if nobody saved it since that revision.
    static func save(
        _ terms: CallTerms,
        of id: Call.ID,
        basedOn revision: Int64,
        in tx: Transaction
    ) async throws -> Int64? {
        let text = try CanonicalJSON(encoding: terms).text
        let row = try await tx.row(
            """
            UPDATE call
               SET draft = \(text)::jsonb, revision = revision + 1
             WHERE call_id = \(id) AND revision = \(revision) AND state <> 'cancelled'
            RETURNING revision
            """
        )
        return try row?.get("revision")
    }

    static func list(before: Call.ID?, kind: Call.Kind?, limit: Int, in tx: Transaction) async throws -> [CallSummary] {
        try await tx.rows(
            """
            SELECT c.call_id, c.kind, c.number, c.state, c.draft->'title'->>'lv' AS title_lv,
                   c.draft->'title'->>'en' AS title_en, v.version,
                   coalesce(v.opens_at, (c.draft->>'opensAt')::timestamptz) AS opens_at,
                   \(LegalEnd.latest("coalesce(v.closes_before, (c.draft->>'closesBefore')::timestamptz)", of: "c.call_id"))
                       AS closes_before,
                   v.draft_revision IS DISTINCT FROM c.revision AS has_changes,
                   (SELECT count(*) FROM question q WHERE q.call_id = c.call_id AND q.answer IS NULL) AS unanswered
              FROM call c
              LEFT JOIN LATERAL (SELECT version, opens_at, closes_before, draft_revision FROM call_version
                                  WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
             WHERE c.call_id < coalesce(\(before), 9223372036854775807) AND c.kind = coalesce(\(kind), c.kind)
             ORDER BY c.call_id DESC
             LIMIT \(limit)
            """
        ).map { row in
            try CallSummary(
                call: call(row),
                title: Bilingual(lv: row.get("title_lv"), en: row.get("title_en")),
                version: row.find("version"),
                opensAt: row.get("opens_at"),
                closesBefore: row.get("closes_before"),
                hasUnpublishedChanges: row.get("has_changes"),
                unanswered: row.get("unanswered")
            )
        }
    }
}
