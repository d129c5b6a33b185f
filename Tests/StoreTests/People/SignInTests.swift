import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Signing in", .database, .serialized)
struct SignInTests {
    let office = PeopleFixture()

    @Test("with the right password starts a session for the only organisation")
    func succeeds() async throws {
        try await office.person("viena@example.lv", .editor)
        let signedIn = try await office.signIn("  Viena@Example.LV ", token: 10)
        #expect(signedIn.visitor?.organisation.name == "Parauga novads")
        #expect(signedIn.visitor?.roles == [.editor])
        let found = try await office.people.find(session: office.hash(10), at: office.now)
        #expect(found?.person == signedIn.person)
    }

    @Test("with two organisations waits for a choice, and takes only one's own")
    func chooses() async throws {
        try await office.person("divas@example.lv", .editor)
        let second = try await office.organisation("Parauga skola", kind: .school)
        let strange = try await office.organisation("Sveša skola", kind: .school)
        try await office.people.give(
            .signatory,
            to: "divas@example.lv",
            in: "Parauga skola",
            from: OfficeTime.day(of: office.now)
        )
        let signedIn = try await office.signIn("divas@example.lv", token: 11)
        #expect(signedIn.visitor == nil)
        #expect(signedIn.organisations == 2)
        await #expect(throws: Missing()) {
            try await office.people.switchOrganisation(signedIn, session: office.hash(11), to: strange, at: office.now)
        }
        _ = try await office.people.switchOrganisation(signedIn, session: office.hash(11), to: second, at: office.now)
        let found = try await office.people.find(session: office.hash(11), at: office.now)
        #expect(found?.visitor?.roles == [.signatory])
    }

    @Test("is refused alike for a wrong password, an unknown and a closed account")
    func refused() async throws {
        try await office.person("slegta@example.lv", .editor)
        try await office.people.disable("slegta@example.lv", reason: "Aizgājusi", at: office.now)
        try await office.person("atverta@example.lv", .editor)
        for (email, password) in [
            ("slegta@example.lv", PeopleFixture.password), ("atverta@example.lv", "nepareizā parole te"),
            ("nav@example.lv", PeopleFixture.password),
        ] {
            await #expect(throws: SignInRefusal.wrong) {
                try await office.signIn(email, password: password, token: 12)
            }
        }
    }

    @Test("is held back after five mistakes, also for the right password, and works after the wait")
    func limited() async throws {
        try await office.person("nedrosa@example.lv", .editor)
        for _ in 0..<5 {
            await #expect(throws: SignInRefusal.wrong) {
                try await office.signIn("nedrosa@example.lv", password: "minējums pēc minējuma", token: 13)
            }
        }
        await #expect(throws: SignInRefusal.wait(seconds: 15)) {
            try await office.signIn("nedrosa@example.lv", token: 13)
        }
        let later = office.now.addingTimeInterval(16)
        let signedIn = try await office.signIn("nedrosa@example.lv", token: 13, at: later)
        #expect(signedIn.person.email == "nedrosa@example.lv")
    }

    @Test("counts guesses sent side by side")
    func parallel() async throws {
        try await office.person("steidziga@example.lv", .editor)
        let office = office
        let wrong = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        _ = try await office.signIn(
                            "steidziga@example.lv",
                            password: "cits minējums katrreiz",
                            token: 14
                        )
                        return false
                    } catch {
                        return error as? SignInRefusal == .wrong
                    }
                }
            }
            var count = 0
            for await isWrong in group where isWrong { count += 1 }
            return count
        }
        #expect(wrong == 5)
    }

    @Test("is not held back by a stranger's mistakes where the owner has signed in before")
    func ownAddress() async throws {
        try await office.person("mierigais@example.lv", .editor)
        _ = try await office.signIn("mierigais@example.lv", from: "192.0.2.7", token: 15)
        for _ in 0..<6 {
            _ = try? await office.signIn(
                "mierigais@example.lv",
                password: "svešs minējums te",
                from: "198.51.100.9",
                token: 16,
                at: office.now.addingTimeInterval(1)
            )
        }
        let signedIn = try await office.signIn(
            "mierigais@example.lv",
            from: "192.0.2.7",
            token: 17,
            at: office.now.addingTimeInterval(2)
        )
        #expect(signedIn.person.email == "mierigais@example.lv")
    }

    @Test("holds back an address that has made thirty mistakes on many accounts")
    func address() async throws {
        for number in 0..<30 {
            await #expect(throws: SignInRefusal.wrong) {
                try await office.signIn("kads\(number)@example.lv", from: "203.0.113.5", token: 18)
            }
        }
        await #expect(throws: SignInRefusal.wait(seconds: 900)) {
            try await office.signIn("jauns@example.lv", from: "203.0.113.5", token: 18)
        }
    }

    @Test("ends the browser's earlier session")
    func rotates() async throws {
        try await office.person("maina@example.lv", .editor)
        _ = try await office.signIn("maina@example.lv", token: 20)
        _ = try await office.people.signIn(
            .init(email: "maina@example.lv", password: PeopleFixture.password, address: "192.0.2.1"),
            starting: office.hash(21),
            ending: office.hash(20),
            at: office.now
        )
        let old = try await office.people.find(session: office.hash(20), at: office.now)
        #expect(old == nil)
    }

    @Test("makes a hash anew when it was made at another cost")
    func renews() async throws {
        try await office.person("sena@example.lv", .editor)
        let dearer = People(
            database: TestDatabase.current.database,
            passwords: Passwords(cost: .init(rounds: 4, blockSize: 1, parallelism: 1))
        )
        _ = try await dearer.signIn(
            .init(email: "sena@example.lv", password: PeopleFixture.password, address: "192.0.2.1"),
            starting: office.hash(22),
            at: office.now
        )
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT password FROM person WHERE email = 'sena@example.lv'")
        }
        let stored: String = try #require(try row?.get("password"))
        #expect(stored.hasPrefix("scrypt$4$1$1$"))
    }
}
