public import Foundation
import Grants
import Postgres

/// One line of the audit, with names as they are today.
public struct TrailEntry: Sendable, Hashable {
    /// The key, which follows the order of writing.
    public let id: Int64
    /// When.
    public let at: Date
    /// What was done, `call.published`.
    public let verb: String
    /// The kind of thing it was done to.
    public let subject: String
    /// Its key, if it has one.
    public let subjectID: Int64?
    /// Who did it; nothing for the service itself and for the public.
    public let person: String?
    /// For which organisation.
    public let organisation: String?
    /// Facts kept with it.
    public let detail: [String: String]
    /// The reason given.
    public let reason: String?
}

/// Reads the audit.
public struct Trail: Sendable {
    let database: Database

    /// Which events to read.
    public struct Filter: Sendable, Hashable {
        /// Only of this kind of thing.
        public var subject: String?
        /// Only of the thing with this key.
        public var key: Int64?
        /// Only events before this one: the next page.
        public var before: Int64?
        /// Nothing of applications that were never handed in: they belong to those who write them.
        public var sparesDrafts: Bool

        /// Which events to read; all, newest first, if nothing is given.
        public init(subject: String? = nil, key: Int64? = nil, before: Int64? = nil, sparesDrafts: Bool = false) {
            self.subject = subject
            self.key = key
            self.before = before
            self.sparesDrafts = sparesDrafts
        }
    }

    /// Events, the newest first, one more than asked for if there are more.
    public func entries(_ filter: Filter, limit: Int) async throws -> [TrailEntry] {
        try await database.transaction { tx in
            try await tx.rows(Self.select(filter, limit: limit + 1)).map(Self.entry)
        }
    }

    /// The latest events of one thing, for verbs that read it whole.
    static func latest(of subject: String, key: Int64, limit: Int) -> Query<[TrailEntry]> {
        Query(select(Filter(subject: subject, key: key), limit: limit)) { rows in try rows.map(entry) }
    }

    private static func select(_ filter: Filter, limit: Int) -> SQL {
        var conditions: [SQL] = ["true"]
        if let subject = filter.subject { conditions.append("e.subject = \(subject)") }
        if let key = filter.key { conditions.append("e.subject_id = \(key)") }
        if let before = filter.before { conditions.append("e.audit_event_id < \(before)") }
        if filter.sparesDrafts {
            conditions.append(
                """
                NOT EXISTS (SELECT
                              FROM application a
                             WHERE a.number IS NULL
                               AND a.application_id = CASE e.subject
                                                          WHEN 'application' THEN e.subject_id
                                                          WHEN 'file' THEN (e.detail ->> 'application')::bigint
                                                      END)
                """
            )
        }
        return """
            SELECT e.audit_event_id, e.at, e.verb, e.subject, e.subject_id, p.name AS person, o.name AS organisation,
                   (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each_text(e.detail)) AS detail, e.reason
              FROM audit_event e
              LEFT JOIN person p ON p.person_id = e.person_id
              LEFT JOIN organisation o ON o.organisation_id = e.organisation_id
             WHERE \(SQL.joined(conditions, separator: " AND "))
             ORDER BY e.audit_event_id DESC
             LIMIT \(limit)
            """
    }

    private static func entry(_ row: Row) throws -> TrailEntry {
        try TrailEntry(
            id: row.get("audit_event_id"),
            at: row.get("at"),
            verb: row.get("verb"),
            subject: row.get("subject"),
            subjectID: row.find("subject_id"),
            person: row.find("person"),
            organisation: row.find("organisation"),
            detail: row.get("detail", as: JSON<[String: String]>.self).value,
            reason: row.find("reason")
        )
    }
}
