import Foundation
import Grants
import Money
import Postgres

enum SessionRow {
    /// Somebody signed in, and whether the use of the session is to be noted.
    struct Found: Sendable {
        let signedIn: SignedIn
        let isToBeNoted: Bool
    }

    /// The person behind a live session, the organisation acted for and the roles there, in one statement.
    ///
    /// The time of use is noted at most once a minute: noting each would turn every page into a write. A session may
    /// therefore end up to a minute early, never late.
    static func find(_ tokenHash: Bytes, at now: Date) -> Query<Found?> {
        let day = OfficeTime.day(of: now)
        return Query(
            """
            SELECT \(PersonRow.columns),
                   s.organisation_id, o.kind AS organisation_kind, o.name AS organisation_name, o.registration_number,
                   o.region AS organisation_region, o.invented, today.roles, today.organisations,
                   least(s.expires_at, \(now) + s.idle_seconds * interval '1 second') AS ends_at,
                   s.last_used_at < \(now) - interval '1 minute' AS is_to_be_noted
              FROM session s
              JOIN person p USING (person_id)
              LEFT JOIN organisation o ON o.organisation_id = s.organisation_id
             CROSS JOIN LATERAL (SELECT coalesce(array_agg(m.role) FILTER (WHERE m.organisation_id = s.organisation_id), '{}')
                                            AS roles,
                                        count(DISTINCT m.organisation_id) AS organisations
                                   FROM membership m
                                  WHERE m.person_id = s.person_id AND m.from_day <= \(day)
                                    AND (m.until_day IS NULL OR m.until_day >= \(day))) today
             WHERE s.token_hash = \(tokenHash) AND s.expires_at > \(now)
               AND s.last_used_at + s.idle_seconds * interval '1 second' > \(now)
               AND p.disabled_at IS NULL
            """
        ) { rows in
            try rows.first.map { try Found(signedIn: read($0), isToBeNoted: $0.get("is_to_be_noted")) }
        }
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
