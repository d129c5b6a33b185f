import Budget
import Foundation
import Money
import Postgres
import Synchronization
import TestKit
import Testing

/// A server of the test's own ends as by a power cut, by `kill -9`, while batches are under way.
@Suite("A crash in the middle of a batch", .serialized)
struct BatchCrashTests {
    /// What a locked balance's holder was told by others before it was killed itself.
    private struct Held: Error {
        let told: [UUID: Posted]
    }

    private func killable(_ work: (PostgresServer) async throws -> Void) async throws {
        let server = try await PostgresServer.start(keepsCommits: true)
        try await TestDatabase.with(on: server) { _ in try await work(server) }
    }

    @Test("that is half written leaves nothing of it, and the same key then brings all of it, once")
    func halfWritten() async throws {
        try await killable { server in
            let programme = try await Programme.with(1_000)
            let batches = try (0..<4).map { try CrashBatch(programme, $0) }
            let told = try await held(programme.call) {
                try await withThrowingTaskGroup(of: (UUID, Posted).self) { group in
                    for batch in batches { group.addTask { (batch.key, try await batch.insist(programme)) } }
                    // Their moves are written and their accounts made; all wait for the one balance that they share.
                    try await waiters(batches.count)
                    try await server.crash()
                    try await server.restart()
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
            }
            // New: before it was sent again, nothing was there.
            #expect(told.count == batches.count && told.values.allSatisfy(\.isNew))
            try await aftermath(programme, batches, told: told, abandoned: [])
            let free = try await programme.balance(.free(programme.call))
            #expect(free == Euro(euros: 1_000) - Euro(cents: Int64(batches.count * CrashBatch.size)))
        }
    }

    @Test("leaves of many writers' batches all or nothing at whatever moment, and loses none that was acknowledged")
    func anyMoment() async throws {
        try await killable { server in
            var chance = Chance()
            let seed = chance.seed
            let programme = try await Programme.with(100_000)
            let (isOver, acknowledged) = (Flag(), Tally())
            let histories = try await withThrowingTaskGroup(of: CrashHistory.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        var history = CrashHistory(programme, writer: writer, seed: seed)
                        while !isOver.isUp { try await history.write(acknowledged) }
                        return history
                    }
                }
                for _ in 0..<3 {
                    // Everybody is at it again.
                    let before = acknowledged.count
                    while acknowledged.count < before + 12 { try await Task.sleep(for: .milliseconds(5)) }
                    try await chance.pause(0...80)
                    try await server.crash()
                    try await chance.pause(0...200)
                    try await server.restart()
                }
                isOver.raise()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let told = histories.reduce(into: [:]) { $0.merge($1.told) { first, _ in first } }
            #expect(acknowledged.count >= 36 && !told.isEmpty, "seed \(seed)")
            try await aftermath(
                programme,
                histories.flatMap(\.batches),
                told: told,
                abandoned: histories.flatMap(\.abandoned)
            )
            try await agreed(programme, histories.flatMap(\.approved), seed)
        }
    }

    /// Each key whole or not at all; sent again it gives what it gave before, or happens now.
    private func aftermath(
        _ programme: Programme,
        _ batches: [CrashBatch],
        told: [UUID: Posted],
        abandoned: [CrashBatch]
    ) async throws {
        let there = try await postings(of: (batches + abandoned).map(\.key))
        for batch in batches {
            #expect(there[batch.key] == CrashBatch.size + 1, "acknowledged: \(String(describing: told[batch.key]))")
            let again = try await programme.post(batch.move, key: batch.key)
            #expect(again.id == told[batch.key]?.id && !again.isNew)
        }
        for batch in abandoned {
            let left = there[batch.key]
            #expect(left == nil || left == CrashBatch.size + 1, "half of a batch: \(left ?? 0) postings")
            let again = try await programme.post(batch.move, key: batch.key)
            #expect(again.isNew == (left == nil))
        }
        let (size, fault) = try await LedgerCheck(TestDatabase.current.database).run()
        #expect(fault == nil, "\(String(describing: fault))")
        #expect(size.postings >= (batches.count + abandoned.count) * (CrashBatch.size + 1))
    }

    /// Of each proposal all its moves, and the same person's approval changes nothing any more.
    private func agreed(_ programme: Programme, _ proposals: [Proposal.ID], _ seed: UInt64) async throws {
        let second = Programme.settings(of: Programme.second)
        for proposal in proposals {
            let isNew = try await programme.ledger.approve(proposal, as: second)
            #expect(!isNew, "seed \(seed)")
        }
        let halves = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT p.proposal_id
                  FROM budget.proposals p
                  JOIN budget.proposed_moves m USING (proposal_id)
                 GROUP BY p.proposal_id, p.decision
                HAVING count(m.txn_id) <> CASE WHEN p.decision = 'approved' THEN count(*) ELSE 0 END
                """
            ).count
        }
        #expect(halves == 0 && !proposals.isEmpty, "seed \(seed)")
    }

    /// How many postings each key has that is there.
    private func postings(of keys: [UUID]) async throws -> [UUID: Int] {
        let rows = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT t.key, count(p.txn_id) AS postings
                  FROM budget.txn t
                  LEFT JOIN budget.posting p USING (txn_id)
                 WHERE t.key = ANY (\(keys))
                 GROUP BY t.key
                """
            )
        }
        return try rows.reduce(into: [:]) { try $0[$1.get("key", as: UUID.self)] = $1.get("postings") }
    }

    /// Does the work while somebody holds the balance of a node's free money, until that connection is killed.
    private func held(_ node: Node.ID, _ work: @escaping @Sendable () async throws -> [UUID: Posted]) async throws
        -> [UUID: Posted]
    {
        do {
            return try await TestDatabase.current.owner.transaction { tx -> [UUID: Posted] in
                try await tx.run(
                    """
                    SELECT FROM budget.balance
                      WHERE account_id = (SELECT account_id
                                            FROM budget.account
                                           WHERE node_id = \(node.rawValue) AND stage = 'free')
                        FOR UPDATE
                    """
                )
                throw Held(told: try await work())
            }
        } catch let held as Held {
            return held.told
        }
    }

    /// Waits until so many wait for a lock.
    private func waiters(_ count: Int) async throws {
        var waiting = 0
        while waiting < count {
            waiting =
                try await TestDatabase.current.owner.transaction { tx in
                    try await tx.row(
                        """
                        SELECT count(*) AS count
                          FROM pg_locks
                          JOIN pg_stat_activity USING (pid)
                         WHERE datname = current_database() AND NOT granted
                        """
                    )?.get("count")
                } ?? 0
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Something that is raised once.
final class Flag: Sendable {
    private let raised = Mutex(false)

    var isUp: Bool { raised.withLock { $0 } }

    func raise() {
        raised.withLock { $0 = true }
    }
}

/// Counts.
final class Tally: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() {
        value.withLock { $0 += 1 }
    }
}
