import Foundation
import Grants
import HTTPTypes
import Postgres
import TestKit
import Testing

extension Faults {
    @Suite("A service whose machine has a wrong clock", .database)
    struct WrongClockTests {
        @Test(
            "decides deadlines, stamps receipts and counts sessions by the database's clock, even while its own jumps"
        )
        func jumps() async throws {
            let clock = try await WrongClock()
            defer { clock.end() }
            let site = try await LiveSite(environment: clock.environment)
            let now = Date()
            let (open, closed) = ("\(site.call)-1", "\(site.call)-2")
            try await site.publish(open, opens: now.addingTimeInterval(-3_600), closes: now.addingTimeInterval(3_600))
            try await site.publish(closed, closes: now.addingTimeInterval(-60))
            let late = try await site.office.draft(in: closed)
            try await clock.move(by: "+3h")
            try await site.run {
                // The service does see the wrong clock: its log says so.
                let wrong = try #require(await logged(site))
                #expect(wrong > now.addingTimeInterval(10_000))
                let early = try await site.applicant(1)
                let signatory = TestBrowser(port: site.service.port)
                try await signatory.signIn("paraksta@example.lv")
                let first = try await handIn(site, early, open)
                try await expectTooLate(late, signatory)

                try await clock.move(by: "-3h")
                let second = try await handIn(site, early, open)
                try await expectTooLate(late, signatory)
                let other = try await site.applicant(2)
                let third = try await handIn(site, other, open)

                try await clock.move(by: "+3h")
                let fourth = try await handIn(site, early, open)
                let instants = [now] + [first, second, third, fourth] + [Date()]
                #expect(instants == instants.sorted())

                // Whoever signed in while the clock was wrong stays signed in as long as anybody else.
                let odd = try await site.count(
                    """
                    SELECT count(*) AS count
                      FROM session
                     WHERE expires_at NOT BETWEEN clock_timestamp() + interval '11 hours 55 minutes'
                                              AND clock_timestamp() + interval '12 hours'
                    """
                )
                #expect(odd == 0)
                // And a session that has ended does not come back by turning the clock back.
                try await clock.move(by: "-3h")
                _ = try await TestDatabase.current.owner.transaction { tx in
                    try await tx.run(
                        """
                        UPDATE session
                           SET created_at = created_at - interval '1 day',
                               expires_at = clock_timestamp() - interval '1 minute'
                        """
                    )
                }
                let ended = try await early.send(.get, "/applications")
                #expect(ended.status == .unauthorized)
            }
        }

        private func handIn(_ site: LiveSite, _ browser: TestBrowser, _ call: String) async throws -> Date {
            let base = try await site.draft(browser, in: call)
            let form = try LiveSite.handingIn(await browser.get("\(base)/submission"), base)
            let answer = try await browser.post("\(base)/submission", form)
            #expect(answer.status == .seeOther, "\(answer.text)")
            let text = try await LiveSite.receipt(browser, base).text
            return try #require(Receipt(text: text)).arrivedAt
        }

        private func expectTooLate(_ base: String, _ browser: TestBrowser) async throws {
            let fields = [("key", UUID().uuidString), ("revision", "1")]
            try await browser.get(base)
            let answer = try await browser.post("\(base)/submission", fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Termiņš beidzās"))
        }

        /// The instant on the last line of the service's log.
        private func logged(_ site: LiveSite) async -> Date? {
            let words = await site.service.tell("words")
            guard let start = words.range(of: "\"time\":\"")?.upperBound else { return nil }
            let text = words[start...].prefix { $0 != "\"" }
            return try? Date(String(text) + "Z", strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
    }
}
