import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Many bookings", .database)
struct BookingHistoryTests {
    private let award = Programme.document(1)

    @Test("are split to the cent as plain arithmetic says, through some hundred bookings, returns and corrections")
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
                part = try await programme.part(of: programme.undo(undone.posted, of: undone.move))
                last = nil
            } else if choice == 1, advanced > .zero {
                amount = Euro(cents: -Int64.random(in: 1...advanced.cents, using: &chance))
                try await programme.post(.demand(.zero - amount, from: .advanced, of: award, at: call))
                part = try await programme.part(of: programme.post(.collect(.zero - amount, of: award, at: call)))
                last = nil
            } else {
                amount = Euro(cents: Int64.random(in: 1...40_000, using: &chance))
                let move = Move.book(amount, of: award, at: call)
                let posted = try await programme.post(move)
                part = try await programme.part(of: posted)
                last = (posted, move)
            }
            let expected = SourceSplit.booking(amount, after: total, basisPoints: 8_500)
            guard part == expected else {
                Issue.record("seed \(chance.seed): \(part) instead of \(expected)")
                return
            }
            (total, advanced) = (total + amount, advanced + amount)
        }
        let whole = try await programme.split()
        #expect(whole.esf == SourceSplit(planned: total, basisPoints: 8_500).esf && whole.total == total)
        let known = try await programme.split(.knownAt(Date(timeIntervalSinceNow: 3_600)))
        let counted = try await programme.split(.asOf(Programme.day))
        #expect(known == whole && counted == whole)
    }

    @Test("are split for writers who book on the same lines in any order without ever waiting in a circle")
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
}
