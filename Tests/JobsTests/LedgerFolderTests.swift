import Budget
import Foundation
import Jobs
import Logging
import Money
import Postgres
import TestKit
import Testing

@Suite("The folding of the ledger", .database, .timeLimit(.minutes(5)))
struct LedgerFolderTests {
    private func pieces() async throws -> Int {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT count(*) AS count FROM budget.piece")?.get("count")
        } ?? 0
    }

    @Test("begins by itself where enough moves wait, and leaves a few for later")
    func folds() async throws {
        let money = PostedMoney()
        let programme = try await money.node("4.2.3.1/1/24/I/001")
        let before = try await pieces()
        try await money.post(.appropriate(Euro(euros: 1_000), to: programme))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let ledger = Ledger(TestDatabase.current.database)
        let few = try await ledger.fold()
        #expect(few == 0)
        try await TestDatabase.current.owner.transaction(
            .init([("kopiena.person", "1"), ("kopiena.organisation", "1")])
        ) { tx in
            try await tx.run(
                """
                SELECT budget.post(gen_random_uuid(), 'appropriate', '2026-03-15', '', NULL, 2, NULL,
                                   ARRAY[\(programme.rawValue), \(programme.rawValue)], '{source,free}', '{NULL,NULL}', '{-1,1}')
                  FROM generate_series(1, 1005)
                """
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await LedgerFolder(ledger: ledger, logger: logger, pause: .milliseconds(20)).run() }
            while try await pieces() == before { try await Task.sleep(for: .milliseconds(10)) }
            group.cancelAll()
        }
        let left = try await ledger.fold(atLeast: 1)
        #expect(left == 6)
        let free = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.overview(in: tx).first { $0.node.id == programme }?[.free]
        }
        #expect(free == Euro(cents: 101_005))
    }
}
