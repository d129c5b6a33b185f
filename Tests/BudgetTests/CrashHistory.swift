import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

/// One move for many documents, and the key under which it is sent.
struct CrashBatch: Sendable {
    /// How many documents; one posting more.
    static let size = 40

    let key = UUID()
    let move: Move

    init(_ programme: Programme, _ number: Int) throws {
        let moves = (0..<Self.size).map { place in
            Move.reserve(Euro(cents: 1), for: Programme.document(number * 100 + place), at: programme.call)
        }
        move = try #require(Move(batch: moves))
    }

    /// Sends it until the database says what became of it.
    func insist(_ programme: Programme) async throws -> Posted {
        try await insisting { try await programme.post(move, key: key) }
    }
}

/// Asks again while the database is away or cannot say how it ended.
func insisting<Answer>(_ ask: () async throws -> Answer) async throws -> Answer {
    while true {
        do {
            return try await ask()
        } catch is DatabaseUnavailable {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// What one writer sent while the server was killed again and again, and what it was told.
struct CrashHistory: Sendable {
    private(set) var batches: [CrashBatch] = []
    private(set) var told: [UUID: Posted] = [:]
    /// Sent once; nobody asked what became of them.
    private(set) var abandoned: [CrashBatch] = []
    /// Proposals of several moves, of which was said that they happened.
    private(set) var approved: [Proposal.ID] = []

    private let programme: Programme
    private let writer: Int
    private var chance: Chance
    private var number = 0

    init(_ programme: Programme, writer: Int, seed: UInt64) {
        self.programme = programme
        self.writer = writer
        chance = Chance(seed: seed &+ UInt64(writer))
    }

    /// Sends one batch, or has one of several moves agreed to.
    mutating func write(_ acknowledged: Tally) async throws {
        number += 1
        let batch = try CrashBatch(programme, writer * 100_000 + number)
        switch Int.random(in: 0..<4, using: &chance) {
        case 0:
            try await agree(batch)
        case 1:
            do {
                told[batch.key] = try await programme.post(batch.move, key: batch.key)
                batches.append(batch)
            } catch is DatabaseUnavailable {
                abandoned.append(batch)
                return
            }
        default:
            told[batch.key] = try await batch.insist(programme)
            batches.append(batch)
        }
        acknowledged.add()
    }

    private mutating func agree(_ batch: CrashBatch) async throws {
        let moves = batch.move.entries.filter { $0.place.document != nil }.compactMap { entry in
            entry.place.document.map { Move.reserve(entry.amount, for: $0, at: programme.call) }
        }
        let proposal = Proposal(
            .moves,
            moves.prefix(10).map { .move($0) },
            key: batch.key,
            effective: Programme.day,
            reason: "Tests"
        )
        let ledger = programme.ledger
        let proposed = try await insisting { try await ledger.propose(proposal, as: Programme.settings) }
        let second = Programme.settings(of: Programme.second)
        _ = try await insisting { try await ledger.approve(proposed.id, as: second) }
        approved.append(proposed.id)
    }
}
