import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Accounts", .database, .serialized)
struct AccountTests {
    let office = PeopleFixture()

    @Test("are refused with a reason")
    func refused() async throws {
        try await office.person("ir@example.lv")
        await #expect(throws: AccountRefusal.taken) { try await office.person("IR@example.lv") }
        await #expect(throws: AccountRefusal.email) { try await office.person("nav adrese") }
        await #expect(throws: AccountRefusal.name) {
            try await office.people.create(name: " ", email: "tuksa@example.lv", password: nil)
        }
        await #expect(throws: AccountRefusal.password(.tooShort(least: 15))) {
            try await office.people.create(name: "Parauga Īsa", email: "isa@example.lv", password: "īsa")
        }
    }

    @Test("get roles only where the role exists")
    func roles() async throws {
        try await office.person("loma@example.lv")
        try await office.organisation("Parauga aģentūra", kind: .agency)
        let today = OfficeTime.day(of: office.now)
        await #expect(throws: AccountRefusal.roleElsewhere) {
            try await office.people.give(.editor, to: "loma@example.lv", in: "Parauga aģentūra", from: today)
        }
        await #expect(throws: AccountRefusal.noSuchOrganisation) {
            try await office.people.give(.editor, to: "loma@example.lv", in: "Nav tāda", from: today)
        }
    }

    @Test("leave a trail that outlives every change")
    func trail() async throws {
        try await office.person("seko@example.lv", .editor)
        let trail = Stores(
            database: TestDatabase.current.database,
            intake: TestDatabase.current.database,
            passwords: Passwords(cost: .cheap)
        ).trail
        let entries = try await trail.entries(.init(subject: "person"), limit: 50)
        #expect(entries.contains { $0.verb == "person.created" })
        #expect(entries.contains { $0.verb == "membership.given" && $0.detail["role"] == "editor" })
        await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run("DELETE FROM audit_event")
            }
        }
    }
}

@Suite("A password hash")
struct PasswordsTests {
    @Test("at full strength fits its password and no other")
    func strong() async throws {
        let passwords = Passwords()
        let stored = try await passwords.hash("ļoti gara un droša parole")
        #expect(stored.hasPrefix("scrypt$32768$8$3$"))
        let fits = try await passwords.verify("ļoti gara un droša parole", against: stored)
        #expect(fits)
        let other = try await passwords.verify("ļoti gara un droša parolE", against: stored)
        #expect(!other)
        #expect(!passwords.isOutdated(stored))
    }

    @Test("is never there for nobody")
    func nobody() async throws {
        let passwords = Passwords(cost: .cheap)
        let fits = try await passwords.verify("", against: nil)
        #expect(!fits)
    }

    @Test("is refused when too many wait")
    func busy() async throws {
        let passwords = Passwords(cost: .init(rounds: 16_384, blockSize: 8, parallelism: 1), queue: 3)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        _ = try await passwords.hash("ļoti gara un droša parole")
                        return false
                    } catch {
                        return error is Passwords.Busy
                    }
                }
            }
            var count = 0
            for await isRefused in group where isRefused { count += 1 }
            return count
        }
        #expect(refused >= 1)
        #expect(refused <= 9)
    }
}
