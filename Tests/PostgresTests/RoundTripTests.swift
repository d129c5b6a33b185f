import Logging
import Postgres
import TestKit
import Testing

@Suite("Sending several statements in one round trip", .database)
struct RoundTripTests {
    private var database: Database { TestDatabase.current.owner }

    private func number(_ sql: SQL) -> Query<Int> {
        Query(sql) { rows in try rows.first?.get("n") ?? 0 }
    }

    @Test("answers each, and each sees what those before it did")
    func together() async throws {
        let answers = try await database.transaction { tx in
            try await tx.run("CREATE TABLE counted (n bigint)")
            return try await tx.ask(
                number("SELECT count(*) AS n FROM counted"),
                number("INSERT INTO counted VALUES (7) RETURNING n"),
                number("SELECT count(*) AS n FROM counted")
            )
        }
        #expect(answers == (0, 7, 1))
    }

    @Test("undoes all of it when one fails, and names the broken constraint")
    func failsAsOne() async throws {
        try await database.transaction { tx in
            try await tx.run("CREATE TABLE capped (n bigint CONSTRAINT capped_small CHECK (n < 10))")
        }
        let error = await #expect(throws: PostgresError.self) {
            _ = try await database.ask(
                number("INSERT INTO capped VALUES (1) RETURNING n"),
                number("INSERT INTO capped VALUES (11) RETURNING n"),
                number("INSERT INTO capped VALUES (2) RETURNING n"),
                number("SELECT count(*) AS n FROM capped")
            )
        }
        #expect(error?.constraint == "capped_small")
        let left = try await database.ask(number("SELECT count(*) AS n FROM capped"))
        #expect(left == 0)
    }

    @Test("keeps nothing when a rule that waits for the end is broken, and goes on with the next question")
    func failsAtTheEnd() async throws {
        try await database.transaction { tx in
            try await tx.run(
                "CREATE TABLE awaited (n bigint CONSTRAINT awaited_once UNIQUE DEFERRABLE INITIALLY DEFERRED)"
            )
        }
        let error = await #expect(throws: PostgresError.self) {
            _ = try await database.ask(
                number("INSERT INTO awaited VALUES (1) RETURNING n"),
                number("INSERT INTO awaited VALUES (1) RETURNING n"),
                number("SELECT 1 AS n"),
                number("SELECT count(*) AS n FROM awaited")
            )
        }
        #expect(error?.constraint == "awaited_once")
        let left = try await database.ask(number("SELECT count(*) AS n FROM awaited"))
        #expect(left == 0)
    }

    @Test("commits a transaction that is one question")
    func wholeTransaction() async throws {
        try await database.transaction { _ = try await $0.run("CREATE TABLE kept (n bigint)") }
        let first = try await database.ask(number("INSERT INTO kept VALUES (3) RETURNING n"))
        let all = try await database.ask(number("SELECT count(*) AS n FROM kept"))
        #expect((first, all) == (3, 1))
    }

    @Test("sets who acts before the question")
    func settings() async throws {
        let settings = TransactionSettings([("kopiena.person", "42")])
        let query: SQL = "SELECT current_setting('kopiena.person', true)::bigint AS n"
        let inside = try await database.ask(number(query), settings)
        #expect(inside == 42)
        let after = try await database.ask(
            number("SELECT count(*) AS n WHERE current_setting('kopiena.person', true) = '42'")
        )
        #expect(after == 0)
    }

    @Test("sends what nobody waits for before the next statement, or with COMMIT")
    func late() async throws {
        try await database.transaction { _ = try await $0.run("CREATE TABLE trailed (n bigint)") }
        let seen = try await database.transaction { tx in
            try tx.add("INSERT INTO trailed VALUES (1)")
            let seen = try await tx.ask(number("SELECT count(*) AS n FROM trailed"))
            try tx.add("INSERT INTO trailed VALUES (2)")
            return seen
        }
        let all = try await database.ask(number("SELECT count(*) AS n FROM trailed"))
        #expect((seen, all) == (1, 2))
    }

    @Test("writes what nobody waits for even where nothing else is asked")
    func onlyLate() async throws {
        try await database.transaction { _ = try await $0.run("CREATE TABLE alone (n bigint)") }
        try await database.transaction { tx in try tx.add("INSERT INTO alone VALUES (1)") }
        let all = try await database.ask(number("SELECT count(*) AS n FROM alone"))
        #expect(all == 1)
    }

    @Test("fails at COMMIT when what nobody waited for breaks a rule, and leaves nothing")
    func lateFailure() async throws {
        try await database.transaction { tx in
            try await tx.run("CREATE TABLE strict_late (n bigint CONSTRAINT strict_late_small CHECK (n < 10))")
        }
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { tx in
                try await tx.run("INSERT INTO strict_late VALUES (1)")
                try tx.add("INSERT INTO strict_late VALUES (10)")
            }
        }
        #expect(error?.constraint == "strict_late_small")
        let left = try await database.ask(number("SELECT count(*) AS n FROM strict_late"))
        #expect(left == 0)
    }

    @Test("refuses statements once the body has returned")
    func ended() async throws {
        let leaked = try await database.transaction { $0 }
        await #expect(throws: TransactionMisuse.ended) { try await leaked.run("SELECT 1") }
        #expect(throws: TransactionMisuse.ended) { try leaked.add("SELECT 1") }
    }

    @Test("asks again where the server had ended the connection meanwhile")
    func brokenConnection() async throws {
        let single = Database(
            .init(url: TestDatabase.current.ownerAddress, poolSize: 1),
            logger: Logger(label: "test")
        )
        let first = try await single.ask(number("SELECT pg_backend_pid() AS n"))
        _ = try await database.ask(number("SELECT pg_terminate_backend(\(first)::int)::int AS n"))
        let second = try await single.ask(number("SELECT pg_backend_pid() AS n"))
        #expect(first != second)
        await single.shutdown()
    }
}
