import Foundation
import HTTPTypes
import Postgres
import TestKit
import Testing

extension Faults {
    @Suite("An answer that is lost on the way", .database)
    struct LostAnswerTests {
        @Test("is had again by posting the same key: the first result, the same receipt byte for byte")
        func lostAnswers() async throws {
            let site = try await LiveSite()
            try await site.run {
                try await FaultyLink.with(to: .port(site.service.port)) { link in
                    let browser = try await site.applicant(1, port: link.port)
                    let call = site.call
                    let check = try await browser.get("/calls/\(call)/application")
                    let start = try check.form("/calls/\(call)/applications").fields.map { ($0.name, $0.value) }
                    let begun = try await afterLoss(of: "/calls/\(call)/applications", start, browser, link)
                    let base = try #require(begun.location)
                    let applications = try await site.count(
                        "SELECT count(*) AS count FROM application JOIN call USING (call_id) WHERE call.number = \(call)"
                    )
                    #expect(applications == 1)

                    try await browser.post(
                        "\(base)/sections/texts/fields",
                        [("field[]", "title"), ("version.title", "0"), ("title", "Projekts")]
                    )
                    let form = try LiveSite.handingIn(await browser.get("\(base)/submission"), base)
                    let handedIn = try await afterLoss(of: "\(base)/submission", form, browser, link)
                    #expect(handedIn.status == .seeOther)
                    let receipt = try await LiveSite.receipt(browser, base)
                    let again = try await browser.post("\(base)/submission", form)
                    let sameReceipt = try await LiveSite.receipt(browser, base)
                    #expect(again.location == handedIn.location && receipt.bytes == sameReceipt.bytes)
                    try await expectOnce(site, base)
                }
            }
        }

        /// Posts while answers are lost, and once more when they come through.
        private func afterLoss(
            of address: String,
            _ fields: [(String, String)],
            _ browser: TestBrowser,
            _ link: FaultyLink
        ) async throws -> TestPage {
            link.loseAnswers()
            await #expect(throws: (any Error).self) { try await browser.post(address, fields) }
            link.heal()
            return try await browser.post(address, fields)
        }

        @Test("sixteen equal posts at once have one effect, and the same key with other content is refused")
        func storm() async throws {
            let site = try await LiveSite()
            try await site.run {
                let browser = try await site.applicant(1)
                let check = try await browser.get("/calls/\(site.call)/application")
                let start = try check.form("/calls/\(site.call)/applications")
                let starts = try await sixteen(browser, start.action, start.fields.map { ($0.name, $0.value) })
                let bases = Set(starts.compactMap(\.location))
                #expect(starts.allSatisfy { $0.status == .seeOther } && bases.count == 1)
                let base = try #require(bases.first)

                try await browser.post(
                    "\(base)/sections/texts/fields",
                    [("field[]", "title"), ("version.title", "0"), ("title", "Projekts")]
                )
                let form = try LiveSite.handingIn(await browser.get("\(base)/submission"), base)
                let answers = try await sixteen(browser, "\(base)/submission", form)
                #expect(answers.allSatisfy { $0.status == .seeOther } && Set(answers.compactMap(\.location)).count == 1)
                let receipt = try await LiveSite.receipt(browser, base)

                let other = form.filter { $0.0 != "declare.truthful" }
                let refusals = try await sixteen(browser, "\(base)/submission", other)
                #expect(refusals.allSatisfy { $0.status == .unprocessableContent })
                #expect(refusals.allSatisfy { $0.text.contains("Šī lapa jau reiz ir nosūtīta ar citu saturu") })
                let same = try await LiveSite.receipt(browser, base)
                #expect(receipt.bytes == same.bytes)
                try await expectOnce(site, base)
            }
        }

        /// One arrival and one submission of the application, whatever was posted.
        private func expectOnce(_ site: LiveSite, _ base: String) async throws {
            let id = base.lastNumber
            let arrivals = try await site.count("SELECT count(*) AS count FROM intake WHERE application_id = \(id)")
            let submissions = try await site.count(
                "SELECT count(*) AS count FROM submission WHERE application_id = \(id)"
            )
            #expect(arrivals == 1 && submissions == 1)
        }

        private func sixteen(_ browser: TestBrowser, _ address: String, _ fields: [(String, String)]) async throws
            -> [TestPage]
        {
            try await withThrowingTaskGroup(of: TestPage.self) { group in
                for _ in 0..<16 { group.addTask { try await browser.post(address, fields) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}
