import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit

/// Officers, partners and calls for the tests of this room.
struct CallOffice {
    let calls = Calls(database: TestDatabase.current.database)
    let people = PeopleFixture()
    /// 22 November 2026, 10:00 in Riga.
    let now = OfficeTime.instant(of: Day(2026, 11, 22) ?? .epoch, hour: 10, minute: 0)

    func terms(_ kind: Call.Kind = .initiative) -> CallTerms {
        CallTemplate.terms(of: kind, from: Day(2026, 12, 1) ?? .epoch, until: Day(2027, 1, 15) ?? .epoch)
    }

    /// An officer of the agency.
    func officer(_ email: String = "programma@example.lv") async throws -> Visitor {
        try await fundingLines()
        return try await visitor(email, .officer, in: "Parauga aģentūra", kind: .agency)
    }

    func visitor(
        _ email: String,
        _ role: Role,
        in name: String,
        kind: Organisation.Kind = .municipality
    ) async throws -> Visitor {
        let organisation = try await people.organisation(name, kind: kind)
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                INSERT INTO person (name, email) VALUES ('Parauga Persona', \(email))
                ON CONFLICT (email) DO UPDATE SET name = excluded.name
                RETURNING person_id
                """
            )
        }
        guard let id: Person.ID = try row?.get("person_id") else { throw Missing() }
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO membership (person_id, organisation_id, role, from_day)
                VALUES (\(id), \(organisation), \(role), '2025-01-01')
                ON CONFLICT DO NOTHING
                """
            )
        }
        return Visitor(
            person: Person(id: id, name: "Parauga Persona", email: email, language: "lv"),
            organisation: Organisation(
                id: organisation,
                kind: kind,
                name: name,
                registrationNumber: nil,
                region: nil,
                invented: true
            ),
            roles: [role]
        )
    }

    private func fundingLines() async throws {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO funding_line (code, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode)
                VALUES ('INIC', 'Iniciatīvas', 'Initiatives', '23.5.1', '2025-09-01', '2028-12-31', 300, 'projects', 210000000,
                        'competitive'),
                       ('PART', 'Partnerības', 'Partnerships', '23.5.2', '2025-09-01', '2027-12-31', 200, 'projects', 100000000,
                        'competitive')
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// A call as made from its model.
    func created(_ kind: Call.Kind = .initiative, by officer: Visitor) async throws -> Call.ID {
        try await calls.create(kind, from: terms(kind), key: UUID(), by: officer)
    }

    /// A call published in its first version.
    func published(_ kind: Call.Kind = .initiative, by officer: Visitor) async throws -> CallVersion {
        let id = try await created(kind, by: officer)
        return try await publish(id, revision: 1, by: officer)
    }

    func publish(
        _ id: Call.ID,
        revision: Int64,
        note: String = "",
        by officer: Visitor,
        at instant: Date? = nil
    ) async throws -> CallVersion {
        try await calls.publish(
            id,
            revision: revision,
            note: note,
            by: officer,
            now: instant ?? now,
            letter: Self.letter
        )
    }

    /// An application that is being written.
    @discardableResult
    func application(to version: CallVersion, by applicant: Visitor, state: String = "draft") async throws -> Int64 {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, state, created_by)
                VALUES (gen_random_uuid(), \(version.call.id), \(version.id), \(applicant.organisation.id), \(state),
                        \(applicant.person.id))
                RETURNING application_id
                """
            )
        }
        return try row?.get("application_id") ?? 0
    }

    @Sendable static func letter(_ notice: CallNotice, _ person: Person) -> Letter? {
        Letter(subject: notice.call.number, body: "\(notice.event)")
    }

    /// Addresses that mail was written to about a call.
    func recipients(of number: String) async throws -> [String] {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("SELECT recipient FROM mail WHERE subject = \(number) ORDER BY recipient").map {
                try $0.get("recipient")
            }
        }
    }

    func events(of call: Call.ID) async throws -> [String] {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                "SELECT verb FROM audit_event WHERE subject = 'call' AND subject_id = \(call) ORDER BY audit_event_id"
            ).map { try $0.get("verb") }
        }
    }
}
