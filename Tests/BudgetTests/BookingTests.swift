import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What is booked is split between the funding sources", .database)
struct BookingTests {
    private let award = Programme.document(1)

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
            parts.append(try await programme.part(of: posted).esf.cents)
        }
        #expect(parts == [28_333, 0, 28_333, 0, -28_333, 0])
        let whole = try await programme.split()
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
        let after = try await programme.split()
        #expect(after.total == Euro(cents: 1_001) && after.esf == Euro(cents: 850))
        try await programme.post(.demand(Euro(cents: 1_001), from: .advanced, of: award, at: call))
        let collect = Move.collect(Euro(cents: 777), of: award, at: call)
        let collected = try await programme.post(collect)
        try await programme.undo(collected, of: collect)
        let again = try await programme.split()
        #expect(again == after)
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    // In a database of its own: for a moment the rate is wrong, and the others look through the whole ledger.
    @Test("not at all where no rate says who pays, or where the rate of a booking was changed", .database)
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
        let whole = try await programme.split()
        #expect(whole.total == Euro(cents: 50 * 3_333) && whole.esf == Euro(cents: 141_652))
        let each = try await programme.split(of: Programme.document(17))
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
}
