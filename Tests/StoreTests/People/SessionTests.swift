import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("A session", .database, .serialized)
struct SessionTests {
    let office = PeopleFixture()

    @Test("ends an hour after its last use, and every use counts anew")
    func idle() async throws {
        try await office.person("dikstave@example.lv", .editor)
        _ = try await office.signIn("dikstave@example.lv", token: 30)
        let later = office.now.addingTimeInterval(3_599)
        let used = try await office.people.find(session: office.hash(30), at: later)
        #expect(used != nil)
        let muchLater = try await office.people.find(session: office.hash(30), at: later.addingTimeInterval(3_599))
        #expect(muchLater != nil)
        let tooLate = try await office.people.find(session: office.hash(30), at: later.addingTimeInterval(7_300))
        #expect(tooLate == nil)
    }

    @Test("ends twelve hours after it began, however busy")
    func absolute() async throws {
        try await office.person("caurudiena@example.lv", .editor)
        _ = try await office.signIn("caurudiena@example.lv", token: 31)
        for hour in 1...23 {
            let instant = office.now.addingTimeInterval(Double(hour) * 1_799)
            let found = try await office.people.find(session: office.hash(31), at: instant)
            #expect(found != nil)
        }
        let end = try await office.people.find(session: office.hash(31), at: office.now.addingTimeInterval(43_200))
        #expect(end == nil)
    }

    @Test("is found by one statement")
    func statements() async throws {
        try await office.person("viens@example.lv", .editor)
        _ = try await office.signIn("viens@example.lv", token: 32)
        let (found, statements) = try await TestDatabase.statements {
            try await office.people.find(session: office.hash(32), at: office.now)
        }
        #expect(found?.visitor != nil)
        #expect(statements.count == 1)
    }

    @Test("gives no rights once the membership is over")
    func membershipEnds() async throws {
        try await office.person("lidz@example.lv")
        try await office.organisation("Parauga novads")
        let today = OfficeTime.day(of: office.now)
        try await office.people.give(.editor, to: "lidz@example.lv", in: "Parauga novads", from: today, until: today)
        _ = try await office.signIn("lidz@example.lv", token: 33)
        let tomorrow = try #require(today.adding(days: 1))
        _ = try await office.people.stay(
            session: office.hash(33),
            at: OfficeTime.start(of: tomorrow).addingTimeInterval(-1)
        )
        let found = try await office.people.find(session: office.hash(33), at: OfficeTime.start(of: tomorrow))
        if let found { #expect(found.visitor == nil) }
    }

    @Test("ends at once when the account is closed, the password changes or the person leaves")
    func ends() async throws {
        try await office.person("projam@example.lv", .editor)
        let signedIn = try await office.signIn("projam@example.lv", token: 34)
        try await office.people.signOut(signedIn, session: office.hash(34))
        #expect(try await gone(34))
        _ = try await office.signIn("projam@example.lv", token: 35)
        try await office.people.setPassword("projam@example.lv", to: "jauna un pietiekami gara")
        #expect(try await gone(35))
        _ = try await office.signIn("projam@example.lv", password: "jauna un pietiekami gara", token: 36)
        try await office.people.disable("projam@example.lv", reason: "Aizgājusi", at: office.now)
        #expect(try await gone(36))
    }

    @Test("is swept when it has ended")
    func swept() async throws {
        try await office.person("slaucama@example.lv", .editor)
        _ = try await office.signIn("slaucama@example.lv", token: 37)
        let removed = try await office.people.sweep(at: office.now.addingTimeInterval(90_000))
        #expect(removed >= 2)
        #expect(try await gone(37))
    }

    private func gone(_ token: UInt8) async throws -> Bool {
        try await office.people.find(session: office.hash(token), at: office.now) == nil
    }
}
