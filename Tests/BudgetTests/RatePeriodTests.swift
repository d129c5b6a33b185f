import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What is booked in several rate periods", .database)
struct RatePeriodTests {
    private let award = Programme.document(1)

    @Test("is split at the rate of its day, and comes back at the rate at which it went")
    func rates() async throws {
        let programme = try await Programme.with(10_000)
        let (call, other) = (programme.call, Programme.document(2))
        let (old, new) = (Programme.day, try #require(Day(2027, 1, 1)))
        try await programme.changeRate(to: 6_000, from: new)
        try await programme.payable(Euro(euros: 500), award)
        try await programme.payable(Euro(euros: 500), other)
        let first = Move.book(Euro(euros: 100), of: award, at: call)
        let posted = try await programme.post(first, on: old)
        try await programme.post(.book(Euro(euros: 200), of: award, at: call), on: new)
        try await programme.post(.book(Euro(euros: 10), of: other, at: call), on: new)
        let both = try await programme.split(of: award)
        #expect(both.esf == Euro(euros: 85 + 120))
        // The latest period first, though the other document's money would lie nearer.
        try await programme.post(.demand(Euro(euros: 250), from: .advanced, of: award, at: call), on: new)
        let collect = Move.collect(Euro(euros: 150), of: award, at: call)
        let collected = try await programme.post(collect, on: new)
        let back = try await programme.part(of: collected)
        #expect(back.total == Euro(euros: -150) && back.esf == Euro(euros: -90))
        try await programme.post(.collect(Euro(euros: 100), of: award, at: call), on: new)
        let left = try await programme.split(of: award)
        #expect(left.total == Euro(euros: 50) && left.esf == Euro(cents: 4_250))
        // What is undone goes back to the period from which it was taken.
        try await programme.undo(collected, of: collect, on: new)
        let again = try await programme.split(of: award)
        #expect(again.total == Euro(euros: 200) && again.esf == Euro(cents: 4_250 + 9_000))
        await #expect(throws: BudgetRefusal.self) { try await programme.undo(posted, of: first, on: new) }
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("costs neither source a cent when a document gave everything back")
    func nothingLeft() async throws {
        let programme = try await Programme.with(10_000)
        let (call, new) = (programme.call, try #require(Day(2027, 1, 1)))
        try await programme.changeRate(to: 6_000, from: new)
        try await programme.payable(Euro(euros: 500), award)
        let undone = Move.book(Euro(cents: 3_333), of: award, at: call)
        let posted = try await programme.post(undone)
        try await programme.post(.book(Euro(cents: 1_001), of: award, at: call), on: new)
        try await programme.post(.demand(Euro(cents: 500), from: .advanced, of: award, at: call), on: new)
        try await programme.post(.collect(Euro(cents: 500), of: award, at: call), on: new)
        // Its own period is not empty, but what it booked there is no longer all there is to undo.
        try await programme.undo(posted, of: undone, on: new)
        try await programme.post(.demand(Euro(cents: 501), from: .advanced, of: award, at: call), on: new)
        try await programme.post(.collect(Euro(cents: 501), of: award, at: call), on: new)
        let (document, line) = (try await programme.split(of: award), try await programme.split())
        #expect(document == .nothing && line == .nothing)
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }
}
