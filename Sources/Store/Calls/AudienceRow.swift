import Foundation
import Grants
import Money
import Postgres

/// The statements on who is told of a change to a call.
enum AudienceRow {
    /// People who write or sign applications of an organisation on a day. For tables called `m` and `p`.
    private static func works(on day: Day) -> SQL {
        """
        m.role IN ('editor', 'signatory') AND m.from_day <= \(day) AND coalesce(m.until_day, 'infinity') >= \(day)
        AND p.disabled_at IS NULL
        """
    }

    static func people(withDraftsOf call: Call.ID, on now: Date, in tx: Transaction) async throws -> [Person] {
        try await people(
            of: """
                SELECT organisation_id FROM application
                 WHERE call_id = \(call) AND state IN ('draft', 'signing', 'withdrawn')
                """,
            on: now,
            in: tx
        )
    }

    static func people(withApplicationsTo call: Call.ID, on now: Date, in tx: Transaction) async throws -> [Person] {
        try await people(of: "SELECT organisation_id FROM application WHERE call_id = \(call)", on: now, in: tx)
    }

    static func people(
        of organisation: Organisation.ID,
        on now: Date,
        in tx: Transaction
    ) async throws -> [Person] {
        try await people(of: "SELECT \(organisation)", on: now, in: tx)
    }

    /// People who may sign applications of an organisation on a day.
    static func signatories(
        of organisation: Organisation.ID,
        on now: Date,
        in tx: Transaction
    ) async throws -> [Person] {
        try await tx.rows(
            """
            SELECT \(PersonRow.columns)
              FROM membership m
              JOIN person p USING (person_id)
             WHERE m.organisation_id = \(organisation) AND m.role = 'signatory' AND \(works(on: OfficeTime.day(of: now)))
             GROUP BY p.person_id
             ORDER BY p.person_id
            """
        ).map(PersonRow.read)
    }

    private static func people(of organisations: SQL, on now: Date, in tx: Transaction) async throws -> [Person] {
        try await tx.rows(
            """
            SELECT DISTINCT p.person_id, p.name, p.email, p.language
              FROM membership m
              JOIN person p USING (person_id)
             WHERE m.organisation_id IN (\(organisations)) AND \(works(on: OfficeTime.day(of: now)))
             ORDER BY p.person_id
            """
        ).map { row in
            try Person(
                id: row.get("person_id"),
                name: row.get("name"),
                email: row.get("email"),
                language: row.get("language")
            )
        }
    }

    static func concerned(by call: Call.ID, on now: Date, in tx: Transaction) async throws -> [ConcernedApplicant] {
        try await tx.rows(
            """
            SELECT o.name, d.drafts,
                   (SELECT count(DISTINCT m.person_id) FROM membership m JOIN person p USING (person_id)
                     WHERE m.organisation_id = o.organisation_id AND \(works(on: OfficeTime.day(of: now)))) AS people
              FROM (SELECT organisation_id, count(*) AS drafts
                      FROM application
                     WHERE call_id = \(call) AND state IN ('draft', 'signing', 'withdrawn')
                     GROUP BY organisation_id) d
              JOIN organisation o USING (organisation_id)
             ORDER BY o.name, o.organisation_id
            """
        ).map { row in
            try ConcernedApplicant(name: row.get("name"), drafts: row.get("drafts"), people: row.get("people"))
        }
    }
}
