import Crypto
import Foundation
import Grants
import Money
import Postgres

/// The statements on published versions.
enum CallVersionRow {
    static func find(_ ids: [Call.VersionID], in tx: Transaction) async throws -> [CallVersion] {
        try await tx.rows(
            """
            SELECT v.call_version_id, v.version, v.terms::text AS terms, v.published_at, c.call_id, c.kind, c.number,
                   'published' AS state
              FROM call_version v
              JOIN call c USING (call_id)
             WHERE v.call_version_id = ANY(\(ids.map(\.rawValue)))
            """
        ).map(version)
    }

    static func get(_ id: Call.VersionID, in tx: Transaction) async throws -> CallVersion {
        guard let version = try await find([id], in: tx).first else { throw Missing() }
        return version
    }

    /// The present version of a call.
    static func last(of call: Call.ID, in tx: Transaction) async throws -> CallVersion? {
        try await tx.row(
            """
            SELECT v.call_version_id, v.version, v.terms::text AS terms, v.published_at, c.call_id, c.kind, c.number, c.state
              FROM call_version v
              JOIN call c USING (call_id)
             WHERE v.call_id = \(call)
             ORDER BY v.version DESC
             LIMIT 1
            """
        ).map(version)
    }

    /// The version made from a revision of the draft, if that revision was published.
    static func madeFrom(revision: Int64, of call: Call.ID, in tx: Transaction) async throws -> Call.VersionID? {
        let row = try await tx.row(
            "SELECT call_version_id FROM call_version WHERE call_id = \(call) AND draft_revision = \(revision)"
        )
        return try row?.get("call_version_id")
    }

    static func add(
        _ terms: CallTerms,
        to draft: CallDraft,
        version: Int,
        note: String,
        by person: Person.ID,
        at now: Date,
        in tx: Transaction
    ) async throws -> Call.VersionID {
        let text = try CanonicalJSON(encoding: terms).text
        let digest = Bytes(Array(SHA256.hash(data: Data(text.utf8))))
        let row = try await tx.row(
            """
            INSERT INTO call_version (call_id, version, draft_revision, terms, terms_sha256, title_lv, funding_line, cents,
                                      opens_at, closes_before, change_note, published_by, published_at)
            VALUES (\(draft.call.id), \(version), \(draft.revision), \(text)::jsonb, \(digest), \(terms.title.lv),
                    \(terms.fundingLine), \(terms.moneyAvailable.cents), \(terms.opensAt), \(terms.closesBefore), \(note),
                    \(person), \(now))
            RETURNING call_version_id
            """
        )
        guard let id: Call.VersionID = try row?.get("call_version_id") else { throw Missing() }
        return id
    }

    private static func version(_ row: Row) throws -> CallVersion {
        try CallVersion(
            id: row.get("call_version_id"),
            call: CallRow.call(row),
            version: row.get("version"),
            terms: CanonicalJSON.decode(CallTerms.self, from: row.get("terms")),
            publishedAt: row.get("published_at")
        )
    }
}
