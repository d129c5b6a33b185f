import Foundation
public import Grants
public import Money
import Postgres

/// A handing in that was stamped and not decided: whoever sent it got no answer.
public struct OpenArrival: Sendable, Hashable {
    /// The arrival, whose instant counts.
    public let arrival: Arrival
    /// The application.
    public let application: Application.ID
    let declarations: Set<Declaration>
    let person: Person.ID
    let organisation: Organisation.ID
}

extension Applications {
    /// Handings in that were stamped longer ago than this and are still not decided, in the order of arrival.
    ///
    /// - Parameters:
    ///   - age: long enough that nobody works on them any more. Deciding one that somebody does work on is harmless:
    ///     the application's lock lets one of the two decide, and the other finds the answer.
    ///   - after: only arrivals after this one: those that cannot be decided keep none of the others waiting.
    public func openArrivals(
        olderThan age: Duration,
        after: Int64 = 0,
        limit: Int = 100
    ) async throws -> [OpenArrival] {
        let seconds = Double(age.components.seconds)
        return try await database.transaction { tx in
            try await tx.rows(
                """
                SELECT i.intake_id, i.arrived_at, i.application_id, i.declarations, i.person_id, i.organisation_id
                  FROM intake_open o
                  JOIN intake i USING (intake_id)
                 WHERE o.since <= clock_timestamp() - \(seconds) * interval '1 second' AND o.intake_id > \(after)
                 ORDER BY i.intake_id
                 LIMIT \(limit)
                """
            ).map { row in
                let declarations: [String] = try row.get("declarations")
                return try OpenArrival(
                    arrival: Arrival(id: row.get("intake_id"), at: row.get("arrived_at")),
                    application: row.get("application_id"),
                    declarations: Set(declarations.compactMap(Declaration.init)),
                    person: row.get("person_id"),
                    organisation: row.get("organisation_id")
                )
            }
        }
    }

    /// Decides a handing in that was cut off, as it would have been decided then: by its instant, and by what its sender might do
    /// for the applicant on that day. A refusal is kept and shown on the application's page.
    public func complete(_ open: OpenArrival) async throws -> Submitted {
        let visitor = try await database.transaction { tx in try await sender(of: open, in: tx) }
        return try await decide(
            HandingIn(
                application: open.application,
                arrival: open.arrival,
                declarations: open.declarations,
                visitor: visitor,
                isAttended: false
            )
        )
    }

    private func sender(of open: OpenArrival, in tx: Transaction) async throws -> Visitor {
        let day = OfficeTime.day(of: open.arrival.at)
        let row = try await tx.row(
            """
            SELECT \(PersonRow.columns), \(OrganisationRow.columns),
                   ARRAY(SELECT m.role
                           FROM membership m
                          WHERE m.person_id = p.person_id AND m.organisation_id = o.organisation_id
                            AND \(day) BETWEEN m.from_day AND coalesce(m.until_day, 'infinity')) AS roles
              FROM person p
             CROSS JOIN organisation o
             WHERE p.person_id = \(open.person) AND o.organisation_id = \(open.organisation)
            """
        )
        guard let row else { throw Missing() }
        return try Visitor(
            person: PersonRow.read(row),
            organisation: OrganisationRow.read(row),
            roles: Set(row.get("roles", as: [Role].self))
        )
    }
}
