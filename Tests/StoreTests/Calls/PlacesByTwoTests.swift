import Budget
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Places that two people agree on", .database)
struct PlacesByTwoTests {
    let office = CallOffice()
    private var deal: PlacesDeal { PlacesDeal(office) }

    /// A published call of the test's own, with as many partners.
    private func call(_ name: String, partners: Int = 2) async throws -> (id: Call.ID, partners: [Organisation.ID]) {
        let version = try await office.published(by: office.officer())
        var found: [Organisation.ID] = []
        for number in 1...partners {
            found.append(try await office.people.organisation("\(name) novads \(number)"))
        }
        return (version.call.id, found)
    }

    private func places(_ call: Call.ID, _ partner: Organisation.ID) async throws -> Int? {
        try await office.calls.quota(call, of: partner).places
    }

    private func take(_ taken: Int, _ call: Call.ID, _ partner: Organisation.ID) async throws {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO quota (call_id, organisation_id, places, taken) VALUES (\(call), \(partner), 2, \(taken))
                ON CONFLICT (call_id, organisation_id) DO UPDATE SET taken = excluded.taken
                """
            )
        }
    }

    private func refused(_ rule: PlacesRule, _ work: () async throws -> Void) async {
        await #expect(throws: PlacesRefusal.broken(rule)) { try await work() }
    }

    @Test("are so when the second person agrees, and are in the trail of both")
    func twoPeople() async throws {
        let (call, partners) = try await call("Divu")
        let id = try await deal.propose([partners[0]: 5, partners[1]: 0], on: call)
        let before = try await places(call, partners[0])
        #expect(before == 2, "the call's default")
        try await deal.approve(id, on: call)
        let after = try await [places(call, partners[0]), places(call, partners[1])]
        #expect(after == [5, 0])
        try await deal.approve(id, on: call)
        let events = try await office.events(of: call).filter { $0.hasPrefix("call.places") }
        #expect(events == ["call.places_proposed", "call.places_approved"], "a second click is the same deed")
        let file = try await office.calls.placesProposal(id, of: call)
        #expect(file.proposal.decision?.kind == .approved && !file.proposal.isOutdated)
        #expect(file.changes.map(\.places) == [5, 0] && file.working.whole == 5)
        let elsewhere = try await self.call("Cita").id
        await #expect(throws: Missing.self) { try await office.calls.placesProposal(id, of: elsewhere) }
        await #expect(throws: Missing.self) { try await deal.approve(id, on: elsewhere) }
    }

    @Test("are not agreed to by their author, nor when they were decided, and a refusal has a reason")
    func decided() async throws {
        let (call, partners) = try await call("Izlemtais")
        let (first, second) = try await (deal.first, deal.second)
        let id = try await deal.propose([partners[0]: 5], on: call)
        await refused(.decidedByAnother) { try await office.calls.approvePlaces(id, of: call, by: first) }
        await refused(.declinedWithReason) {
            try await office.calls.turnDownPlaces(id, of: call, reason: " ", by: second)
        }
        await refused(.declinedReasonLength) {
            let long = String(repeating: "a", count: 2_001)
            try await office.calls.turnDownPlaces(id, of: call, reason: long, by: second)
        }
        try await office.calls.turnDownPlaces(id, of: call, reason: "Par daudz", by: second)
        try await office.calls.turnDownPlaces(id, of: call, reason: "Par daudz", by: second)
        await refused(.decidedOnce) { try await deal.approve(id, on: call) }
        let withdrawn = try await deal.propose([partners[0]: 4], on: call)
        try await office.calls.turnDownPlaces(withdrawn, of: call, reason: "", by: first)
        await refused(.decidedOnce) { try await deal.approve(withdrawn, on: call) }
        let unchanged = try await places(call, partners[0])
        #expect(unchanged == 2)
        let events = try await office.events(of: call).filter { $0 == "call.places_turned_down" }
        #expect(events.count == 2)
    }

    @Test("are refused where fewer than are taken are left, with whose and how many; nothing of it happens")
    func belowTaken() async throws {
        let (call, partners) = try await call("Aizņemtais")
        let id = try await deal.propose([partners[0]: 7, partners[1]: 1], on: call)
        try await take(2, call, partners[1])
        let shortfall = PlacesRefusal.Shortfall(partner: "Aizņemtais novads 2", places: 1, taken: 2)
        await #expect(throws: PlacesRefusal.belowTaken([shortfall])) { try await deal.approve(id, on: call) }
        let untouched = try await places(call, partners[0])
        let file = try await office.calls.placesProposal(id, of: call)
        #expect(untouched == 2 && file.proposal.decision == nil && file.shortfalls == [shortfall])
        await refused(.possible) { try await deal.propose([partners[0]: 301], on: call) }
        try await take(1, call, partners[1])
        try await deal.approve(id, on: call)
        let now = try await places(call, partners[1])
        #expect(now == 1)
    }

    @Test("of two proposals made from the same places become those of the one that is approved first")
    func outdated() async throws {
        let (call, partners) = try await call("Vecais")
        let table = try await deal.table(call)
        let early = try await deal.propose([partners[0]: 5], on: call)
        let late = try await deal.propose([partners[0]: 6], on: call)
        try await deal.approve(late, on: call)
        await refused(.isCurrent) { try await deal.approve(early, on: call) }
        let first = try await deal.first
        await refused(.isCurrent) {
            _ = try await PlacesFurniture.propose([partners[0]: 7], on: table, by: first, in: office.calls)
        }
        let outdated = try await office.calls.placesProposal(early, of: call).proposal.isOutdated
        let six = try await places(call, partners[0])
        #expect(outdated && six == 6)
        try await deal.agree([partners[0]: 7], on: call)
        let seven = try await places(call, partners[0])
        #expect(seven == 7)
    }

    @Test("are written down once for each key, and a key is of one proposal and one person")
    func keys() async throws {
        let (call, partners) = try await call("Atslēgas")
        let (key, table) = (UUID(), try await deal.table(call))
        let (first, second) = try await (deal.first, deal.second)
        func propose(_ places: Int, by visitor: Visitor) async throws -> PlacesProposal.ID {
            try await PlacesFurniture.propose([partners[0]: places], on: table, key: key, by: visitor, in: office.calls)
        }
        let ids = try await withThrowingTaskGroup(of: PlacesProposal.ID.self) { group in
            for _ in 0..<12 { group.addTask { try await propose(5, by: first) } }
            return try await group.reduce(into: Set<PlacesProposal.ID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        await refused(.keyUsedOtherwise) { _ = try await propose(6, by: first) }
        await refused(.keyUsedOtherwise) { _ = try await propose(5, by: second) }
        let known = try await office.calls.proposedPlaces(key, by: first)
        let unknown = try await office.calls.proposedPlaces(key, by: second)
        #expect(known == ids.first && unknown == nil)
        for id in ids { try await deal.approve(id, on: call) }
        let again = try await propose(5, by: first)
        #expect(again == ids.first, "sent again after it was approved, it is answered as before")
    }

    @Test("are left alone once the call is cancelled")
    func cancelled() async throws {
        let (call, partners) = try await call("Atceltais")
        let id = try await deal.propose([partners[0]: 5], on: call)
        try await office.calls.cancel(
            call,
            reason: "Nenotiks",
            by: office.officer(),
            now: office.now,
            letter: CallOffice.letter
        )
        await refused(.notCancelled) { try await deal.approve(id, on: call) }
        await refused(.notCancelled) { try await deal.propose([partners[0]: 4], on: call) }
        let second = try await deal.second
        try await office.calls.turnDownPlaces(id, of: call, reason: "Konkurss ir atcelts", by: second)
    }

    @Test("show the needs of whoever may apply, with the default of the published call")
    func table() async throws {
        let (call, partners) = try await call("Vajadzību", partners: 1)
        let editor = try await office.visitor("vajag@example.lv", .editor, in: "Vajadzību novads 1")
        try await Stores.forTests.partners.say([.risk: 12], key: UUID(), by: editor)
        let (table, statements) = try await TestDatabase.statements { [deal] in try await deal.table(call) }
        let row = try #require(table.rows.first { $0.partner.organisation == partners[0] })
        #expect(row.partner.learners == [.risk: 12] && row.quota == Quota(places: 2, taken: 0) && !row.isAgreed)
        #expect(statements.count == 2 && table.inForce == nil)
        #expect(!table.rows.contains { $0.partner.name == "Parauga aģentūra" })
    }
}
