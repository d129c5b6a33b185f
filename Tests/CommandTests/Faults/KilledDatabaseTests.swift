import TestKit
import Testing

extension Faults {
    @Suite("A database server that is killed under load")
    struct KilledDatabaseTests {
        @Test("comes back, and the service with it: nothing acknowledged is lost, nothing doubled")
        func killed() async throws {
            let server = try await PostgresServer.start(keepsCommits: true)
            try await TestDatabase.with(on: server) { _ in
                var chance = Chance()
                let seed = chance.seed
                let site = try await LiveSite()
                try await site.run {
                    var applicants: [Applicant] = []
                    for number in 1...4 {
                        let browser = try await site.applicant(number)
                        applicants.append(Applicant(number, browser, call: site.call, seed: seed, mayWalkAway: false))
                    }
                    let ledgers = try await Applicant.work(applicants) {
                        for _ in 0..<2 {
                            try await chance.pause(300...1_200)
                            try await server.crash()
                            try await chance.pause(50...500)
                            try await server.restart()
                            let start = ContinuousClock.now
                            let isOpen = try await site.service.answers("/readyz", 200)
                            #expect(isOpen && ContinuousClock.now - start < .seconds(30), "seed \(seed)")
                        }
                    }
                    try await Aftermath(site: site, ledgers: ledgers, seed: seed).check()
                    let receipts = ledgers.flatMap(\.receipts).count
                    #expect(receipts > 0, "nobody handed anything in; seed \(seed)")
                }
            }
        }
    }
}
