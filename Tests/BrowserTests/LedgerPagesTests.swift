import Grants
import TestKit
import Testing

@Suite("Pages of the ledger", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct LedgerPagesTests {
    @Test("can be used by everybody, on a phone too")
    func pages() async throws {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
        let finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
        let ours = try await office.person("mes@example.lv", .editor)
        let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
        let ledger = try await LedgerFurniture(
            officer.person.id,
            finance.person.id,
            ours: ours.organisation.id,
            theirs: theirs.organisation.id
        )
        let witness = Witness("ledger")
        try await office.serveLive { origin, _ in
            try await Chromium.visit { browser in
                try await browser.signIn("finanses@example.lv", at: origin)
                for (name, address) in ledger.pages {
                    try await browser.go(origin + address)
                    #expect(try await browser.has("main h1"), "\(address)")
                    try await witness.look(browser, name)
                }
            }
            try await Chromium.visit { browser in
                try await browser.signIn("mes@example.lv", at: origin)
                try await browser.go("\(origin)/budget")
                try await witness.look(browser, "own")
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }
}
