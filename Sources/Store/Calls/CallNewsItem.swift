public import Foundation
public import Grants
public import Money
import Postgres

/// One thing published about calls.
public struct CallNewsItem: Sendable {
    /// What was published.
    public enum Event: Sendable {
        /// A version of the terms; the note is empty for the first.
        case published(version: Int, note: String, opensAt: Date, money: Euro)
        /// A later end for everybody. The key never changes.
        case extended(key: Int64, reason: String)
        /// The end of the call before its time.
        case cancelled(reason: String)
    }

    /// The call's number.
    public let number: String
    /// The call's title in the version of that moment, or now for what is no version.
    public let title: Bilingual
    /// The exclusive end it named.
    public let closesBefore: Date
    /// When it was published.
    public let at: Date
    /// What was published.
    public let event: Event
}

extension Calls {
    /// The latest news, newest first.
    public func news(limit: Int = 100) async throws -> [CallNewsItem] {
        try await database.transaction { tx in try await CallNewsRow.latest(limit, in: tx) }
    }

    /// All published calls and everything published about them, for calendars; at most three statements.
    public func withNews() async throws -> (calls: [PublishedCall], news: [CallNewsItem]) {
        try await database.transaction { tx in
            (try await published(in: tx), try await CallNewsRow.latest(10_000, in: tx))
        }
    }
}

/// The statement on news.
enum CallNewsRow {
    static func latest(_ limit: Int, in tx: Transaction) async throws -> [CallNewsItem] {
        try await tx.rows(
            """
            SELECT n.number, n.title_lv, n.title_en, n.closes_before, n.at, n.version, n.note, n.opens_at, n.cents, n.extension,
                   n.cancelled
              FROM (SELECT c.number, v.title_lv, coalesce(v.terms #>> '{title,en}', '') AS title_en, v.closes_before,
                           v.published_at AS at, v.version, v.change_note AS note, v.opens_at, v.cents,
                           NULL::bigint AS extension, false AS cancelled
                      FROM call_version v
                      JOIN call c USING (call_id)
                     UNION ALL
                    SELECT c.number, v.title_lv, coalesce(v.terms #>> '{title,en}', ''), e.closes_before,
                           e.made_at, NULL, e.reason, NULL, NULL, e.call_extension_id, false
                      FROM call_extension e
                      JOIN call c USING (call_id)
                      JOIN LATERAL (SELECT title_lv, terms FROM call_version
                                     WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
                     WHERE e.organisation_id IS NULL
                     UNION ALL
                    SELECT c.number, v.title_lv, coalesce(v.terms #>> '{title,en}', ''), v.closes_before,
                           a.at, NULL, c.cancelled_reason, NULL, NULL, NULL, true
                      FROM call c
                      JOIN audit_event a ON a.subject = 'call' AND a.subject_id = c.call_id AND a.verb = 'call.cancelled'
                      JOIN LATERAL (SELECT title_lv, terms, closes_before FROM call_version
                                     WHERE call_id = c.call_id ORDER BY version DESC LIMIT 1) v ON true
                     WHERE c.state = 'cancelled') n
             ORDER BY n.at DESC, n.number, n.version
             LIMIT \(limit)
            """
        ).map { row in
            let event: CallNewsItem.Event
            if let key: Int64 = try row.find("extension") {
                event = .extended(key: key, reason: try row.get("note"))
            } else if try row.get("cancelled") {
                event = .cancelled(reason: try row.get("note"))
            } else {
                event = .published(
                    version: try row.get("version"),
                    note: try row.get("note"),
                    opensAt: try row.get("opens_at"),
                    money: try row.get("cents")
                )
            }
            return try CallNewsItem(
                number: row.get("number"),
                title: Bilingual(lv: row.get("title_lv"), en: row.get("title_en")),
                closesBefore: row.get("closes_before"),
                at: row.get("at"),
                event: event
            )
        }
    }
}
