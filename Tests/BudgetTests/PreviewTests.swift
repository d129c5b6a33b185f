import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("A look ahead at a proposal", .database)
struct PreviewTests {
    private func preview(_ proposal: Proposal) async throws -> Preview {
        try await TestDatabase.current.database.transaction { try await Ledger.preview(of: proposal, in: $0) }
    }

    private static func amendment(_ moves: [Move], number: String, on day: Day = Programme.day) -> Proposal {
        Proposal(
            .amendment,
            moves.map { .move($0) },
            key: UUID(),
            effective: day,
            reason: "Grozījumi",
            cause: DocumentReference(kind: "amendment", key: number),
            dated: day
        )
    }

    @Test("tells of everything that would be in its way: the day, the number, and each place where money is missing")
    func obstacles() async throws {
        let programme = try await Programme.with(1_000)
        let (root, line, call, number) = (programme.programme, programme.line, programme.call, UUID().uuidString)
        let month = try #require(Day(2024, 8, 20))
        try await TestDatabase.current.database.transaction(Programme.settings) { tx in
            try await Ledger.closeMonth(of: month, in: tx)
        }
        let first = Self.amendment([.appropriate(Euro(euros: 1), to: root)], number: number)
        let id = try await programme.ledger.propose(first, as: Programme.settings).id
        try await programme.ledger.approve(id, as: Programme.settings(of: 2))
        let moves: [Move] = [
            .unassign(Euro(euros: 1_400), from: call, to: line), .withdraw(Euro(euros: 2_002), from: root),
        ]
        let look = try await preview(Self.amendment(moves, number: number, on: month))
        let codes = look.effect.changes.map(\.code)
        #expect(
            look.effect.obstacles == [
                .broken(.isCurrent), .broken(.openMonth),
                .short(needed: Euro(euros: 1_400), there: Euro(euros: 1_000), stage: .free, node: codes[0]),
                .short(needed: Euro(euros: 2_002), there: Euro(euros: 2_001), stage: .free, node: codes[2]),
            ]
        )
        let free = try await preview(Self.amendment([.appropriate(Euro(euros: 1), to: root)], number: "\(number)-2"))
        #expect(free.effect.obstacles == [])
        let never = Self.amendment(
            [.appropriate(Euro(euros: 1), to: root)],
            number: "3",
            on: Day(2019, 12, 31) ?? .epoch
        )
        let early = try await preview(never)
        #expect(early.effect.obstacles == [.broken(.proposalDay)])
    }

    @Test("is refused by the database for the first reason that it tells")
    func agrees() async throws {
        let programme = try await Programme.with(1_000)
        let month = try #require(Day(2024, 7, 20))
        try await TestDatabase.current.database.transaction(Programme.settings) { tx in
            try await Ledger.closeMonth(of: month, in: tx)
        }
        let moves: [Move] = [.withdraw(Euro(euros: 2_001), from: programme.programme)]
        for day in [month, Programme.day] {
            let proposal = Self.amendment(moves, number: UUID().uuidString, on: day)
            let expected = try #require(try await preview(proposal).effect.refusal)
            let id = try await programme.ledger.propose(proposal, as: Programme.settings).id
            await #expect(throws: expected) {
                try await programme.ledger.approve(id, as: Programme.settings(of: 2))
            }
        }
    }

    @Test("says the same until money moves at one of its places, and another thing if the proposal is another")
    func words() async throws {
        let programme = try await Programme.with(1_000)
        let proposal = Self.amendment(
            [.assign(Euro(euros: 10), from: programme.programme, to: programme.support)],
            number: UUID().uuidString
        )
        let first = try await preview(proposal).words
        try await programme.post(.reserve(Euro(euros: 1), for: Programme.document(1), at: programme.call))
        let same = try await preview(proposal).words
        try await programme.post(.assign(Euro(euros: 1), from: programme.programme, to: programme.line))
        let other = try await preview(proposal).words
        #expect(first == same && first != other)
        var changed = proposal
        changed.effective = Day(2026, 3, 16) ?? .epoch
        #expect(try await preview(changed).words != other)
        changed = Self.amendment(
            [.assign(Euro(euros: 11), from: programme.programme, to: programme.support)],
            number: proposal.cause?.key ?? ""
        )
        #expect(try await preview(changed).words != other)
    }
}
