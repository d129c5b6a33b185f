public import Foundation
import Grants
import Money
import Postgres

/// What became of a call: versions and extensions, the newest first.
public struct CallHistory: Sendable, Hashable {
    /// Published versions.
    public let versions: [Version]
    /// Later ends.
    public let extensions: [Extension]
    /// The exclusive end that counts for everybody; nothing if no version is published.
    public let closesBefore: Date?

    /// A published version in a list.
    public struct Version: Sendable, Hashable {
        /// Its number.
        public let number: Int
        /// What it changed, in the officer's words.
        public let note: String
        /// Who published it.
        public let by: String
        /// When.
        public let at: Date
        /// SHA-256 of its canonical terms, in hexadecimal.
        public let sha256: String
    }

    /// A later end.
    public struct Extension: Sendable, Hashable {
        /// For whom; absent for everybody.
        public let organisation: String?
        /// The new exclusive end.
        public let closesBefore: Date
        /// Why.
        public let reason: String
        /// Who gave it.
        public let by: String
        /// When.
        public let at: Date
    }
}

extension CallHistory {
    static func read(_ call: Identifier<Call>, in tx: Transaction) async throws -> CallHistory {
        let versions = try await tx.rows(
            """
            SELECT v.version, v.change_note, v.published_at, encode(v.terms_sha256, 'hex') AS sha256, p.name,
                   \(LegalEnd.latest("v.closes_before", of: "v.call_id")) AS closes_before
              FROM call_version v
              JOIN person p ON p.person_id = v.published_by
             WHERE v.call_id = \(call)
             ORDER BY v.version DESC
             LIMIT 200
            """
        )
        let closesBefore: Date? = try versions.first?.get("closes_before")
        return CallHistory(
            versions: try versions.map(version),
            extensions: try await ExtensionRow.list(call, in: tx),
            closesBefore: closesBefore
        )
    }

    private static func version(_ row: Row) throws -> Version {
        try Version(
            number: row.get("version"),
            note: row.get("change_note"),
            by: row.get("name"),
            at: row.get("published_at"),
            sha256: row.get("sha256")
        )
    }
}
