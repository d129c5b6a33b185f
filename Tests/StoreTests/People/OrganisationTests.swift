import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Adding an organisation", .database)
struct OrganisationTests {
    private let stores = Stores.forTests

    private func add(
        _ name: String,
        _ kind: Organisation.Kind = .school,
        number: String? = nil
    ) async throws -> Organisation.ID {
        try await stores.people.addOrganisation(name, kind: kind, registrationNumber: number, region: .latgale)
    }

    @Test("makes a real one and leaves a trail")
    func added() async throws {
        let id = try await add(" Parauga sākumskola ", number: "LV 4000000-0015")
        let all = try await stores.people.organisations()
        let expected = Organisation(
            id: id,
            kind: .school,
            name: "Parauga sākumskola",
            registrationNumber: "40000000015",
            region: "Latgale",
            invented: false
        )
        #expect(all.first { $0.id == id } == expected)
        let events = try await stores.trail.entries(.init(subject: "organisation", key: id.rawValue), limit: 10)
        #expect(events.map(\.verb) == ["organisation.added"])
        #expect(events.first?.detail == ["name": "Parauga sākumskola", "kind": "school"])
        let status = try await status(of: id)
        #expect(status == "unverified")
    }

    @Test("needs no registration number")
    func numberUnknown() async throws {
        let id = try await add("Parauga mūzikas skola", .vocational)
        let status = try await status(of: id)
        #expect(status == "unknown")
    }

    @Test(
        "is refused without a name or with an endless one",
        arguments: ["", "  ", String(repeating: "a", count: 201)]
    )
    func nameUnfit(name: String) async throws {
        await #expect(throws: OrganisationRefusal.name) { try await add(name) }
    }

    @Test("is refused where the name is taken")
    func nameTaken() async throws {
        _ = try await add("Parauga vidusskola")
        await #expect(throws: OrganisationRefusal.nameTaken) { try await add("Parauga vidusskola ") }
    }

    @Test("is refused where another one has the registration number")
    func numberTaken() async throws {
        _ = try await add("Parauga biedrība", .association, number: "40000001006")
        await #expect(throws: OrganisationRefusal.registrationNumberTaken) {
            try await add("Cita parauga biedrība", .association, number: "40000001006")
        }
    }

    @Test(
        "is refused with a registration number that cannot be one",
        arguments: [
            ("4000000001", RegistrationNumber.Flaw.length), ("40000000016", .checkDigit),
            ("01019012345", .naturalPerson),
        ]
    )
    func numberFlawed(number: String, flaw: RegistrationNumber.Flaw) async throws {
        await #expect(throws: OrganisationRefusal.registrationNumber(flaw)) {
            try await add("Nav tādas", number: number)
        }
        let all = try await stores.people.organisations()
        #expect(!all.contains { $0.name == "Nav tādas" })
    }

    @Test("never makes a second agency")
    func agency() async throws {
        await #expect(throws: OrganisationRefusal.agency) { try await add("Otra aģentūra", .agency) }
    }

    private func status(of id: Organisation.ID) async throws -> String? {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT registration_status FROM organisation WHERE organisation_id = \(id)")
        }?.get("registration_status")
    }
}
