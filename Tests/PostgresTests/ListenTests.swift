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
}
