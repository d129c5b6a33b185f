import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("A planned outage", .database, .serialized)
struct OutageTests {
    private let fixture = PeopleFixture()
    private let outages = Stores.forTests.outages

    private func plan(_ hours: Double, key: UUID = UUID()) -> OutagePlan {
        let starts = fixture.now.addingTimeInterval(hours * 3_600)
        let reason = Bilingual(lv: "Serveru apkope", en: "Server maintenance")
        return OutagePlan(key: key, starts: starts, ends: starts.addingTimeInterval(7_200), reason: reason)
    }

    @Test("is shown until it is over or called off")
    func shown() async throws {
        try await fixture.person("apkope@example.lv", .editor)
        let signedIn = try await fixture.signIn("apkope@example.lv", token: 90)
        let visitor = try #require(signedIn.visitor)
        let plan = plan(72)
        try await outages.announce(plan, by: visitor)
        try await outages.announce(plan, by: visitor)
        let coming = try await outages.coming(at: fixture.now)
        #expect(coming.map(\.reason.lv) == ["Serveru apkope"])
        let afterwards = try await outages.coming(at: plan.ends)
        #expect(afterwards.isEmpty)
        let outage = try #require(coming.first)
        try await outages.callOff(outage.id, by: visitor)
        try await outages.callOff(outage.id, by: visitor)
        let left = try await outages.coming(at: fixture.now)
        #expect(left.isEmpty)
        let events = try await TestDatabase.current.owner.transaction(.none) { tx in
            try await tx.rows("SELECT verb FROM audit_event WHERE subject = 'outage' ORDER BY audit_event_id")
        }
        let verbs = try events.map { try $0.get("verb", as: String.self) }
        #expect(verbs == ["outage.announced", "outage.called_off"])
    }
}
