import Foundation
import Grants
import Money
import Store
import TestKit
import Testing

@Suite("Adding an agreement", .database)
struct AgreementTests {
    private let stores = Stores.forTests

    private func partner(_ name: String) async throws -> Organisation.ID {
        try await stores.people.addOrganisation(name, kind: .school, registrationNumber: nil, region: .zemgale)
    }

    private func add(
        _ number: String = "S-1",
        with organisation: String,
        from: String = "2026-09-01",
        until: String = "2029-08-31"
    ) async throws {
        let (first, last) = (try #require(Day(iso: from)), try #require(Day(iso: until)))
        try await stores.people.addAgreement(number, with: organisation, from: first, until: last)
    }

    @Test("puts it in force from its first day to its last, and leaves a trail")
    func added() async throws {
        let id = try await partner("Pirmā skola")
        try await add(" S-7 ", with: "Pirmā skola", until: "2027-08-31")
        let before = try await inForce(id, "2026-08-31")
        let first = try await inForce(id, "2026-09-01")
        let last = try await inForce(id, "2027-08-31")
        let after = try await inForce(id, "2027-09-01")
        #expect([before, first, last, after] == [nil, "S-7", "S-7", nil])
        let listed = try await stores.people.agreements().filter { $0.organisation == "Pirmā skola" }
        #expect(listed.map(\.agreement.number) == ["S-7"])
        let event = try await stores.trail.entries(.init(subject: "agreement"), limit: 50).first {
            $0.detail["organisation"] == id.description
        }
        #expect(event?.verb == "agreement.added")
        #expect(event?.detail["from"] == "2026-09-01")
        #expect(event?.detail["until"] == "2027-08-31")
    }

    @Test("may follow another before that one ends; the one that ends last counts")
    func overlapping() async throws {
        let id = try await partner("Otrā skola")
        try await add("S-1", with: "Otrā skola", until: "2027-08-31")
        try await add("S-2", with: "Otrā skola", from: "2027-06-01")
        let counts = try await inForce(id, "2027-07-01")
        #expect(counts == "S-2")
    }

    @Test("is refused where there is no such organisation")
    func noPartner() async throws {
        await #expect(throws: AgreementRefusal.noSuchOrganisation) { try await add(with: "Nav tādas skolas") }
    }

    @Test("is refused with the agency itself")
    func agency() async throws {
        _ = try await Programme.organisation("Aģentūra pati", .agency)
        await #expect(throws: AgreementRefusal.agency) { try await add(with: "Aģentūra pati") }
    }

    @Test(
        "is refused without a number or with an endless one",
        arguments: ["", " ", String(repeating: "9", count: 101)]
    )
    func number(number: String) async throws {
        await #expect(throws: AgreementRefusal.number) { try await add(number, with: "Jebkura skola") }
    }

    @Test("is refused where the organisation has one of this number, and once where both come at once")
    func numberTaken() async throws {
        _ = try await partner("Trešā skola")
        async let one: () = add(with: "Trešā skola")
        async let other: () = add(with: "Trešā skola")
        let outcomes = [try? await one, try? await other]
        #expect(outcomes.count { $0 != nil } == 1)
        await #expect(throws: AgreementRefusal.numberTaken) { try await add("S-1 ", with: "Trešā skola") }
        _ = try await partner("Ceturtā skola")
        try await add("S-1", with: "Ceturtā skola")
    }

    @Test("is refused where it ends before it starts")
    func endsBeforeStart() async throws {
        _ = try await partner("Piektā skola")
        await #expect(throws: AgreementRefusal.endsBeforeStart) {
            try await add(with: "Piektā skola", from: "2027-01-02", until: "2027-01-01")
        }
        try await add(with: "Piektā skola", from: "2027-01-02", until: "2027-01-02")
    }

    @Test("is refused where it outlives the programme")
    func endsAfterProgramme() async throws {
        _ = try await partner("Sestā skola")
        await #expect(throws: AgreementRefusal.endsAfterProgramme) {
            try await add(with: "Sestā skola", until: "2029-09-01")
        }
        let listed = try await stores.people.agreements()
        #expect(!listed.contains { $0.organisation == "Sestā skola" })
    }

    @Test("makes the self-check of an added organisation welcome it")
    func welcomed() async throws {
        let programme = try await Programme.open()
        let call = try #require(try await stores.calls.current(programme.call.id))
        let id = try await stores.people.addOrganisation(
            "Septītais novads",
            kind: .municipality,
            registrationNumber: nil,
            region: .kurzeme
        )
        let partner = try #require(try await stores.people.organisations().first { $0.id == id })
        let now = Date()
        let without = try await stores.calls.eligibility(call, of: partner, now: now)
        #expect(without.filter { !$0.holds } == [.agreement(holds: false, nil)])
        try await add(with: "Septītais novads", from: OfficeTime.day(of: now).iso)
        let with = try await stores.calls.eligibility(call, of: partner, now: now)
        #expect(with.count == 4)
        #expect(with.filter { !$0.holds } == [])
    }

    private func inForce(_ organisation: Organisation.ID, _ day: String) async throws -> String? {
        let day = try #require(Day(iso: day))
        return try await stores.people.agreement(of: organisation, on: day)?.number
    }
}
