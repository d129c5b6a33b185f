import Foundation
import Postgres
import TestKit
import Testing

@Suite("A page that says what went wrong", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct ProblemPagesTests {
    @Test("can be used by everybody, on a phone too, whatever it was")
    func judged() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("problem")
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit { browser in
                let addresses = [
                    ("missing", "/calls/NAV-TADA"), ("missing-en", "/nowhere?lang=en"), ("unreadable", "/calls/%00"),
                ]
                for (name, address) in addresses {
                    try await browser.go(origin + address)
                    try await witness.look(browser, name)
                }
                try await refused(browser, at: origin, witness)
                try await browser.signIn("sagatavo@example.lv", at: origin)
                try await browser.go("\(origin)/work")
                try await witness.look(browser, "not-for-you")
                // The last of all: from here on there is no database.
                await TestDatabase.current.database.shutdown()
                try await browser.go("\(origin)/applications")
                try await browser.wait(for: "h1")
                try await witness.look(browser, "away")
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    /// Signing in with another's password, until there have been too many tries; and a code that is no receipt's.
    private func refused(_ browser: Chromium, at origin: String, _ witness: Witness) async throws {
        for number in 0..<20 {
            try await browser.go("\(origin)/sign-in?lang=lv")
            try await browser.fill("main input[name=email]", "nav@example.lv")
            try await browser.fill("main input[name=password]", "nepareiza parole \(number)")
            try await browser.click("main form button")
            try await browser.wait(for: "main h1")
            if number == 0 { try await witness.look(browser, "sign-in") }
            guard try await browser.title().hasPrefix("Kļūda") else { break }
        }
        try await witness.look(browser, "too-many")
        try await browser.go("\(origin)/receipts")
        try await browser.fill("main input[name=code]", "0000-0000")
        try await browser.click("main form[action$='/code'] button")
        try await browser.wait(for: "main h1")
        try await witness.look(browser, "no-receipt")
    }
}
