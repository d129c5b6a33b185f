import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The life of a document's money", .database)
struct DocumentLifeTests {
    private let money = PostedMoney()

    private func life(_ document: DocumentReference, _ moment: Moment = .now, most: Int = 200) async throws
        -> DocumentLife?
    {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.life(of: document, moment, most: most, in: tx)
        }
    }

    private func move(_ id: Posted.ID, after account: LedgerAccount.ID? = nil, size: Int = 200) async throws
        -> MoveRead?
    {
        try await TestDatabase.current.database.transaction {
            try await Ledger.move(id, after: account, size: size, in: $0)
        }
    }

    /// A contract of 70 euros, of which 56 are paid in advance.
    private func contract() async throws -> (Programme, DocumentReference) {
        let programme = try await Programme.with(1_000)
        let contract = try #require(DocumentReference(kind: "contract", key: "SK-\(UUID().uuidString.prefix(8))"))
        let (call, whole, part) = (programme.call, Euro(euros: 70), Euro(euros: 56))
        try await money.post(.reserve(whole, for: contract, at: call), on: "2026-04-01")
        try await money.post(.commit(whole, reservedFor: contract, at: call), on: "2026-04-02")
        try await money.post(.order(part, for: contract, at: call), on: "2026-04-03")
        try await money.post(.book(part, of: contract, at: call), on: "2026-04-04")
        return (programme, contract)
    }

    @Test("goes from stage to stage, each move in its order with what stood where after it")
    func course() async throws {
        let (_, contract) = try await contract()
        let life = try #require(try await life(contract))
        #expect(life.moves.map(\.move.verb) == [.reserve, .commit, .order, .book])
        #expect(life.moves.map(\.amount) == [Euro(euros: 70), Euro(euros: 70), Euro(euros: 56), Euro(euros: 56)])
        #expect(life.accounts.map(\.stage) == [.reserved, .committed, .payable, .advanced])
        let course = life.course.map { $0.filter { $0.value != .zero } }
        #expect(
            course == [
                [.reserved: Euro(euros: 70)], [.committed: Euro(euros: 70)],
                [.committed: Euro(euros: 14), .payable: Euro(euros: 56)],
                [.committed: Euro(euros: 14), .advanced: Euro(euros: 56)],
            ]
        )
        // Where the first moves are left out, the rest is as before.
        let cut = try #require(try await self.life(contract, most: 2))
        #expect(cut.isCut && cut.moves == Array(life.moves.suffix(2)) && cut.course == Array(life.course.suffix(2)))
    }

    @Test("as of a day ends with that day")
    func asOf() async throws {
        let (_, contract) = try await contract()
        let day = try #require(Day(2026, 4, 2))
        let life = try #require(try await life(contract, .asOf(day)))
        #expect(life.moves.map(\.move.verb) == [.reserve, .commit])
        #expect(life.sums.filter { $0.value != .zero } == [.committed: Euro(euros: 70)])
        let before = try #require(try await self.life(contract, .knownAt(.distantPast)))
        #expect(before.moves.isEmpty && before.sums.values.allSatisfy { $0 == .zero })
    }

    @Test("of a document that is only a cause are the moves that happened by it; of an unknown one there is nothing")
    func cause() async throws {
        let programme = try await Programme.with(1_000)
        let amendment = try #require(DocumentReference(kind: "amendment", key: "P-\(UUID().uuidString.prefix(8))/2"))
        try await money.post(.appropriate(Euro(euros: 5), to: programme.programme), cause: amendment)
        let life = try #require(try await life(amendment))
        #expect(life.accounts.isEmpty)
        #expect(life.moves.map(\.amount) == [Euro(euros: 5)])
        #expect(life.moves.map(\.move.cause) == [amendment])
        let then = try #require(try await self.life(amendment, .knownAt(.distantPast)))
        #expect(then.moves.isEmpty)
        let unknown = try #require(DocumentReference(kind: "contract", key: "nav"))
        #expect(try await self.life(unknown) == nil)
    }

    @Test("is made of moves, each with its postings, its people and what undid it")
    func move() async throws {
        let (programme, contract) = try await contract()
        let release = Move.release(Euro(euros: 14), of: contract, at: programme.call)
        let released = try await money.post(release, reason: "Par daudz")
        let undoing = try await money.post(release, reason: "Kļūda", reverses: released)
        let read = try #require(try await move(released))
        #expect(read.total == Euro(euros: 14) && read.count == 2 && read.reversedBy == undoing)
        #expect(read.move.reason == "Par daudz" && read.move.person == 1)
        #expect(Set(read.entries.map(\.amount.cents)) == [-1_400, 1_400])
        #expect(read.entries.contains { $0.account.stage == .committed && $0.account.balance == .zero })
        let back = try #require(try await move(undoing))
        #expect(back.move.reverses == released && back.reversedBy == nil)
        #expect(try await move(Posted.ID(99_999_999)) == nil)
    }

    @Test("may begin in a large batch, which is read in pages")
    func batch() async throws {
        let programme = try await Programme.with(1_000)
        let awards = (1...9).map { Move.reserve(Euro(cents: 10), for: Programme.document($0), at: programme.call) }
        let batch = try #require(Move(batch: awards))
        let id = try await money.post(batch)
        let first = try #require(try await move(id, size: 6))
        let second = try #require(try await move(id, after: first.next, size: 6))
        #expect(first.count == 10 && first.entries.count == 6 && second.entries.count == 4 && second.next == nil)
        #expect(Set((first.entries + second.entries).map(\.account.id)).count == 10)
    }

    @Test("leaves the ledger whole as a file: every posting once, and the balances of the moment")
    func export() async throws {
        let (programme, contract) = try await contract()
        let read = { (moment: Moment) in
            let found = Collected()
            try await TestDatabase.current.database.transaction { tx in
                try await Ledger.export(moment, in: tx) { await found.add($0) }
            }
            return await found.postings
        }
        let all = try await read(.now)
        #expect(all.filter { $0.account.document == contract }.count == 7)
        #expect(Set(all.map { "\($0.account.id) \($0.version)" }).count == all.count)
        #expect(all.map(\.amount).sum == .zero)
        let day = try #require(Day(2026, 4, 2))
        let counting = try await read(.asOf(day))
        let mine = counting.filter { $0.account.document == contract }
        #expect(mine.map(\.amount.cents) == [7_000, -7_000, 7_000])
        #expect(mine.map(\.account.balance.cents) == [7_000, 0, 7_000])
        let free = try #require(counting.last { $0.account.node == programme.call && $0.account.stage == .free })
        #expect(free.account.balance == Euro(euros: 930))
        #expect(try await read(.knownAt(.distantPast)).isEmpty)
    }
}

/// What an export gave.
private actor Collected {
    private(set) var postings: [ExportedPosting] = []

    func add(_ posting: ExportedPosting) {
        postings.append(posting)
    }
}
