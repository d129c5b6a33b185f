import Budget
import Foundation
import HTTPTypes
import Money
import Postgres
import TestKit
import Testing

extension Faults {
    @Suite("A service that is killed in the middle of a batch", .database)
    struct KilledBatchTests {
        @Test("leaves nothing of a distribution that is half posted, and the same approval then brings all of it, once")
        func halfPosted() async throws {
            let desk = try await ApprovalDesk(proposals: 1)
            let (proposal, service) = (desk.proposals[0], desk.service)
            try await desk.run {
                let browser = try await desk.approver()
                let answer = try await desk.whileTheLastQuotaIsHeld {
                    async let answer = try? browser.post(desk.approval(proposal))
                    try await desk.waitUntilItWaits()
                    await service.tell("crash")
                    return await answer
                }
                #expect(answer == nil, "nobody was told anything")
                try await desk.waitUntilItIsGone()
                let left = try await desk.posted(proposal)
                #expect(left == 0)
                try await desk.start()
                for _ in 0..<2 {
                    let again = try await browser.post(desk.approval(proposal))
                    #expect(again.status == .seeOther)
                    let posted = try await desk.posted(proposal)
                    #expect(posted == ApprovalDesk.quotas)
                }
            }
            try await desk.check()
        }

        @Test("leaves of every distribution all or nothing at whatever moment, and keeps what was acknowledged")
        func anyMoment() async throws {
            var chance = Chance()
            let seed = chance.seed
            let desk = try await ApprovalDesk(proposals: 24)
            try await desk.run {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<3 {
                        let browser = try await desk.approver()
                        group.addTask {
                            let own = desk.proposals.indices.filter { $0 % 3 == writer }
                            for index in own { try await desk.insist(on: desk.proposals[index], browser) }
                        }
                    }
                    for round in 1...6 {
                        // A few more are done since the last time, so that the kills spread over the whole work.
                        while try await desk.decided() < round * 3 { try await Task.sleep(for: .milliseconds(5)) }
                        try await chance.pause(0...60)
                        await desk.service.tell("crash")
                        let halves = try await desk.halves()
                        #expect(halves == 0, "seed \(seed)")
                        try await desk.start()
                    }
                    try await group.waitForAll()
                }
            }
            for proposal in desk.proposals {
                let posted = try await desk.posted(proposal)
                #expect(posted == ApprovalDesk.quotas, "seed \(seed)")
            }
            try await desk.check()
        }
    }
}
