import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("A handing in that was stamped and then cut off", .database)
struct OpenArrivalTests {
    private func stamp(
        _ programme: Programme,
        _ id: Application.ID,
        revision: Int64? = nil,
        declarations: Set<Declaration> = Set(Declaration.allCases),
        by visitor: Visitor? = nil
    ) async throws -> Arrival {
        var read = revision
        if read == nil { read = try await programme.revision(id) }
        return try await programme.applications.stamp(
            id,
            revision: read ?? 0,
            declarations: declarations,
            requestSHA256: Array(repeating: 7, count: 32),
            key: UUID(),
            by: visitor ?? programme.signatory
        )
    }

    private func open(_ programme: Programme, _ id: Application.ID) async throws -> [OpenArrival] {
        try await programme.applications.openArrivals(olderThan: .zero).filter { $0.application == id }
    }

    @Test("is completed later with the stamped instant, and its sender finds the same receipt")
    func completed() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let arrival = try await stamp(programme, id)
        let left = try await open(programme, id)
        let cutOff = try #require(left.first)
        #expect(left.count == 1 && cutOff.arrival == arrival)
        let completed = try await programme.applications.complete(cutOff)
        #expect(completed.receipt.arrivedAt == arrival.at)
        let again = try await programme.applications.submit(
            id,
            arrival: arrival,
            declarations: Set(Declaration.allCases),
            by: programme.signatory
        )
        #expect(again == completed)
        let submissions = try await programme.count("submission", of: id)
        let still = try await open(programme, id)
        #expect(submissions == 1 && still == [])
        let trail = try await programme.stores.trail.entries(.init(subject: "application", key: id.rawValue), limit: 1)
        #expect(trail.first?.verb == "application.submitted")
        #expect(trail.first?.detail["completed"] == "later")
    }

    @Test("is not taken from its sender by a colleague who goes on writing")
    func colleague() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        _ = try await stamp(programme, id)
        await #expect(throws: ChangeRefusal.locked(.submitted)) {
            _ = try await programme.applications.save(
                id,
                changes: [programme.change("title", "Labots", basedOn: 1)],
                by: programme.editor
            )
        }
        let cutOff = try #require(try await open(programme, id).first)
        _ = try await programme.applications.complete(cutOff)
        let title = try await programme.applications.find(id, for: programme.signatory)?.title
        #expect(title != "Labots")
    }

    @Test("keeps none waiting that come after one which cannot be decided")
    func pagedByArrival() async throws {
        let programme = try await Programme.open()
        let first = try await stamp(programme, programme.draft())
        let second = try await stamp(programme, programme.draft(title: "Otrs"))
        let rest = try await programme.applications.openArrivals(olderThan: .zero, after: first.id).map(\.arrival)
        #expect(rest.contains(second) && !rest.contains(first))
    }

    @Test("is completed even after the call has closed, if it arrived before")
    func afterTheEnd() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let arrival = try await stamp(programme, id)
        var terms = programme.terms
        terms.closesBefore = OfficeTime.millisecond(arrival.at.addingTimeInterval(0.001))
        try await Programme.version(2, terms, of: programme.call, by: programme.officer)
        let cutOff = try #require(try await open(programme, id).first)
        let completed = try await programme.applications.complete(cutOff)
        #expect(completed.receipt.arrivedAt == arrival.at)
    }

    @Test(
        "is refused for good where the rules say so, and the reason stands at the application until the next handing in"
    )
    func refused() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let arrival = try await stamp(programme, id, revision: 1)
        let cutOff = try #require(try await open(programme, id).first)
        let revision = try await programme.revision(id)
        let refusal = SubmissionRefusal.changedSince(read: 1, now: revision)
        await #expect(throws: refusal) { try await programme.applications.complete(cutOff) }
        let left = try await open(programme, id)
        #expect(left == [])
        let seen = try await programme.applications.find(id, for: programme.editor)?.missed
        #expect(seen?.arrivedAt == arrival.at)
        #expect(seen?.refusal == refusal)
        // Its sender, coming back with the same key, is told the same.
        await #expect(throws: refusal) {
            try await programme.applications.submit(
                id,
                arrival: arrival,
                declarations: Set(Declaration.allCases),
                by: programme.signatory
            )
        }
        // The trail tells it once.
        let trail = try await programme.stores.trail.entries(.init(subject: "application", key: id.rawValue), limit: 20)
        let refusals = trail.filter { $0.verb == "application.refused" }
        #expect(refusals.map(\.detail) == [["arrival": String(arrival.id)]])
        #expect(refusals.first?.person == programme.signatory.person.name)
        try await programme.submit(id)
        let after = try await programme.applications.find(id, for: programme.editor)
        #expect(after?.missed == nil)
    }

    @Test("a refusal that its sender was told is not told again, and is the answer to that key for ever")
    func attended() async throws {
        let programme = try await Programme.open(quota: 1)
        let first = try await programme.draft(title: "Pirmais")
        let second = try await programme.draft(title: "Otrais")
        try await programme.submit(first)
        let arrival = try await stamp(programme, second)
        let handIn: @Sendable () async throws -> Submitted = {
            try await programme.applications.submit(
                second,
                arrival: arrival,
                declarations: Set(Declaration.allCases),
                by: programme.signatory
            )
        }
        await #expect(throws: SubmissionRefusal.quotaUsedUp) { try await handIn() }
        let left = try await open(programme, second)
        let seen = try await programme.applications.find(second, for: programme.editor)
        #expect(left == [] && seen != nil && seen?.missed == nil)
        try await programme.applications.withdraw(first, reason: "", by: programme.signatory)
        await #expect(throws: SubmissionRefusal.quotaUsedUp) { try await handIn() }
        let submitted = try await programme.submit(second)
        #expect(submitted.receipt.number.hasPrefix(programme.call.number))
    }

    @Test("is judged by what its sender confirmed and might do on that day")
    func sender() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        _ = try await stamp(programme, id, declarations: [.truthful])
        let undeclared = try #require(try await open(programme, id).first)
        await #expect(throws: SubmissionRefusal.notDeclared(Declaration.allCases.filter { $0 != .truthful })) {
            try await programme.applications.complete(undeclared)
        }
        _ = try await stamp(programme, id, by: programme.editor)
        let unsigned = try #require(try await open(programme, id).first)
        await #expect(throws: SubmissionRefusal.notSignatory) { try await programme.applications.complete(unsigned) }
    }

    @Test("completed by sender and service at once, is one submission")
    func race() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let arrival = try await stamp(programme, id)
        let cutOff = try #require(try await open(programme, id).first)
        let receipts = try await withThrowingTaskGroup(of: Submitted.self) { group in
            for _ in 0..<8 {
                group.addTask { try await programme.applications.complete(cutOff) }
                group.addTask {
                    try await programme.applications.submit(
                        id,
                        arrival: arrival,
                        declarations: Set(Declaration.allCases),
                        by: programme.signatory
                    )
                }
            }
            return try await group.reduce(into: Set<Submitted>()) { $0.insert($1) }
        }
        let submissions = try await programme.count("submission", of: id)
        #expect(receipts.count == 1 && submissions == 1)
    }

    @Test("keeps every kind of refusal so that it reads back the same")
    func kept() throws {
        let instant = OfficeTime.millisecond(Date())
        let refusals: [SubmissionRefusal] = [
            .notSignatory, .keyUsedOtherwise, .alreadySubmitted(number: "SK-1", at: instant), .callCancelled,
            .notOpenYet(opensAt: instant),
            .deadlinePassed(closesBefore: instant, arrived: instant.addingTimeInterval(1)),
            .newerTerms(version: 2), .changedSince(read: 1, now: 2),
            .kindNotAllowed(.school, allowed: [.municipality, .vocational]),
            .agreementNotInForce(on: OfficeTime.day(of: instant)),
            .notDeclared(Declaration.allCases), .incomplete([]), .quotaUsedUp,
        ]
        for refusal in refusals {
            let text = try JSON(refusal).sqlText
            let read = try #require(JSON<SubmissionRefusal>(sqlText: text)?.value, "\(text)")
            let again = try JSON(read).sqlText
            #expect(again == text)
        }
    }
}
