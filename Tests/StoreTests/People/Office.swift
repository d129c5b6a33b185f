import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit

/// People and organisations for the tests of this room.
struct PeopleFixture {
    static let password = "vienmēr pareizā parole"
    let people = People(database: TestDatabase.current.database, passwords: Passwords(cost: .cheap))
    let now = OfficeTime.millisecond(Date())

    @discardableResult
    func organisation(_ name: String, kind: Organisation.Kind = .municipality) async throws -> Organisation.ID {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                INSERT INTO organisation (kind, name, invented) VALUES (\(kind), \(name), true)
                ON CONFLICT ON CONSTRAINT organisation_name_once DO UPDATE SET kind = excluded.kind
                RETURNING organisation_id
                """
            )
        }
        guard let row else { throw Missing() }
        return try row.get("organisation_id")
    }

    func person(_ email: String, _ role: Role? = nil, in organisation: String = "Parauga novads") async throws {
        try await people.create(name: "Parauga Persona", email: email, password: Self.password)
        if let role {
            try await self.organisation(organisation)
            try await people.give(role, to: email, in: organisation, from: OfficeTime.day(of: now))
        }
    }

    func signIn(
        _ email: String,
        password: String = PeopleFixture.password,
        from address: String = "192.0.2.1",
        token: UInt8 = 1,
        at instant: Date? = nil
    ) async throws -> SignedIn {
        try await people.signIn(
            .init(email: email, password: password, address: address),
            starting: hash(token),
            at: instant ?? now
        )
    }

    func hash(_ byte: UInt8) -> [UInt8] {
        Array(repeating: byte, count: 32)
    }
}
