import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Money in the ledger", .database)
struct LedgerTests {
    private let award = Programme.document(1)

    @Test("goes from the decision through contract and bank to what is accepted, and what is left over becomes free")
    func life() async throws {
        let programme = try await Programme.with(10_000)
        let (call, sum) = (programme.call, Euro(euros: 7_000))
        try await programme.post(.reserve(sum, for: award, at: call))
        try await programme.post(.commit(sum, reservedFor: award, at: call))
        try await programme.post(.order(Euro(euros: 5_600), for: award, at: call))
        try await programme.post(.book(Euro(euros: 5_600), of: award, at: call))
        try await programme.post(.accept(Euro(euros: 5_600), of: award, at: call))
        try await programme.post(.order(Euro(euros: 1_000), for: award, at: call))
        try await programme.post(.settle(Euro(euros: 1_000), of: award, at: call))
        try await programme.post(.release(Euro(euros: 400), of: award, at: call))
        let accepted = try await programme.balance(Place(.accepted, award, at: call))
        let committed = try await programme.balance(Place(.committed, award, at: call))
        let free = try await programme.balance(.free(call))
        #expect(accepted == Euro(euros: 6_600) && committed == .zero && free == Euro(euros: 3_400))
    }

    @Test("is demanded back, comes back or is written off")
    func recovery() async throws {
        let programme = try await Programme.with(10_000)
        let call = programme.call
        try await programme.post(.reserve(Euro(euros: 1_000), for: award, at: call))
        try await programme.post(.commit(Euro(euros: 1_000), reservedFor: award, at: call))
        try await programme.post(.order(Euro(euros: 1_000), for: award, at: call))
        try await programme.post(.book(Euro(euros: 1_000), of: award, at: call))
        try await programme.post(.demand(Euro(euros: 900), from: .advanced, of: award, at: call))
        try await programme.post(.collect(Euro(euros: 600), of: award, at: call))
        try await programme.post(.writeOff(Euro(euros: 300), of: award, at: call))
        let free = try await programme.balance(.free(call))
        let lost = try await programme.balance(Place(.writtenOff, award, at: call))
        #expect(free == Euro(euros: 9_600) && lost == Euro(euros: 300))
    }

