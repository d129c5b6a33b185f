import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The sums of all nodes")
struct OverviewTests {
    private func read<Value: Sendable>(_ work: @escaping @Sendable (Transaction) async throws -> Value) async throws
        -> Value
    {
        try await TestDatabase.current.database.transaction { try await work($0) }
    }

    /// Every account's balance by itself, added up by node and stage.
    private func slowly(_ moment: Moment) async throws -> [String: Int64] {
        let balance: SQL =
            switch moment {
            case .now: "cents"
            case .asOf(let day): "budget.as_of(account_id, \(day.iso)::date)"
            case .knownAt(let instant): "budget.known_at(account_id, \(instant))"
            }
        return try await read { tx in
            var sums: [String: Int64] = [:]
            for row in try await tx.rows("SELECT code, stage, \(balance) AS cents FROM budget.place") {
                let key = "\(try row.get("code", as: String.self)) \(try row.get("stage", as: String.self))"
                sums[key, default: 0] += try row.get("cents", as: Int64.self)
            }
            return sums.filter { $0.value != 0 }
        }
    }

    private func quickly(_ moment: Moment) async throws -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for node in try await read({ try await Ledger.overview(moment, in: $0) }) {
            for (stage, sum) in node.sums where sum != .zero { sums["\(node.node.code) \(stage.rawValue)"] = sum.cents }
        }
        return sums
    }

    @Test("say the same as every account asked by itself, on any day and at any instant", .database)
    func moments() async throws {
        _ = try await BudgetShowcase()
        let instants = try await read { tx in
            try await tx.rows("SELECT DISTINCT recorded_at FROM budget.moves ORDER BY 1").map {
                try $0.get("recorded_at", as: Date.self)
            }
        }
        #expect(instants.count > 40)
        let days = [
            Day(2025, 2, 23), Day(2025, 2, 24), Day(2025, 12, 31), Day(2026, 1, 12), Day(2026, 4, 1), Day(2026, 4, 30),
            Day(2026, 10, 1), Day(2030, 1, 1),
        ].compactMap { $0 }
        let seldom = instants.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
        for moment in [.now] + days.map(Moment.asOf) + seldom.map(Moment.knownAt) {
            let (fast, slow) = (try await quickly(moment), try await slowly(moment))
            #expect(fast == slow, "\(moment)")
        }
        let before = try await quickly(.asOf(Day(2025, 2, 23) ?? .epoch))
        #expect(before.isEmpty)
    }

    @Test("count a document once, however many stages it holds money at, and not before it is committed", .database)
    func commitments() async throws {
        _ = try await BudgetShowcase()
        let nodes = try await read { try await Ledger.overview(in: $0) }
        let call = try #require(nodes.first { $0.node.code == BudgetShowcase.call })
        #expect(call.commitments == 7)
        #expect(call.sums.values.contains(Euro(euros: 7_000)))
        let earlier = try await read { try await Ledger.overview(.asOf(Day(2026, 3, 19) ?? .epoch), in: $0) }
        #expect(earlier.first { $0.node.code == BudgetShowcase.call }?.commitments == 0)
        let known = try await read { try await Ledger.overview(.knownAt(.distantPast), in: $0) }
        #expect(known.allSatisfy { $0.sums.isEmpty && $0.commitments == 0 })
    }

    @Test("can be had of one node and what lies under it, and name the account where a sum is one account's", .database)
    func under() async throws {
        _ = try await BudgetShowcase()
        let all = try await read { try await Ledger.overview(in: $0) }
        let line = try await read { try await Ledger.overview(under: "INIC", in: $0) }
        #expect(line.map(\.node.code) == ["INIC", BudgetShowcase.call])
        #expect(line == all.filter { line.map(\.node.code).contains($0.node.code) })
        #expect(line.first?.parentCode == "4.2.3.1/1/24/I/001")
        #expect(line.last?.accounts[.free] != nil)
        #expect(line.last?.accounts[.committed] == nil)
        let none = try await read { try await Ledger.overview(under: "NAV", in: $0) }
        #expect(none.isEmpty)
    }

    @Test("rest on documents that are listed page by page, forth and back, and by what they hold", .database)
    func documents() async throws {
        let showcase = try await BudgetShowcase()
        let nodes = try [BudgetShowcase.call, BudgetShowcase.events].map { try #require(showcase.nodes[$0]) }
        func page(_ position: DocumentPosition, _ stages: [Stage] = [], _ moment: Moment = .now) async throws
            -> DocumentPage
        {
            try await read { tx in
                try await Ledger.documents(at: nodes, holding: stages, moment, from: position, size: 4, in: tx)
            }
        }
        var (seen, position): ([String], DocumentPosition) = ([], .first)
        while true {
            let found = try await page(position)
            #expect(found.hasPrevious == !seen.isEmpty)
            seen += found.rows.map(\.document.text)
            guard found.hasNext, let last = found.rows.last else { break }
            position = .after(last.document)
        }
        let expected = (1...8).map { "contract:\($0)" } + (1...3).map { "event:\($0)" }
        #expect(seen == expected)
        let back = try await page(.before(BudgetShowcase.document("event", 1)))
        #expect(back.rows.map(\.document.text) == (5...8).map { "contract:\($0)" })
        #expect(back.hasPrevious && back.hasNext)
        let top = try await page(.before(BudgetShowcase.document("contract", 5)))
        #expect(top.rows.count == 4 && !top.hasPrevious && top.hasNext)
        let advanced = try await page(.first, [.advanced])
        #expect(advanced.rows.map(\.document.text) == (2...4).map { "contract:\($0)" })
        #expect(advanced.rows.first?[.recoverable] == Euro(euros: 2_500))
        #expect(advanced.rows.first?.total == Euro(euros: 7_000))
        let earlier = try await page(.first, [.advanced], .asOf(Day(2026, 9, 29) ?? .epoch))
        #expect(earlier.rows.map(\.document.text) == (1...4).map { "contract:\($0)" })
    }
}
