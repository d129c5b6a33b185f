import Foundation
import TestKit
import Testing

extension Faults {
    /// `KOPIENA_FAULT_ROUNDS=200` makes the long form, by hand; `KOPIENA_SEED` repeats a run.
    @Suite("A service that is killed under load", .database)
    struct KilledServiceTests {
        @Test("loses nothing it acknowledged, doubles nothing and leaves nothing half done")
        func killed() async throws {
            let rounds = ProcessInfo.processInfo.environment["KOPIENA_FAULT_ROUNDS"].flatMap { Int($0) } ?? 8
            var chance = Chance()
            let seed = chance.seed
            let site = try await LiveSite()
            try await site.run {
                var applicants: [Applicant] = []
                for number in 1...4 {
                    let browser = try await site.applicant(number)
                    applicants.append(Applicant(number, browser, call: site.call, seed: seed, mayWalkAway: true))
                }
                let ledgers = try await Applicant.work(applicants) {
                    for _ in 0..<rounds {
                        try await chance.pause(50...500)
                        await site.service.tell("crash")
                        try await site.start()
                    }
                }
                try await Aftermath(site: site, ledgers: ledgers, seed: seed).check()
                let receipts = ledgers.flatMap(\.receipts).count
                #expect(receipts > 0, "nobody handed anything in; seed \(seed)")
            }
        }
    }
}
