import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Whoever follows the ledger", .timeLimit(.minutes(5)))
struct FollowingTests {
    private func recorded(after start: Int64) async throws -> [Int64] {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows("SELECT txn_id FROM budget.txn WHERE txn_id > \(start) ORDER BY txn_id").map {
                try $0.get("txn_id")
            }
        }
    }

    private static func reserve(_ number: Int, _ programme: Programme, at call: Node.ID? = nil) -> Posting {
        let move = Move.reserve(Euro(cents: 1), for: Programme.document(number), at: call ?? programme.call)
        return Posting(move, key: UUID(), effective: Programme.day)
    }

    @Test(
        "hears every move of many writers once and in order, and is not misled by keys that came to nothing",
        .database
    )
    func writers() async throws {
        let programme = try await Programme.with(1_000)
        let heard = try await Follower.listen(lookingAfter: .milliseconds(50)) { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<25 {
                            let posting = Self.reserve(writer * 1_000 + number, programme)
                            try await programme.ledger.post(posting, as: Programme.settings)
                            let document = Programme.document(writer * 1_000 + number)
                            await #expect(throws: BudgetRefusal.self) {
                                try await programme.post(
                                    .reserve(Euro(euros: 2_000), for: document, at: programme.call)
                                )
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            return try await programme.ledger.post(Self.reserve(9_999, programme), as: Programme.settings).id
        }
        let all = try await recorded(after: heard.beginnings[0])
        #expect(heard.keys == all && all.count == 201)
        let last = try #require(all.last)
        #expect(last > heard.beginnings[0] + 201, "keys were drawn that came to nothing")
    }

    @Test("waits for a move with a smaller key that is still being written, and does not lose it", .database)
    func open() async throws {
        let programme = try await Programme.with(1_000)
        let other = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(.call, "E-\(UUID().uuidString.prefix(8))", under: programme.line, in: tx)
        }
        try await programme.post(.assign(Euro(euros: 1), from: programme.programme, to: programme.line))
        try await programme.post(.assign(Euro(euros: 1), from: programme.line, to: other))
        let heard = try await Follower.listen(lookingAfter: .milliseconds(50)) { follower in
            try await TestDatabase.current.database.transaction(Programme.settings) { tx in
                // Money of another call, so that the second does not wait for the first.
                let early = try await Ledger.post(Self.reserve(1, programme, at: other), in: tx)
                let late = try await programme.ledger.post(Self.reserve(2, programme), as: Programme.settings)
                #expect(early.id < late.id)
                let looks = follower.looks
                while follower.looks < looks + 5 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(follower.keys.isEmpty)
                return late.id
            }
        }
        let all = try await recorded(after: heard.beginnings[0])
        #expect(heard.keys == all && all.count == 2)
    }

    @Test("is told by a hint soon after every commit, without looking by itself", .database)
    func hints() async throws {
        let programme = try await Programme.with(1_000)
        let database = Follower.database()
        let heard = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.run() }
            let heard = try await Follower.listen(lookingAfter: .seconds(86_400)) { _ in
                let ledger = Ledger(database)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 {
                        group.addTask {
                            for number in 0..<10 {
                                let posting = Self.reserve(writer * 1_000 + number, programme)
                                try await ledger.post(posting, as: Programme.settings)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                // What two people agree on is told as well.
                let proposal = Proposal(
                    .moves,
                    [.move(.assign(Euro(euros: 1), from: programme.programme, to: programme.line))],
                    key: UUID(),
                    effective: Programme.day,
                    reason: "Tests"
                )
                let proposed = try await ledger.propose(proposal, as: Programme.settings)
                try await ledger.approve(proposed.id, as: Programme.settings(of: Programme.second))
                return try await TestDatabase.current.owner.transaction { tx in
                    Posted.ID(try await tx.row("SELECT max(txn_id) AS last FROM budget.txn")?.get("last") ?? 0)
                }
            }
            group.cancelAll()
            return heard
        }
        let all = try await recorded(after: heard.beginnings[0])
        #expect(heard.keys == all && all.count == 41)
    }

    @Test("hears all and nothing twice when the server is killed meanwhile, and is told that listening began anew")
    func restart() async throws {
        let server = try await PostgresServer.start(keepsCommits: true)
        try await TestDatabase.with(on: server) { _ in
            let programme = try await Programme.with(1_000)
            let heard = try await Follower.listen(lookingAfter: .milliseconds(100)) { follower in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 {
                        group.addTask {
                            for number in 0..<60 {
                                let posting = Self.reserve(writer * 1_000 + number, programme)
                                _ = try await insisting {
                                    try await programme.ledger.post(posting, as: Programme.settings)
                                }
                            }
                        }
                    }
                    for round in 1...2 {
                        while follower.keys.count < round * 40 { try await Task.sleep(for: .milliseconds(5)) }
                        try await server.crash()
                        try await server.restart()
                    }
                    try await group.waitForAll()
                }
                return try await insisting {
                    try await programme.ledger.post(Self.reserve(9_999, programme), as: Programme.settings).id
                }
            }
            let all = try await recorded(after: heard.beginnings[0])
            #expect(heard.keys == all && all.count == 241)
            #expect(heard.beginnings.count >= 2 && heard.beginnings == heard.beginnings.sorted())
        }
    }
}
