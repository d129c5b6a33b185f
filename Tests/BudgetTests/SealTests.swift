import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Sealing a day of the ledger", .database)
struct SealTests {
    private var ledger: Ledger { Ledger(TestDatabase.current.database) }

    /// A day of the office, counted from today by the database's clock.
    private func day(_ days: Int) async throws -> Day {
        let text = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                "SELECT ((clock_timestamp() AT TIME ZONE 'Europe/Riga')::date + \(days)::integer)::text AS day"
            )?.get("day", as: String.self)
        }
        return try #require(text.flatMap(Day.init(iso:)))
    }

    private func refused(_ rule: BudgetRule, _ work: () async throws -> Void) async {
        await #expect(throws: BudgetRefusal.broken(rule)) { try await work() }
    }

    @Test("gives one seal however often it is asked for, and only for a day that is over", .database)
    func once() async throws {
        let (before, day) = (try await day(-5), try await day(-3))
        let first = try await ledger.seal(day)
        let seals = try await withThrowingTaskGroup(of: Seal.self) { group in
            for _ in 0..<8 { group.addTask { try await ledger.seal(day) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(seals) == [first])
        await refused(.sealsInOrder) { try await ledger.seal(before) }
        let today = try await self.day(0)
        await refused(.dayOver) { try await ledger.seal(today) }
        let latest = try await ledger.seal()
        let all = try await ledger.seals()
        #expect(latest.day < today && latest.day > day && all == [first, latest])
        #expect(all.map { Seal(line: $0.line) } == all)
    }

    @Test("waits for moves under way, and then no move can be recorded in the day any more", .database)
    func underWay() async throws {
        let programme = try await Programme.with(1_000)
        let (posted, signal) = AsyncStream.makeStream(of: Void.self)
        let earlier = try await day(-2)
        let (ended, sealed) = try await withThrowingTaskGroup(of: ContinuousClock.Instant.self) { group in
            group.addTask {
                try await TestDatabase.current.database.transaction(Programme.settings) { tx in
                    let move = Move.reserve(Euro(euros: 1), for: Programme.document(1), at: programme.call)
                    try await Ledger.post(Posting(move, key: UUID(), effective: Programme.day), in: tx)
                    signal.finish()
                    try await Task.sleep(for: .milliseconds(300))
                    return ContinuousClock.now
                }
            }
            for await _ in posted {}
            try await ledger.seal(earlier)
            let sealed = ContinuousClock.now
            return (try await group.next(), sealed)
        }
        #expect(try #require(ended) < sealed)
        // As if the clock had been set back.
        let today = try await day(0)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                "INSERT INTO budget.seal (day, last_txn, digest) VALUES (\(today.iso)::date, 1, sha256(''))"
            )
        }
        await refused(.afterLastSeal) {
            try await programme.post(.reserve(Euro(euros: 1), for: Programme.document(2), at: programme.call))
        }
    }

    @Test("writes lines that are read again, and takes nothing else for one")
    func lines() throws {
        let digest = String(repeating: "0a", count: 32)
        let seal = try #require(Seal(line: "2026-03-15 17 \(digest)"))
        #expect(seal.line == "2026-03-15 17 \(digest)" && seal.last == 17)
        let others = [
            "", "2026-03-15 17", "2026-02-30 17 \(digest)", "2026-03-15 x \(digest)", "2026-03-15 17 \(digest)00",
            "2026-03-15 17 \(digest.dropLast(2))zz", " 2026-03-15 17 \(digest)", "2026-03-15 17 \(digest) ",
        ]
        for other in others { #expect(Seal(line: other) == nil, "\(other)") }
    }
}
