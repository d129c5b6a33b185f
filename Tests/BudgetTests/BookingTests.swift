import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What is booked is split between the funding sources", .database)
struct BookingTests {
    private let award = Programme.document(1)

    private func split(_ programme: Programme, _ moment: Moment = .now) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.splits(moment, in: tx)[programme.line] ?? .nothing
        }
    }

    private func part(of posted: Posted) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.bookings(of: posted.id, in: tx).map(\.split).reduce(.nothing, +)
        }
    }

    private func split(of document: DocumentReference, _ programme: Programme) async throws -> SourceSplit {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.split(of: document, at: programme.call, in: tx)
        }
    }

    @Test("when the bank has paid and when money has come back, and not when it moves in between")
    func life() async throws {
        let programme = try await Programme.with(10_000)
        let (call, sum) = (programme.call, Euro(cents: 33_333))
        try await programme.payable(Euro(euros: 1_000), award)
        let booked = try await programme.post(.book(sum, of: award, at: call))
        let accepted = try await programme.post(.accept(sum, of: award, at: call))
        let settled = try await programme.post(.settle(sum, of: award, at: call))
        let demanded = try await programme.post(.demand(Euro(cents: 50_000), from: .accepted, of: award, at: call))
        let collected = try await programme.post(.collect(sum, of: award, at: call))
        let lost = try await programme.post(.writeOff(Euro(cents: 16_667), of: award, at: call))
        var parts: [Int64] = []
        for posted in [booked, accepted, settled, demanded, collected, lost] {
            parts.append(try await part(of: posted).esf.cents)
        }
        #expect(parts == [28_333, 0, 28_333, 0, -28_333, 0])
        let whole = try await split(programme)
        #expect(whole.total == sum && whole.esf == Euro(cents: 28_333) && !whole.isDerived)
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("less by an undone booking, and more again by an undone return")
    func undone() async throws {
        let programme = try await Programme.with(10_000)
        let call = programme.call
        try await programme.payable(Euro(euros: 1_000), award)
        let first = Move.book(Euro(cents: 101), of: award, at: call)
        let posted = try await programme.post(first)
        try await programme.post(.book(Euro(cents: 1_001), of: award, at: call))
        try await programme.undo(posted, of: first)
        let after = try await split(programme)
        #expect(after.total == Euro(cents: 1_001) && after.esf == Euro(cents: 850))
        try await programme.post(.demand(Euro(cents: 1_001), from: .advanced, of: award, at: call))
        let collect = Move.collect(Euro(cents: 777), of: award, at: call)
        let collected = try await programme.post(collect)
        try await programme.undo(collected, of: collect)
        let again = try await split(programme)
        #expect(again == after)
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("at the rate of its day, and comes back at the rate at which it went")
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
        let both = try await split(of: award, programme)
        #expect(both.esf == Euro(euros: 85 + 120))
        // The latest period first, though the other document's money would lie nearer.
        try await programme.post(.demand(Euro(euros: 250), from: .advanced, of: award, at: call), on: new)
        let collect = Move.collect(Euro(euros: 150), of: award, at: call)
        let collected = try await programme.post(collect, on: new)
        let back = try await part(of: collected)
        #expect(back.total == Euro(euros: -150) && back.esf == Euro(euros: -90))
        try await programme.post(.collect(Euro(euros: 100), of: award, at: call), on: new)
        let left = try await split(of: award, programme)
        #expect(left.total == Euro(euros: 50) && left.esf == Euro(cents: 4_250))
        // What is undone goes back to the period from which it was taken.
        try await programme.undo(collected, of: collect, on: new)
        let again = try await split(of: award, programme)
        #expect(again.total == Euro(euros: 200) && again.esf == Euro(cents: 4_250 + 9_000))
        await #expect(throws: BudgetRefusal.self) { try await programme.undo(posted, of: first, on: new) }
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("so that a document that gave everything back has cost neither source a cent")
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
        let (document, line) = (try await split(of: award, programme), try await split(programme))
        #expect(document == .nothing && line == .nothing)
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("not at all where no rate says who pays, or where the rate of a booking was changed")
    func noRate() async throws {
        let programme = try await Programme.with(10_000)
        try await programme.payable(Euro(euros: 500), award)
        let book = Move.book(Euro(euros: 1), of: award, at: programme.call)
        let owner = TestDatabase.current.owner
        let node = programme.programme.rawValue
        try await programme.post(book)
        try await owner.transaction { tx in
            try await tx.run("UPDATE budget.source_rate SET basis_points = 8400 WHERE node_id = \(node)")
        }
        await #expect(throws: BudgetRefusal.broken(.bookingHasRate)) { try await programme.post(book) }
        try await owner.transaction { tx in
            try await tx.run(
                "UPDATE budget.source_rate SET basis_points = 8500, valid = '(,2026-04-01)' WHERE node_id = \(node)"
            )
        }
        await #expect(throws: BudgetRefusal.broken(.bookingHasRate)) {
            try await programme.post(book, on: try #require(Day(2026, 4, 1)))
        }
        try await programme.post(book, on: try #require(Day(2026, 3, 31)))
    }

    @Test("for every document of a batch in its turn")
    func batch() async throws {
        let programme = try await Programme.with(10_000)
        let call = programme.call
        let sum = Euro(cents: 3_333)
        let documents = (1...50).map(Programme.document)
        let moves: [@Sendable (DocumentReference) -> Move] = [
            { .reserve(sum, for: $0, at: call) }, { .commit(sum, reservedFor: $0, at: call) },
            { .order(sum, for: $0, at: call) }, { .book(sum, of: $0, at: call) },
        ]
        for move in moves { try await programme.post(#require(Move(batch: documents.map(move)))) }
        let whole = try await split(programme)
        #expect(whole.total == Euro(cents: 50 * 3_333) && whole.esf == Euro(cents: 141_652))
        let each = try await split(of: Programme.document(17), programme)
        #expect(each.total == sum && [2_833, 2_834].contains(each.esf.cents))
    }

    @Test("also when the owner of the tables posts past the ledger's function")
    func pastTheFunction() async throws {
        let programme = try await Programme.with(10_000)
        try await programme.payable(Euro(euros: 5), award)
        try await programme.post(.book(Euro(euros: 1), of: award, at: programme.call))
        struct Seen: Error { let split: SourceSplit? }
        let line = programme.line
        let seen = await #expect(throws: Seen.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    WITH move AS (
                        INSERT INTO budget.txn (key, request_hash, verb, from_stage, to_stage, four_eyes, effective)
                        VALUES (gen_random_uuid(), sha256(''), 'book', 'payable', 'advanced', false, '2026-03-15')
                        RETURNING txn_id
                    )
                    INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
                    SELECT account_id, version + 1, txn_id, CASE stage WHEN 'payable' THEN -100 ELSE 100 END, 0,
                           clock_timestamp(), ''
                      FROM move, budget.account JOIN budget.balance USING (account_id, stage)
                     WHERE node_id = \(programme.call.rawValue) AND document = 'award:1' AND stage IN ('payable', 'advanced')
                    """
                )
                // What does not follow from the account's postings is not left behind for the other tests.
                throw Seen(split: try await Ledger.splits(in: tx)[line])
            }
        }
        #expect(seen?.split == SourceSplit(booked: Euro(euros: 2), esf: Euro(cents: 170)))
    }

    @Test("by writers who book on the same lines in any order without ever waiting in a circle")
    func crowd() async throws {
        let (one, two) = (try await Programme.with(10_000), try await Programme.with(10_000))
        let documents = (1...6).map(Programme.document)
        for programme in [one, two] {
            for document in documents { try await programme.payable(Euro(euros: 1_000), document) }
        }
        let booked = try await withThrowingTaskGroup(of: Int64.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var chance = Chance(seed: UInt64(writer))
                    var sum: Int64 = 0
                    for _ in 0..<5 {
                        let moves = documents.shuffled(using: &chance).prefix(3).flatMap { document in
                            [one, two].shuffled(using: &chance).map { programme in
                                let cents = Int64.random(in: 1...2_000, using: &chance)
                                return Move.book(Euro(cents: cents), of: document, at: programme.call)
                            }
                        }
                        let move = try #require(Move(batch: moves))
                        try await one.post(move)
                        sum += move.entries.map(\.amount.cents).filter { $0 > 0 }.reduce(0, +)
                    }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
        let splits = try await TestDatabase.current.database.transaction { tx in
            let splits = try await Ledger.splits(in: tx)
            return [one, two].map { splits[$0.line] ?? .nothing }
        }
        #expect(splits.map(\.total.cents).reduce(0, +) == booked)
        for split in splits {
            #expect(split.esf == SourceSplit(planned: split.total, basisPoints: 8_500).esf)
        }
        let (fault, circles) = (try await Programme.fault(), try await deadlocks())
        #expect(fault == nil && circles == 0)
    }

    private func deadlocks() async throws -> Int {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")?
                .get("deadlocks") ?? 0
        }
    }

    @Test("to the cent as plain arithmetic says, through some hundred bookings, returns and corrections")
    func againstArithmetic() async throws {
        let programme = try await Programme.with(100_000)
        let call = programme.call
        var chance = Chance()
        try await programme.payable(Euro(euros: 90_000), award)
        var (total, advanced) = (Euro.zero, Euro.zero)
        var last: (posted: Posted, move: Move)?
        for _ in 0..<150 {
            let choice = Int.random(in: 0..<6, using: &chance)
            let (part, amount): (SourceSplit, Euro)
            if choice == 0, let undone = last {
                amount = .zero - undone.move.entries[1].amount
                part = try await self.part(of: programme.undo(undone.posted, of: undone.move))
                last = nil
            } else if choice == 1, advanced > .zero {
                amount = Euro(cents: -Int64.random(in: 1...advanced.cents, using: &chance))
                try await programme.post(.demand(.zero - amount, from: .advanced, of: award, at: call))
                part = try await self.part(of: programme.post(.collect(.zero - amount, of: award, at: call)))
                last = nil
            } else {
                amount = Euro(cents: Int64.random(in: 1...40_000, using: &chance))
                let move = Move.book(amount, of: award, at: call)
                let posted = try await programme.post(move)
                part = try await self.part(of: posted)
                last = (posted, move)
            }
            let expected = SourceSplit.booking(amount, after: total, basisPoints: 8_500)
            guard part == expected else {
                Issue.record("seed \(chance.seed): \(part) instead of \(expected)")
                return
            }
            (total, advanced) = (total + amount, advanced + amount)
        }
        let whole = try await split(programme)
        #expect(whole.esf == SourceSplit(planned: total, basisPoints: 8_500).esf && whole.total == total)
        let known = try await split(programme, .knownAt(Date(timeIntervalSinceNow: 3_600)))
        let counted = try await split(programme, .asOf(Programme.day))
        #expect(known == whole && counted == whole)
    }
}
