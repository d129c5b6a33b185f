import Foundation
import Postgres
import TestKit
import Testing

@Suite("The running service", .database)
struct ServeTests {
    @Test("opens, closes when told, and opens again after a crash")
    func opensAndCloses() async throws {
        let service = try await RunningService(database: TestDatabase.current.serviceAddress)
        await service.tell("start")
        let isReady = try await service.answers("/readyz", 200)
        let crashed = await service.tell("crash")
        #expect(isReady, "\(crashed)")
        #expect(crashed.hasPrefix("137"))
        await service.tell("start")
        let isReadyAgain = try await service.answers("/readyz", 200)
        #expect(isReadyAgain)
        let code = await service.tell("stop")
        #expect(code.hasPrefix("0"))
    }

    @Test("answers 503 while the database is away, says when to come again, and recovers by itself")
    func survivesTheDatabase() async throws {
        try await FaultyLink.with(to: .socket(TestServer.socket())) { link in
            let name = TestDatabase.current.name
            let address = "host=127.0.0.1 port=\(link.port) sslmode=disable user=kopiena_service dbname=\(name)"
            let service = try await RunningService(database: address)
            await service.tell("start")
            let isOpen = try await service.answers("/calls", 200)
            let words = await service.tell("words")
            try #require(isOpen, "\(words)")
            link.cut()
            let away = await service.status("/calls")
            #expect(away?.status == 503)
            #expect(away?.retryAfter.flatMap { Int($0) } != nil)
            let readiness = await service.status("/readyz")
            #expect(readiness?.status == 503)
            let parts = await service.text("/readyz")
            #expect(parts == "database: away\nintake: away\n")
            let health = await service.status("/healthz")
            #expect(health?.status == 200)
            link.heal()
            let isOpenAgain = try await service.answers("/calls", 200)
            #expect(isOpenAgain)
            await service.tell("stop")
        }
    }

    @Test("does every kind of job that is written", .database)
    func knowsEveryJob() async throws {
        let kinds = ["mail", "receipt.paper", "receipt.mail", "application.signature_wanted"]
        try await TestDatabase.current.owner.transaction { tx in
            // Without keys there is nothing to do, which is soon done.
            for kind in kinds { try await tx.run("INSERT INTO job (kind) VALUES (\(kind))") }
        }
        let service = try await RunningService(database: TestDatabase.current.serviceAddress)
        await service.tell("start")
        var waiting = kinds
        let start = ContinuousClock.now
        while !waiting.isEmpty, ContinuousClock.now - start < .seconds(30) {
            try await Task.sleep(for: .milliseconds(50))
            waiting = try await TestDatabase.current.owner.transaction { tx in
                try await tx.rows("SELECT kind FROM job WHERE done_at IS NULL").map { try $0.get("kind") }
            }
        }
        #expect(waiting == [])
        await service.tell("stop")
    }

    @Test("refuses to start on a schema that is not its own", .database)
    func refusesOtherSchemas() async throws {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("DELETE FROM schema_migration WHERE name = '0001_foundation'")
        }
        let service = try await RunningService(database: TestDatabase.current.serviceAddress)
        await service.tell("start")
        let answer = await service.tell("finish")
        #expect(answer.hasPrefix("1 Error: Migration 0001_foundation stands before") || answer.contains("older"))
    }
}
