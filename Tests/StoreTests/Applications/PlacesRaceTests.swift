import Foundation
import Grants
import Money
import Store
import TestKit
import Testing

@Suite("Handing in while places are changed", .database)
struct PlacesRaceTests {
    /// Whoever of the two comes first, nobody has handed in more than it has places.
    @Test("either finds no place any more, or the fewer places are refused", arguments: 0..<24)
    func race(_ turn: Int) async throws {
        let programme = try await Programme.open(quota: 2)
        let agency = programme.officer.organisation
        let finance = try await Programme.visitor("finanses\(Programme.next())", of: agency, [.finance])
        let calls = programme.stores.calls
        let call = programme.call.id
        let first = try await programme.draft()
        try await programme.submit(first)
        let second = try await programme.draft(title: "Otrs")
        let table = PlacesTable(call: call, inForce: nil, rows: [])
        let proposal = try await PlacesFurniture.propose(
            [programme.applicant.id: 1],
            on: table,
            by: programme.officer,
            in: calls
        )
        async let approving: Void = calls.approvePlaces(proposal, of: call, by: finance)
        async let handingIn = programme.submit(second)
        var approved = true
        do { try await approving } catch is PlacesRefusal { approved = false }
        var handedIn = true
        do { _ = try await handingIn } catch SubmissionRefusal.quotaUsedUp { handedIn = false }
        let quota = try await calls.quota(call, of: programme.applicant.id)
        #expect(approved != handedIn, "exactly one of them succeeds")
        #expect(quota == Quota(places: approved ? 1 : 2, taken: handedIn ? 2 : 1))
    }
}
