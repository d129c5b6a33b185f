import Foundation
import Grants
import Store
import TestKit
import Testing

@Suite("Two people of the agency", .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct MoneyJourneyTests {
    private static func office() async throws -> (office: TestOffice, ledger: LedgerFurniture) {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
        let finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
        let ours = try await office.person("mes@example.lv", .editor)
        let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
        try await office.stores.partners.say([.learners: 400], key: UUID(), by: theirs)
        let ledger = try await LedgerFurniture(
            officer.person.id,
            finance.person.id,
            ours: ours.organisation.id,
            theirs: theirs.organisation.id
        )
        return (office, ledger)
    }

    @Test(
        "divide quotas by what partners need, one of them adjusted, and amend the money, each with the other's approval",
        .database
    )
    func scripted() async throws {
        try await journey(scripts: true)
    }

    @Test("do the same on a phone without scripts", .database)
    func plain() async throws {
        try await journey(scripts: false)
    }

    private func journey(scripts: Bool) async throws {
        let (office, ledger) = try await Self.office()
        let witness = Witness(scripts ? "money" : "money-plain", scripts: scripts)
        let width = scripts ? 1280 : 360
        try await office.serveLive { origin, _ in
            try await Chromium.visit(width: width, scripts: scripts) { browser in
                try await browser.signIn("mes@example.lv", at: origin)
                try await browser.go("\(origin)/needs")
                try await browser.write(["learners": "1 200"])
                try await witness.look(browser, "needs")
                try await browser.press("Saglabāt")
                try await browser.wait(forText: "Vajadzības ir saglabātas")
            }
            let proposals = try await Chromium.visit(width: width, scripts: scripts) { browser in
                try await browser.signIn("programma@example.lv", at: origin)
                try await browser.go("\(origin)/work/budget/lines/VEC/distribution")
                try await browser.write(["least": "1 000"])
                try await browser.press("Aprēķināt")
                try await browser.wait(forText: "450 000,00")
                try await browser.click("tr:has([name='own.\(ledger.theirs)']) summary")
                try await browser.write(["own.\(ledger.theirs)": "100 000"])
                try await browser.press("Nodot apstiprināšanai")
                try await browser.wait(forText: "kāpēc kvota atšķiras no aprēķina")
                try await witness.look(browser, "distribution-refused")
                try await browser.write([
                    "why.\(ledger.theirs)": "Partneris lūdza mazāk", "reason": "Kvotas pēc izglītojamo skaita",
                ])
                try await browser.press("Nodot apstiprināšanai")
                try await browser.wait(forText: "Priekšlikums ir sagatavots")
                try await witness.look(browser, "proposed")
                let quotas = try await browser.address()

                try await browser.go("\(origin)/work/budget/amendments/new")
                try await browser.write([
                    "number": "G-3", "dated.day": "2", "dated.month": "11", "dated.year": "2026",
                    "effective.day": "2", "effective.month": "11", "effective.year": "2026",
                    "reason": "Papildu finansējums", "sum.\(ledger.root)": "15 951 990",
                ])
                try await browser.press("Parādīt, kas mainīsies")
                try await browser.wait(forText: "Nodot apstiprināšanai")
                try await witness.look(browser, "amendment")
                try await browser.press("Nodot apstiprināšanai")
                try await browser.wait(forText: "Priekšlikums ir sagatavots")
                return try await [quotas, browser.address()].map { String($0.prefix { $0 != "?" }) }
            }
            try await Chromium.visit(width: width, scripts: scripts) { browser in
                try await browser.signIn("finanses@example.lv", at: origin)
                try await browser.go("\(origin)/work/budget/proposals")
                try await witness.look(browser, "proposals")
                for proposal in proposals {
                    try await browser.go(proposal)
                    try await browser.press("Apstiprināt un izpildīt")
                    try await browser.wait(forText: "nauda ir pārvietota")
                }
                try await witness.look(browser, "approved")
                try await browser.go("\(origin)/work/budget/partners/\(ledger.theirs)")
                try await browser.wait(forText: "100 000,00")
                // Before the amendment counted, the programme had 100 euro less.
                try await browser.go("\(origin)/work/budget")
                try await browser.wait(forText: "15 951 990,00")
                try await browser.go("\(origin)/work/budget?as-of=31.10.2026.")
                try await browser.wait(forText: "15 951 890,00")
                try await witness.look(browser, "last-month")
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }
}
