import Foundation
import Grants
import Money
import Postgres

enum SessionRow {
    /// The person behind a live session, the organisation acted for and the roles there, in one statement.
    ///
    /// The time of use is noted at most once a minute: noting each would turn every page into a write. A session may
    /// therefore end up to a minute early, never late.
    static func find(_ tokenHash: Bytes, at now: Date) -> Query<SignedIn?> {
        let day = OfficeTime.day(of: now)
        return Query(
            """
            WITH live AS (
                SELECT token_hash, person_id, organisation_id, last_used_at, idle_seconds, expires_at
                  FROM session
                 WHERE token_hash = \(tokenHash) AND expires_at > \(now)
                   AND last_used_at + idle_seconds * interval '1 second' > \(now)
            ), noted AS (
                UPDATE session s
                   SET last_used_at = \(now)
                  FROM live
                 WHERE s.token_hash = live.token_hash AND live.last_used_at < \(now) - interval '1 minute'
            ), today AS (
                SELECT m.organisation_id, m.role
                  FROM live
                  JOIN membership m USING (person_id)
                 WHERE m.from_day <= \(day) AND (m.until_day IS NULL OR m.until_day >= \(day))
            )
            SELECT \(PersonRow.columns),
                   live.organisation_id, o.kind AS organisation_kind, o.name AS organisation_name, o.registration_number,
                   o.region AS organisation_region, o.invented,
                   ARRAY(SELECT role FROM today WHERE today.organisation_id = live.organisation_id) AS roles,
                   (SELECT count(DISTINCT today.organisation_id) FROM today) AS organisations,
                   least(live.expires_at, \(now) + live.idle_seconds * interval '1 second') AS ends_at
              FROM live
              JOIN person p USING (person_id)
              LEFT JOIN organisation o ON o.organisation_id = live.organisation_id
             WHERE p.disabled_at IS NULL
            """
        ) { try $0.first.map(read) }
    }

    private static func read(_ row: Row) throws -> SignedIn {
        let person = try PersonRow.read(row)
        let roles = Set(try row.get("roles", as: [Role].self))
        var visitor: Visitor?
        if !roles.isEmpty {
            visitor = Visitor(person: person, organisation: try OrganisationRow.read(row), roles: roles)
        }
        return try SignedIn(
            person: person,
            visitor: visitor,
            organisations: row.get("organisations"),
            endsAt: row.get("ends_at")
        )
    }

    static func add(
        _ tokenHash: Bytes,
        person: Person.ID,
        organisation: Organisation.ID?,
        terms: SessionTerms,
        at now: Date,
        in tx: Transaction
    ) async throws {
        try await tx.run(
            """
            INSERT INTO session (token_hash, person_id, organisation_id, created_at, last_used_at, idle_seconds, expires_at)
            VALUES (\(tokenHash), \(person), \(organisation), \(now), \(now), \(terms.idleSeconds),
                    \(now.addingTimeInterval(Double(terms.absoluteSeconds))))
            """
        )
    }

    static func remove(_ tokenHash: Bytes, in tx: Transaction) async throws {
        try await tx.run("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }

    static func choose(_ organisation: Organisation.ID, for tokenHash: Bytes, in tx: Transaction) async throws {
        try await tx.run("UPDATE session SET organisation_id = \(organisation) WHERE token_hash = \(tokenHash)")
    }

    static func note(_ tokenHash: Bytes, at now: Date, in tx: Transaction) async throws {
        try await tx.run(
            "UPDATE session SET last_used_at = \(now) WHERE token_hash = \(tokenHash) AND last_used_at < \(now)"
        )
    }

    /// Sessions past their end and attempts older than a day.
    static func sweep(at now: Date, in tx: Transaction) async throws -> Int {
        let sessions = try await tx.run(
            """
            DELETE FROM session
             WHERE expires_at <= \(now) OR last_used_at + idle_seconds * interval '1 second' <= \(now)
            """
        )
        let attempts = try await tx.run("DELETE FROM sign_in_attempt WHERE at < \(now) - interval '1 day'")
        return sessions + attempts
    }
}
