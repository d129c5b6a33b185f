import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("What a partner holds", .database)
struct HoldingsTests {
    private let money = PostedMoney()

    /// A partner's quota with so many plans of 10 euros.
    private func quota(of holder: DocumentReference, plans: Int, at programme: Programme) async throws -> Node.ID {
        let quota = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(.quota, "Q-\(holder.key)", under: programme.line, holder: holder, in: tx)
        }
        try await money.post(.assign(Euro(euros: 100), from: programme.programme, to: programme.line))
        try await money.post(.assign(Euro(euros: 100), from: programme.line, to: quota))
        for number in 1...plans {
            let plan = Programme.document(number)
            try await money.post(.commit(Euro(euros: 10), for: plan, at: quota), on: "2026-04-0\(number)")
        }
        return quota
    }

    private func partner() throws -> DocumentReference {
        try #require(DocumentReference(kind: "partner", key: String(UUID().uuidString.prefix(8))))
    }

    private func holdings(
        _ holder: DocumentReference,
        _ moment: Moment = .now,
        after place: HoldingPlace? = nil,
        size: Int = 100
    ) async throws -> Holdings {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.holdings(of: holder, moment, after: place, size: size, in: tx)
        }
    }

    @Test("is its quotas with what stands there, and the documents at them; another's are another's")
    func own() async throws {
        let programme = try await Programme.with(1_000)
        let (ours, theirs) = (try partner(), try partner())
        let quota = try await quota(of: ours, plans: 3, at: programme)
        _ = try await self.quota(of: theirs, plans: 1, at: programme)
        let held = try await holdings(ours)
        #expect(held.quotas.map(\.node) == [quota])
        #expect(held.quotas.first?.total == Euro(euros: 100))
        #expect(held.quotas.first?.sums == [.free: Euro(euros: 70), .committed: Euro(euros: 30)])
        #expect(held.documents.map(\.document) == (1...3).map(Programme.document))
        #expect(held.documents.allSatisfy { $0.sums == [.committed: Euro(euros: 10)] } && held.next == nil)
        let day = try #require(Day(2026, 4, 1))
        let then = try await holdings(ours, .asOf(day))
        #expect(then.quotas.first?.sums[.free] == Euro(euros: 90))
        let nobody = try await holdings(try partner())
        #expect(nobody.quotas.isEmpty && nobody.documents.isEmpty)
    }

    @Test("is read in pages, and in two statements")
    func pages() async throws {
        let programme = try await Programme.with(1_000)
        let ours = try partner()
        _ = try await quota(of: ours, plans: 5, at: programme)
        let (first, statements) = try await TestDatabase.statements { try await holdings(ours, size: 2) }
        #expect(statements.count == 2)
        let second = try await holdings(ours, after: first.next, size: 2)
        let third = try await holdings(ours, after: second.next, size: 2)
        let seen = (first.documents + second.documents + third.documents).map(\.document)
        #expect(seen == (1...5).map(Programme.document) && third.next == nil)
    }
}