    @Test("is refused where it is missing, and the refusal says how much is missing where")
    func short() async throws {
        let programme = try await Programme.with(6_000)
        let refusal = await #expect(throws: BudgetRefusal.self) {
            try await programme.post(.reserve(Euro(euros: 7_000), for: award, at: programme.call))
        }
        guard case .short(let needed, let there, .free, let node) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(needed == Euro(euros: 7_000) && there == Euro(euros: 6_000) && node.hasPrefix("C-"))
        let free = try await programme.balance(.free(programme.call))
        #expect(free == Euro(euros: 6_000))
    }

    @Test("can be contracted to the last cent: 300 times 7 000 and 200 times 5 000")
    func lastCent() async throws {
        for (count, sum) in [(300, Euro(euros: 7_000)), (200, Euro(euros: 5_000))] {
            let programme = try await Programme.with(Int64(count) * sum.cents / 100)
            let moves = (1...count).map { Move.reserve(sum, for: Programme.document($0), at: programme.call) }
            try await programme.post(#require(Move(batch: moves)))
            let free = try await programme.balance(.free(programme.call))
            #expect(free == .zero)
            await #expect(throws: BudgetRefusal.self) {
                try await programme.post(.reserve(Euro(cents: 1), for: award, at: programme.call))
            }
        }
    }

    @Test("moves as a batch whole or not at all")
    func batch() async throws {
        let programme = try await Programme.with(1_000)
        let moves = (1...11).map {
            Move.reserve(Euro(euros: 100), for: Programme.document($0), at: programme.call)
        }
        await #expect(throws: BudgetRefusal.self) { try await programme.post(#require(Move(batch: moves))) }
        let first = try await programme.balance(Place(.reserved, Programme.document(1), at: programme.call))
        let free = try await programme.balance(.free(programme.call))
        #expect(first == .zero && free == Euro(euros: 1_000))
    }

    @Test("moves once for a key, which belongs to one move")
    func key() async throws {
        let (programme, key) = (try await Programme.with(1_000), UUID())
        let move = Move.reserve(Euro(euros: 400), for: award, at: programme.call)
        let first = try await programme.post(move, key: key)
        let again = try await programme.post(move, key: key)
        #expect(first.isNew && !again.isNew && first.id == again.id)
        await #expect(throws: BudgetRefusal.broken(.keyUsedOtherwise)) {
            try await programme.post(.reserve(Euro(euros: 401), for: award, at: programme.call), key: key)
        }
        let free = try await programme.balance(.free(programme.call))
        #expect(free == Euro(euros: 600))
    }

    @Test("moves once when sixteen send the same key at the same time")
    func twins() async throws {
        let (programme, key) = (try await Programme.with(1_000), UUID())
        let move = Move.reserve(Euro(euros: 100), for: award, at: programme.call)
        let posted = try await withThrowingTaskGroup(of: Posted.self) { group in
            for _ in 0..<16 { group.addTask { try await programme.post(move, key: key) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(posted.map(\.id)).count == 1 && posted.count { $0.isNew } == 1)
        let free = try await programme.balance(.free(programme.call))
        #expect(free == Euro(euros: 900))
    }

    @Test("is never overspent: of 64 who race for it exactly as many succeed as it lasts for")
    func race() async throws {
        let programme = try await Programme.with(100)
        let sum = Euro(cents: 370)
        let taken = await withTaskGroup(of: Int.self) { group in
            for writer in 0..<64 {
                group.addTask {
                    var taken = 0
                    for number in 0..<2 {
                        let document = Programme.document(writer * 10 + number)
                        do {
                            try await programme.post(.reserve(sum, for: document, at: programme.call))
                            taken += 1
                        } catch BudgetRefusal.short {
                        } catch {
                            Issue.record("\(error)")
                        }
                    }
                    return taken
                }
            }
            return await group.reduce(0, +)
        }
        #expect(taken == 27)
        let free = try await programme.balance(.free(programme.call))
        #expect(free == Euro(cents: 10_000 - 27 * 370))
    }

    @Test("goes back by a reversal, once and whole")
    func reversal() async throws {
        let programme = try await Programme.with(1_000)
        let move = Move.reserve(Euro(euros: 400), for: award, at: programme.call)
        let posted = try await programme.post(move)
        await #expect(throws: BudgetRefusal.broken(.proposalReason)) {
            try await programme.undo(posted.id, reason: "")
        }
        let reversal = try await programme.undo(posted.id)
        let free = try await programme.balance(.free(programme.call))
        #expect(free == Euro(euros: 1_000))
        await #expect(throws: BudgetRefusal.broken(.reversedOnce)) { try await programme.undo(posted.id) }
        // What was undone is moved again by a move of its own.
        await #expect(throws: BudgetRefusal.broken(.exactReversal)) { try await programme.undo(reversal.id) }
    }

    @Test("other than individual support gets at most 60 % of what is appropriated")
    func cap() async throws {
        let programme = try await Programme.with(0, capped: true)
        let root = programme.programme
        try await programme.post(.appropriate(Euro(euros: 1_000), to: root))
        try await programme.post(.assign(Euro(euros: 600), from: root, to: programme.line))
        await #expect(throws: BudgetRefusal.broken(.capOnTheRest)) {
            try await programme.post(.assign(Euro(cents: 1), from: root, to: programme.line))
        }
        await #expect(throws: BudgetRefusal.broken(.capOnTheRest)) {
            try await programme.post(.withdraw(Euro(cents: 1), from: root))
        }
        try await programme.post(.assign(Euro(euros: 400), from: root, to: programme.support))
        try await programme.post(.unassign(Euro(euros: 100), from: programme.line, to: root))
        try await programme.post(.withdraw(Euro(euros: 100), from: root))
    }

    @Test("is moved by functions that look for nothing in the caller's own schema")
    func ownTypes() async throws {
        let text = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT p.oid::regprocedure::text AS name, array_to_string(p.proconfig, ',') AS settings
                  FROM pg_proc p
                 WHERE p.pronamespace = 'budget'::regnamespace AND p.prosecdef
                   AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)
                """
            ).map { try $0.get("name", as: String.self) }
        }
        #expect(text == [])
    }

    @Test("is seen as of a day by when it counts, and known at an instant by when it was recorded")
    func twoTimes() async throws {
        let programme = try await Programme.with(1_000)
        let place = Place(.reserved, award, at: programme.call)
        let (december, january) = (try #require(Day(2026, 12, 31)), try #require(Day(2027, 1, 1)))
        try await programme.post(.reserve(Euro(euros: 1), for: award, at: programme.call), on: january)
        let between = try await TestDatabase.current.database.transaction { tx in
            try await tx.row("SELECT clock_timestamp() AS now")?.get("now", as: Date.self)
        }
        try await Task.sleep(for: .milliseconds(5))
        // Recorded later, counts earlier.
        try await programme.post(.reserve(Euro(euros: 2), for: award, at: programme.call), on: december)
        let states = try await [
            programme.balance(place, .asOf(Programme.day)), programme.balance(place, .asOf(december)),
            programme.balance(place, .asOf(january)), programme.balance(place, .knownAt(#require(between))),
            programme.balance(place),
        ]
        #expect(states == [0, 2, 3, 1, 3].map { Euro(euros: $0) })
    }
}
