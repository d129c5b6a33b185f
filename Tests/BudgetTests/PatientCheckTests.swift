import Budget
import Logging
import Money
import Postgres
import Synchronization
import TestKit
import Testing

@Suite("A check of a long ledger", .timeLimit(.minutes(5)))
struct PatientCheckTests {
    @Test("waits for every answer, however short the limit of other statements is", .database)
    func patient() async throws {
        _ = try await Programme.with(1_000)
        var configuration = Database.Configuration(url: TestDatabase.current.serviceAddress)
        configuration.statementTimeout = .seconds(1)
        let hurried = Database(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let checked = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await TestDatabase.current.owner.transaction { tx in
                    try await tx.run("LOCK TABLE budget.posting IN ACCESS EXCLUSIVE MODE")
                    try await Self.wait(for: "NOT l.granted")
                    // Longer than the limit and what this side adds to it.
                    try await tx.run("SELECT pg_sleep(7)")
                }
            }
            try await Self.wait(for: "l.mode = 'AccessExclusiveLock' AND l.granted")
            async let checked = LedgerCheck(hurried).run()
            try await Self.wait(for: "NOT l.granted")
            await #expect(throws: DatabaseUnavailable.tooSlow) {
                try await hurried.transaction { try await $0.run("SELECT count(*) FROM budget.postings") }
            }
            try await group.waitForAll()
            return try await checked
        }
        #expect(checked.fault == nil && checked.size.postings == 6)
        await hurried.shutdown()
    }

    /// Waits until there is such a lock on the table of postings.
    private static func wait(for condition: SQL) async throws {
        var isThere = false
        while !isThere {
            isThere = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row(
                    """
                    SELECT 1 AS yes
                      FROM pg_locks l
                     WHERE l.relation = 'budget.posting'::regclass AND l.pid <> pg_backend_pid() AND \(condition)
                     LIMIT 1
                    """
                ) != nil
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test("says how far it is: all postings, then every question", .database)
    func progress() async throws {
        _ = try await Programme.with(1_000)
        let heard = Mutex<[LedgerProgress]>([])
        let (size, fault) = try await LedgerCheck(TestDatabase.current.database).run { step in
            heard.withLock { $0.append(step) }
        }
        let steps = heard.withLock { $0 }
        #expect(fault == nil)
        #expect(steps.starts(with: [.postings(0, of: size.postings), .postings(size.postings, of: size.postings)]))
        let questions = steps.dropFirst(2)
        #expect(questions.map(\.self) == (1...questions.count).map { .question($0, of: questions.count) })
    }
}
