import HTTPTypes
import TestKit
import Testing

extension Faults {
    @Suite("A database that has become slow", .database)
    struct SlowDatabaseTests {
        @Test(
            "makes a queue of bounded length and time: the rest is told to come again, and later all is well by itself"
        )
        func slow() async throws {
            try await FaultyLink.with(to: .socket(TestServer.socket())) { link in
                let name = TestDatabase.current.name
                let address = "host=127.0.0.1 port=\(link.port) sslmode=disable user=kopiena_service dbname=\(name)"
                let site = try await LiveSite(database: address, environment: ["KOPIENA_POOL_SIZE": "2"])
                try await site.run {
                    let before = try await memory(site)
                    link.slowDown(by: .milliseconds(300))
                    let start = ContinuousClock.now
                    let answers = try await crowd(of: 480, at: site)
                    let shown = answers.filter { $0.status == .ok }
                    let turnedAway = answers.filter { $0.status == .serviceUnavailable }
                    #expect(shown.count + turnedAway.count == answers.count)
                    #expect(shown.count >= 2 && turnedAway.count >= 400)
                    #expect(turnedAway.allSatisfy { $0.headers[.retryAfter].flatMap { Int($0) } != nil })
                    #expect(ContinuousClock.now - start < .seconds(25))
                    let health = await site.service.status("/healthz")
                    #expect(health?.status == 200)

                    link.heal()
                    let isOpen = try await site.service.answers("/calls", 200)
                    #expect(isOpen)
                    let after = try await crowd(of: 50, at: site)
                    #expect(after.allSatisfy { $0.status == .ok })
                    let grown = try await memory(site) - before
                    #expect(grown < 150_000, "\(grown) kB")
                }
            }
        }

        private func crowd(of size: Int, at site: LiveSite) async throws -> [TestPage] {
            try await withThrowingTaskGroup(of: TestPage.self) { group in
                for _ in 0..<size {
                    group.addTask { try await TestBrowser(port: site.service.port).send(.get, "/calls") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }

        /// Resident kilobytes.
        private func memory(_ site: LiveSite) async throws -> Int {
            let answer = await site.service.tell("memory")
            return try #require(answer.split(separator: " ").first.flatMap { Int($0) }, "\(answer)")
        }
    }
}
