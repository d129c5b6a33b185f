import Foundation
import Grants
import Store
import TestKit
import Testing

@Suite("Two people of the agency and the places of a call", .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct PlacesJourneyTests {
    @Test("divide them by need, one partner's number adjusted with a reason", .database)
    func scripted() async throws {
        try await journey(scripts: true)
    }

    @Test("do the same on a phone without scripts", .database)
    func plain() async throws {
        try await journey(scripts: false)
    }

    private func journey(scripts: Bool) async throws {
        let office = try await ApplicantsOffice()
        let test = office.test
        try await test.person("finanses@example.lv", .finance, in: "Parauga aģentūra", .agency)
        let ours = try await test.person("sagatavo@example.lv", .editor)
        let theirs = try await test.person("svess@example.lv", .editor, in: "Cits novads")
        try await test.stores.partners.say([.learners: 900], key: UUID(), by: ours)
        try await test.stores.partners.say([.learners: 300], key: UUID(), by: theirs)
        let other = theirs.organisation.id
        let witness = Witness(scripts ? "places" : "places-plain", scripts: scripts)
        let width = scripts ? 1280 : 360
        try await test.serveLive { origin, _ in
            let quotas = "\(origin)/work/calls/\(office.number)/quotas"
            let proposal = try await Chromium.visit(width: width, scripts: scripts) { browser in
                try await browser.signIn("programma@example.lv", at: origin)
                try await browser.go(quotas)
                try await witness.look(browser, "before")
                try await browser.go("\(quotas)/distribution")
                try await browser.write(["whole": "12", "least": "4"])
                try await browser.press("Aprēķināt")
                try await browser.wait(forText: "mazākā kvota")
                try await browser.click("tr:has([name='own.\(other)']) summary")
                try await browser.write(["own.\(other)": "2"])
                try await browser.press("Nodot apstiprināšanai")
                try await browser.wait(forText: "kāpēc kvota atšķiras no aprēķina")
                try await witness.look(browser, "refused")
                try await browser.write(["why.\(other)": "Partneris lūdza mazāk", "reason": "Pēc izglītojamo skaita"])
                try await browser.press("Nodot apstiprināšanai")
                try await browser.wait(forText: "Vietas mainīsies, kad to apstiprinās cits cilvēks")
                try await witness.look(browser, "proposed")
                return String(try await browser.address().prefix { $0 != "?" })
            }
            try await Chromium.visit(width: width, scripts: scripts) { browser in
                try await browser.signIn("finanses@example.lv", at: origin)
                try await browser.wait(forText: "1 vietu sadales priekšlikums gaida lēmumu")
                try await browser.go(proposal)
                try await witness.look(browser, "waiting")
                try await browser.press("Apstiprināt vietas")
                try await browser.wait(forText: "vietas ir mainītas")
                try await browser.go(quotas)
                try await browser.wait(forText: "apstiprināts")
                try await witness.look(browser, "after")
            }
        }
        let places = try await test.stores.calls.current(number: office.number).map { $0.call.id }
        let call = try #require(places)
        let set = try await test.stores.calls.quota(call, of: other)
        #expect(set.places == 2)
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }
}
