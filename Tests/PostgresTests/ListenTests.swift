import Logging
import Postgres
import TestKit
import Testing

@Suite("Listening to a channel", .database)
struct ListenTests {
    @Test("says first that it listens, then gives what is sent after COMMIT")
    func hears() async throws {
        let database = TestDatabase.current.owner
        var notifications = database.listen("job \"x\"").makeAsyncIterator()
        let beginning = try await notifications.next()
        #expect(beginning?.isBeginning == true)
        try await database.transaction { tx in
            try await tx.run("SELECT pg_notify(\("job \"x\""), \("seven"))")
            try await tx.run("SELECT pg_notify(\("other"), \("eight"))")
        }
        let heard = try await notifications.next()
        #expect(heard?.payload == "seven")
        #expect(heard?.isBeginning == false)
    }

    @Test("listens anew when its connection is ended")
    func reconnects() async throws {
        let database = TestDatabase.current.owner
        var notifications = database.listen("again").makeAsyncIterator()
        _ = try await notifications.next()
        try await database.transaction { tx in
            try await tx.run(
                """
                SELECT pg_terminate_backend(pid)
                  FROM pg_stat_activity
                 WHERE datname = current_database() AND query LIKE 'LISTEN "again"%'
                """
            )
        }
        let again = try await notifications.next()
        #expect(again?.isBeginning == true)
        try await database.transaction { tx in try await tx.run("SELECT pg_notify('again', \("nine"))") }
        let heard = try await notifications.next()
        #expect(heard?.payload == "nine")
    }

    @Test("ends when its task is cancelled")
    func ends() async throws {
        let database = TestDatabase.current.owner
        let task = Task {
            var count = 0
            for try await _ in database.listen("silent") { count += 1 }
            return count
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let count = try await task.value
        #expect(count <= 1)
    }

    @Test("hears of a transaction's hints once it is committed, of many together, and of none that was undone")
    func hints() async throws {
        struct Undone: Error {}
        try await with(running: TestDatabase.current.ownerAddress) { database in
            var notifications = database.listen("hint").makeAsyncIterator()
            _ = try await notifications.next()
            await #expect(throws: Undone.self) {
                try await database.transaction { tx in
                    try await tx.run("CREATE TABLE undone (id bigint)")
                    tx.hint("hint")
                    throw Undone()
                }
            }
            try await database.transaction { tx in
                try await tx.run("CREATE TABLE hinted (id bigint)")
                tx.hint("hint")
                tx.hint("hint")
            }
            let heard = try await notifications.next()
            let seen = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row("SELECT to_regclass('hinted') IS NOT NULL AND to_regclass('undone') IS NULL AS seen")
            }
            let isCommitted: Bool? = try seen?.get("seen")
            #expect(heard?.isBeginning == false && heard?.payload == "" && isCommitted == true)
            // Nothing else was on its way before this.
            try await TestDatabase.current.owner.transaction { try await $0.run("SELECT pg_notify('hint', 'last')") }
            let last = try await notifications.next()
            #expect(last?.payload == "last")
        }
    }

    @Test("is reminded after a while of silence, and sends at its end the hints that still wait")
    func reminders() async throws {
        let database = TestDatabase.current.owner
        var notifications = database.listen("rest", remindingAfter: .milliseconds(300)).makeAsyncIterator()
        let beginning = try await notifications.next()
        let reminder = try await notifications.next()
        #expect(beginning?.isReminder == false && reminder?.isReminder == true)
        let other = Database(.init(url: TestDatabase.current.ownerAddress), logger: Self.silent)
        try await other.transaction { tx in
            try await tx.run("SELECT 1")
            tx.hint("rest")
        }
        await other.shutdown()
        var heard = try await notifications.next()
        while heard?.isReminder == true { heard = try await notifications.next() }
        #expect(heard?.isBeginning == false)
    }

    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Does the work with a database that is looked after as in the service.
    private func with(running address: String, _ work: @escaping @Sendable (Database) async throws -> Void) async throws
    {
        let database = Database(.init(url: address + " connect_timeout=60"), logger: Self.silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.run() }
            try await work(database)
            group.cancelAll()
        }
    }
}
