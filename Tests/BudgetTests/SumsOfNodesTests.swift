import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The sums of nodes, folded piece by piece")
struct SumsOfNodesTests {
    private var ledger: Ledger { Ledger(TestDatabase.current.database) }

    private func overview(_ moment: Moment) async throws -> [NodeSums] {
        try await TestDatabase.current.database.transaction { try await Ledger.overview(moment, in: $0) }
    }

    private func sums(_ nodes: [NodeSums]) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for node in nodes {
            for (stage, sum) in node.sums where sum != .zero { sums["\(node.node.id) \(stage.rawValue)"] = sum.cents }
            if node.commitments != 0 { sums["\(node.node.id) documents"] = Int64(node.commitments) }
        }
        return sums
    }

    /// From the postings alone.
    private func slowly(_ moment: Moment) async throws -> [String: Int64] {
        let counts: SQL =
            switch moment {
            case .now: "true"
            case .asOf(let day): "t.effective <= \(day.iso)::date"
            case .knownAt(let instant): "p.recorded_at <= \(instant)"
            }
        let rows = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                WITH counted AS (
                    SELECT a.node_id, a.stage, a.document, p.amount
                      FROM budget.posting p
                      JOIN budget.txn t USING (txn_id)
                      JOIN budget.account a USING (account_id)
                     WHERE \(counts)
                )
                SELECT node_id, stage, sum(amount)::bigint AS cents FROM counted GROUP BY 1, 2
                 UNION ALL
                SELECT node_id, 'documents', count(*)
                  FROM (SELECT node_id, document
                          FROM counted
                         WHERE document IS NOT NULL AND stage <> 'reserved'
                         GROUP BY 1, 2
                        HAVING sum(amount) <> 0) d
                 GROUP BY 1
                """
            )
        }
        var sums: [String: Int64] = [:]
        for row in rows {
            let cents: Int64 = try row.get("cents")
            if cents != 0 {
                sums["\(try row.get("node_id", as: Int64.self)) \(try row.get("stage", as: String.self))"] = cents
            }
        }
        return sums
    }

    private func compare(_ words: String) async throws {
        let (instants, days) = try await TestDatabase.current.owner.transaction { tx in
            let instants = try await tx.rows("SELECT DISTINCT recorded_at FROM budget.posting ORDER BY 1").map {
                try $0.get("recorded_at", as: Date.self)
            }
            let days = try await tx.rows("SELECT DISTINCT effective FROM budget.txn ORDER BY 1").compactMap {
                Day(iso: try $0.get("effective"))
            }
            return (instants, days)
        }
        var moments: [Moment] = [.now]
        moments += days.enumerated().filter { $0.offset % (days.count / 12 + 1) == 0 }.map { .asOf($0.element) }
        moments += instants.enumerated().filter { $0.offset % (instants.count / 12 + 1) == 0 }.map {
            .knownAt($0.element)
        }
        for moment in moments {
            let (fast, slow) = (sums(try await overview(moment)), try await slowly(moment))
            #expect(fast == slow, "\(words), \(moment)")
        }
        let fault = try await LedgerCheck(TestDatabase.current.database).run().fault
        #expect(fault == nil, "\(words): \(String(describing: fault))")
    }

    @Test(
        "are the same before, between and after, for every day and every instant, late entries and reversals included",
        .database
    )
    func anyHistory() async throws {
        let seed = Chance().seed
        let programme = try await Programme.with(5_000)
        var author = Author(programme, calls: [programme.call], seed: seed)
        for round in 0..<36 {
            for _ in 0..<4 { try await author.act() }
            if round % 12 == 5 { try await compare("seed \(seed), round \(round), before folding") }
            let folded = try await ledger.fold(atLeast: 1)
            if round % 12 == 5 { try await compare("seed \(seed), round \(round), \(folded) folded") }
        }
        let left = try await ledger.fold(atLeast: 1)
        #expect(left == 0)
        try await compare("seed \(seed), at the end")
    }

    @Test("hold over more than a thousand pieces", .database)
    func manyPieces() async throws {
        let programme = try await Programme.with(5_000)
        let document = "award:1"
        for hundred in 0..<11 {
            try await TestDatabase.current.owner.transaction(Programme.settings) { tx in
                try await tx.run(
                    """
                    SELECT budget.post(gen_random_uuid(), 'reserve', '2026-03-15'::date + n / 3, '', NULL, NULL, NULL,
                                       ARRAY[\(programme.call.rawValue), \(programme.call.rawValue)],
                                       '{free,reserved}', ARRAY[NULL, \(document)], ARRAY[-1, 1]::bigint[]),
                           budget.fold(1)
                      FROM generate_series(\(hundred * 100 + 1)::int, \(hundred * 100 + 100)::int) AS n
                    """
                )
            }
        }
        let pieces = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT count(*) AS count FROM budget.piece")?.get("count", as: Int.self)
        }
        #expect(try #require(pieces) > 1_050)
        try await compare("at the end")
    }

    @Test(
        "never show money made or lost while many write and somebody folds, nor lose a move that is still being written",
        .database
    )
    func meanwhile() async throws {
        let programme = try await Programme.with(1_000)
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { while !isOver.isUp { _ = try await ledger.fold(atLeast: 1) } }
            group.addTask {
                while !isOver.isUp {
                    for moment in [Moment.now, .asOf(Programme.day), .knownAt(Date())] {
                        let rest = try await overview(moment).flatMap(\.sums.values).sum
                        #expect(rest == .zero, "\(moment)")
                    }
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { writers in
                for writer in 0..<4 {
                    writers.addTask {
                        for number in 0..<30 {
                            let document = Programme.document(writer * 100 + number)
                            let (sum, call) = (Euro(cents: 7), programme.call)
                            try await programme.post(.reserve(sum, for: document, at: call))
                            try await programme.post(.commit(sum, reservedFor: document, at: call))
                        }
                    }
                }
                try await writers.waitForAll()
            }
            isOver.raise()
            try await group.waitForAll()
        }
        _ = try await ledger.fold(atLeast: 1)
        try await compare("at the end")
        let commitments = try await overview(.now).first { $0.node.id == programme.call }?.commitments
        #expect(commitments == 120)
    }
}
