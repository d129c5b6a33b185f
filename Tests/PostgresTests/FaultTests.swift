import Foundation
import Logging
import Postgres
import TestKit
import Testing

@Suite("When the database fails")
struct FaultTests {
    private func connected(_ address: String, _ change: (inout Database.Configuration) -> Void = { _ in }) -> Database {
        // How long one waits for a turn is tried here; how long opening may take on a machine full of tests is not.
        let patient = address + " connect_timeout=60"
        var configuration = Database.Configuration(url: patient, poolSize: 4, waiters: 8, waitSeconds: 1)
        configuration.statementTimeout = .seconds(5)
        change(&configuration)
        return Database(configuration, logger: Logger(label: "fault") { _ in SwiftLogNoOpLogHandler() })
    }

    private func count(_ database: Database) async throws -> Int? {
        try await database.transaction { tx in
            try await tx.row("SELECT count(*) AS count FROM acknowledged")?.get("count")
        }
    }

    @Test("keeps every acknowledged row through a killed server and goes on by itself")
    func survivesAKilledServer() async throws {
        let server = try await PostgresServer.start(keepsCommits: true)
        let database = connected(server.address(user: "postgres", database: "postgres"))
        try await database.transaction { tx in
            try await tx.run("CREATE TABLE acknowledged (id bigint PRIMARY KEY)")
        }
        let write: @Sendable (Int) async throws -> Void = { id in
            while true {
                do {
                    try await database.transaction { tx in
                        try await tx.run("INSERT INTO acknowledged VALUES (\(id)) ON CONFLICT DO NOTHING")
                    }
                    return
                } catch is DatabaseUnavailable {
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask { for number in 0..<100 { try await write(writer * 1_000 + number) } }
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(60))
                try await server.crash()
                // Not reachable, or no turn: six writers try the same over four connections.
                await #expect(throws: DatabaseUnavailable.self) {
                    try await database.transaction { try await $0.run("SELECT 1") }
                }
                try await server.restart()
            }
            try await group.waitForAll()
        }
        let rows = try await count(database)
        #expect(rows == 600)
        await database.shutdown()
    }

    @Test("does not know how it ended when the answer to COMMIT is lost", .database)
    func unknownOutcome() async throws {
        let server = try await PostgresServer.start(keepsCommits: true)
        let direct = connected(server.address(user: "postgres", database: "postgres"))
        try await direct.transaction { tx in try await tx.run("CREATE TABLE acknowledged (id bigint PRIMARY KEY)") }
        try await FaultyLink.with(to: .socket(server.socket)) { link in
            let address =
                "host=127.0.0.1 port=\(link.port) sslmode=disable user=postgres dbname=postgres"
            let database = connected(address)
            await #expect(throws: DatabaseUnavailable.unknownOutcome) {
                try await database.transaction { tx in
                    try await tx.run("INSERT INTO acknowledged VALUES (1)")
                    link.loseAnswers()
                }
            }
            link.heal()
            // Asked again with the same key it happens once.
            try await database.transaction { tx in
                try await tx.run("INSERT INTO acknowledged VALUES (1) ON CONFLICT DO NOTHING")
            }
            await database.shutdown()
        }
        let rows = try await count(direct)
        #expect(rows == 1)
        await direct.shutdown()
    }

    @Test("runs a transaction again whose connection broke before COMMIT", .database)
    func runsAgain() async throws {
        let server = try await TestServer.socket()
        try await FaultyLink.with(to: .socket(server)) { link in
            let keywords = TestDatabase.current.ownerAddress.split(separator: " ").dropFirst().joined(separator: " ")
            let database = connected("host=127.0.0.1 port=\(link.port) sslmode=disable \(keywords)")
            try await database.transaction { tx in try await tx.run("CREATE TABLE acknowledged (id bigint)") }
            link.cut()
            link.heal()
            try await database.transaction { tx in try await tx.run("INSERT INTO acknowledged VALUES (1)") }
            let rows = try await count(database)
            #expect(rows == 1)
            await database.shutdown()
        }
    }

    @Test("bounds the queue before a slow database and refuses the rest at once", .database)
    func boundsTheQueue() async throws {
        let server = try await TestServer.socket()
        try await FaultyLink.with(to: .socket(server)) { link in
            let keywords = TestDatabase.current.ownerAddress.split(separator: " ").dropFirst().joined(separator: " ")
            let database = connected("host=127.0.0.1 port=\(link.port) sslmode=disable \(keywords)")
            try await database.transaction { try await $0.run("SELECT 1") }
            link.slowDown(by: .milliseconds(300))
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        do {
                            try await database.transaction { try await $0.run("SELECT 1") }
                            return "done"
                        } catch let error as DatabaseUnavailable {
                            return "\(error == .poolExhausted)"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect((outcomes["done"] ?? 0) >= 4)
            #expect((outcomes["true"] ?? 0) >= 88)
            #expect((outcomes["done"] ?? 0) + (outcomes["true"] ?? 0) == 100)
            link.heal()
            let after = try await database.transaction { try await $0.run("SELECT 1") }
            #expect(after == 1)
            #expect(database.figures.waiting == 0)
            await database.shutdown()
        }
    }

    @Test("waits for a connection no longer than allowed", .database)
    func limitsTheWait() async throws {
        let database = connected(TestDatabase.current.ownerAddress) { $0.poolSize = 1 }
        try await database.transaction { tx in
            try await tx.run("SELECT 1")
            let start = ContinuousClock.now
            await #expect(throws: DatabaseUnavailable.poolExhausted) {
                try await database.transaction { try await $0.run("SELECT 1") }
            }
            #expect(ContinuousClock.now - start < .seconds(15))
            // Each by its own time: who came later is not sent away with the first, nor forgotten after it.
            let refusals = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        do {
                            try await Task.sleep(for: .milliseconds(150 * number))
                            let start = ContinuousClock.now
                            do {
                                try await database.transaction { try await $0.run("SELECT 1") }
                            } catch DatabaseUnavailable.poolExhausted {
                                return ContinuousClock.now - start >= .seconds(1)
                            }
                        } catch {}
                        return false
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals == Array(repeating: true, count: 6))
            #expect(database.figures.waiting == 0)
        }
        await database.shutdown()
    }

    @Test("leaves the queue when the waiting task is cancelled", .database)
    func leavesTheQueue() async throws {
        let database = connected(TestDatabase.current.ownerAddress) {
            $0.poolSize = 1
            $0.waitSeconds = 60
        }
        try await database.transaction { tx in
            try await tx.run("SELECT 1")
            let waiter = Task { try await database.transaction { try await $0.run("SELECT 1") } }
            while database.figures.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            #expect(database.figures.waiting == 0)
        }
        await database.shutdown()
    }

    @Test("says that nothing is there to connect to")
    func notReachable() async throws {
        let database = connected("host=/nowhere user=nobody dbname=nothing")
        await #expect(throws: DatabaseUnavailable.notReachable) {
            try await database.transaction { try await $0.run("SELECT 1") }
        }
    }

    @Test("closes its connections on the server", .database)
    func closes() async throws {
        let database = connected(TestDatabase.current.ownerAddress + " application_name=closing")
        try await database.transaction { try await $0.run("SELECT 1") }
        await database.shutdown()
        let question: SQL = "SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = 'closing'"
        var left: Int? = 1
        for _ in 0..<100 where left != 0 {
            left = try await TestDatabase.current.owner.transaction { try await $0.row(question)?.get("count") }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(left == 0)
    }
}
