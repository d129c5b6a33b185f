import Foundation
import Logging
import Postgres
import Synchronization
import TestKit
import Testing

@Suite("Working in a transaction", .database)
struct TransactionTests {
    private var database: Database { TestDatabase.current.owner }

    @Test("names the broken constraint and tells no value")
    func namesConstraints() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { tx in
                try await tx.run("CREATE TABLE named (sum bigint CONSTRAINT named_sum_positive CHECK (sum > 0))")
                try await tx.run("INSERT INTO named VALUES (\(-4_203_231))")
            }
        }
        #expect(error?.constraint == "named_sum_positive")
        #expect(error?.table == "named")
        #expect(error?.sqlState == "23514")
        #expect(error.map { "\($0)".contains("4203231") } == false)
    }

    @Test("keeps values out of the sentences about malformed data")
    func hidesValues() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { tx in try await tx.run("SELECT \("secret")::date") }
        }
        #expect(error.map { "\($0)" } == "PostgreSQL 22007: invalid input syntax for type date")
    }

    @Test("leaves nothing behind when the body throws")
    func rollsBack() async throws {
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await database.transaction { tx in
                try await tx.run("CREATE TABLE never (id bigint)")
                throw Stop()
            }
        }
        let row = try await database.transaction { try await $0.row("SELECT to_regclass('never') IS NULL AS gone") }
        let isGone: Bool? = try row?.get("gone")
        #expect(isGone == true)
    }

    @Test("does not pretend to have committed what the server had given up")
    func noticesSwallowedErrors() async throws {
        await #expect(throws: TransactionMisuse.alreadyRolledBack) {
            try await database.transaction { tx in _ = try? await tx.run("SELECT 1 / 0") }
        }
    }

    @Test("reads in one snapshot and without a time limit where that is asked for, and then no more")
    func snapshot() async throws {
        let question: SQL = """
            SELECT current_setting('transaction_isolation') AS isolation, current_setting('transaction_read_only') AS reads,
                   current_setting('statement_timeout') AS timeout
            """
        let ways: [TransactionSettings] = [.none.unhurried.inOneSnapshot, .none.inOneSnapshot.keepingPlans, .none]
        var found: [[String]] = []
        for settings in ways {
            let row = try await database.transaction(settings) { try await $0.row(question) }
            found.append(try ["isolation", "reads", "timeout"].map { try row?.get($0) ?? "" })
        }
        #expect(
            found == [
                ["repeatable read", "on", "0"], ["repeatable read", "on", "1min"], ["read committed", "off", "1min"],
            ]
        )
    }

    @Test("sets who acts, for this transaction alone")
    func settings() async throws {
        let question: SQL = "SELECT current_setting('kopiena.person', true) AS person"
        let hostile = "7'; DROP TABLE x; --"
        let inside = try await database.transaction(TransactionSettings([("kopiena.person", hostile)])) { tx in
            try await tx.row(question)
        }
        let person: String? = try inside?.get("person")
        #expect(person == hostile)
        for _ in 0..<10 {
            let outside = try await database.transaction { try await $0.row(question) }
            let nobody: String? = try outside?.find("person")
            #expect(nobody ?? "" == "")
        }
    }

    @Test("is of no use after its end")
    func ends() async throws {
        let kept = try await database.transaction { tx in
            try await tx.run("SELECT 1")
            return tx
        }
        await #expect(throws: TransactionMisuse.ended) { try await kept.run("SELECT 1") }
    }

    @Test("runs again after a deadlock, and both sides get through")
    func retriesDeadlocks() async throws {
        try await database.transaction { tx in
            try await tx.run("CREATE TABLE pair (id bigint PRIMARY KEY, count bigint NOT NULL)")
            try await tx.run("INSERT INTO pair VALUES (1, 0), (2, 0)")
        }
        let runs = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [[1, 2], [2, 1]] {
                group.addTask {
                    try await TestDatabase.current.owner.transaction { tx in
                        runs.increase()
                        for id in order {
                            try await tx.run("UPDATE pair SET count = count + 1 WHERE id = \(id)")
                            try await tx.run("SELECT pg_sleep(0.2)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let rows = try await database.transaction { try await $0.rows("SELECT count FROM pair ORDER BY id") }
        let counts: [Int] = try rows.map { try $0.get("count") }
        #expect(counts == [2, 2])
        #expect(runs.value > 2)
    }

    @Test("stops a running statement when its task is cancelled, and the connection stays usable")
    func cancels() async throws {
        let database = TestDatabase.current.owner
        let start = ContinuousClock.now
        let task = Task { try await database.transaction { try await $0.run("SELECT pg_sleep(20)") } }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // Far less than the statement would take; a busy machine is slow to cancel.
        #expect(ContinuousClock.now - start < .seconds(15))
        let still = try await database.transaction { tx in
            try await tx.row(
                "SELECT count(*) AS count FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(20)%' AND state = 'active'"
            )
        }
        let count: Int? = try still?.get("count")
        #expect(count == 0)
    }

    @Test("gives up a statement that takes too long")
    func timesOut() async throws {
        var configuration = Database.Configuration(url: TestDatabase.current.ownerAddress, poolSize: 1)
        configuration.statementTimeout = .seconds(1)
        let impatient = Database(configuration, logger: Logger(label: "test"))
        await #expect(throws: DatabaseUnavailable.tooSlow) {
            try await impatient.transaction { try await $0.run("SELECT pg_sleep(10)") }
        }
        let after = try await impatient.transaction { try await $0.run("SELECT 1") }
        #expect(after == 1)
        await impatient.shutdown()
    }

    @Test("hears of every statement but BEGIN, COMMIT and the settings")
    func counts() async throws {
        let (_, statements) = try await TestDatabase.statements {
            try await TestDatabase.current.owner.transaction(TransactionSettings([("kopiena.person", "1")])) { tx in
                try await tx.run("SELECT 1")
                try await tx.run("SELECT \(2)")
            }
        }
        #expect(statements == ["SELECT 1", "SELECT $1::bigint"])
    }

    @Test("keeps working after more different statements than are kept prepared")
    func forgetsStatements() async throws {
        try await database.transaction { tx in
            for number in 0..<1_100 {
                let row = try await tx.row(SQL(stringLiteral: "SELECT \(number) AS number_\(number)"))
                let value: Int? = try row?.get("number_\(number)")
                #expect(value == number)
            }
        }
    }

    @Test("keeps working where that number is passed between statements that travel together")
    func forgetsBetweenStatements() async throws {
        var configuration = Database.Configuration(url: TestDatabase.current.ownerAddress, poolSize: 1)
        configuration.statementTimeout = .seconds(60)
        let single = Database(configuration, logger: Logger(label: "test"))
        for number in 0..<260 {
            let together: [SQL] = (0..<3).map { SQL(stringLiteral: "SELECT \(number) AS number, \($0) AS place") }
            let first = try await single.answers(together).flatMap { try $0.map { try $0.get("place", as: Int.self) } }
            let again = try await single.answers(together).flatMap { try $0.map { try $0.get("place", as: Int.self) } }
            #expect(first == [0, 1, 2] && again == first)
        }
        await single.shutdown()
    }
}

/// Counts from several tasks.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increase() { count.withLock { $0 += 1 } }
}
