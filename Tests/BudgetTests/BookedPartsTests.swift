import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What was booked is told by node and stage as it was booked", .database)
struct BookedPartsTests {
    private func parts(_ moment: Moment = .now) async throws -> [Node.ID: Portions] {
        let nodes = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.overview(moment, splits: true, in: tx)
        }
        return Dictionary(uniqueKeysWithValues: nodes.map { ($0.node.id, $0.booked ?? Portions()) })
    }

    @Test("cent by cent where small payments of several documents differ from what would be reckoned")
    func small() async throws {
        let programme = try await Programme.with(1_000)
        let (call, cents) = (programme.call, Euro(cents: 3))
        let other = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(.quota, "Q-\(UUID().uuidString.prefix(8))", under: programme.line, in: tx)
        }
        try await programme.post(.assign(Euro(euros: 10), from: programme.programme, to: programme.line))
        try await programme.post(.assign(Euro(euros: 10), from: programme.line, to: other))
        for number in [1, 2] { try await programme.payable(Euro(euros: 1), Programme.document(number)) }
        let plan = Programme.document(3)
        try await programme.post(.commit(Euro(euros: 1), for: plan, at: other))
        try await programme.post(.order(Euro(euros: 1), for: plan, at: other))
        // 85 % of 3, 6 and 9 cents: 2, 5 and 7. The second payment gets 3 of its 3 cents.
        try await programme.post(.book(cents, of: Programme.document(1), at: call))
        try await programme.post(.book(cents, of: plan, at: other))
        try await programme.post(.book(cents, of: Programme.document(2), at: call), on: Day(2026, 4, 1) ?? .epoch)
        try await programme.post(.accept(cents, of: Programme.document(1), at: call))
        let parts = try await parts()
        let (atCall, atOther) = (try #require(parts[call]), try #require(parts[other]))
        #expect(atOther[.advanced] == cents && atOther.total == cents)
        #expect(atCall[.accepted] == Euro(cents: 2) && atCall[.advanced] == Euro(cents: 2))
        let whole = try await programme.split()
        #expect(atCall.total + atOther.total == whole.esf)
        let early = try #require(try await self.parts(.asOf(Programme.day))[call])
        #expect(early[.accepted] == Euro(cents: 2) && early[.advanced] == .zero)
        let never = try await self.parts(.knownAt(Date(timeIntervalSince1970: 0)))
        #expect(never.values.allSatisfy { $0.total == .zero })
        // One line by itself says the same of its nodes as the whole programme.
        let line = try await TestDatabase.current.database.transaction { tx in
            let all = try await Ledger.overview(in: tx)
            let code = all.first { $0.node.id == programme.line }?.node.code
            return try await Ledger.overview(under: code, splits: true, in: tx)
        }
        #expect(line.count == 3 && line.allSatisfy { $0.booked == parts[$0.node.id] })
    }

    @Test("of a document at several stages, each cent once, whatever it went through")
    func random() async throws {
        let programme = try await Programme.with(10_000)
        let call = programme.call
        var chance = Chance(seed: 11)
        for number in 1...3 { try await programme.payable(Euro(euros: 100), Programme.document(number)) }
        for _ in 0..<60 {
            let document = Programme.document(Int.random(in: 1...3, using: &chance))
            let sum = Euro(cents: Int64.random(in: 1...37, using: &chance))
            let moves: [Move] = [
                .book(sum, of: document, at: call), .settle(sum, of: document, at: call),
                .accept(sum, of: document, at: call),
                .demand(sum, from: .accepted, of: document, at: call), .collect(sum, of: document, at: call),
                .writeOff(sum, of: document, at: call),
            ]
            // What is refused for want of money changes nothing.
            if let move = moves.randomElement(using: &chance) { _ = try? await programme.post(move) }
            let (parts, whole) = try await (parts(), programme.split())
            #expect(parts[call]?.total == whole.esf)
        }
        let ends = try #require(try await parts()[call])
        #expect(Portion.allCases.filter(\.isPaid).filter { ends[$0] != .zero }.count > 2, "\(ends)")
    }

    @Test("as all that it was, also where everything came back")
    func returned() async throws {
        let programme = try await Programme.with(1_000)
        let (call, document, cent) = (programme.call, Programme.document(1), Euro(cents: 1))
        for number in [1, 2] { try await programme.payable(Euro(euros: 1), Programme.document(number)) }
        // The first cent is the state's, the cents after it the fund's: the one that comes back is not the one that went.
        try await programme.post(.book(cent, of: document, at: call))
        try await programme.post(.book(Euro(cents: 4), of: Programme.document(2), at: call))
        try await programme.post(.demand(cent, from: .advanced, of: document, at: call))
        try await programme.post(.collect(cent, of: document, at: call))
        let (parts, whole) = try await (parts(), programme.split())
        #expect(parts[call]?.total == whole.esf && whole.total == Euro(cents: 4))
    }
}
