import Grants
import TestKit
import Testing

@Suite("The programme's money", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct BudgetPagesTests {
    @Test("can be read by everybody, on a phone too, now and as of another day")
    func pages() async throws {
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        _ = try await BudgetShowcase()
        let witness = Witness("budget")
        try await office.serveLive { origin, _ in
            try await Chromium.visit { browser in
                try await browser.signIn("revide@example.lv", at: origin)
                for (name, address) in [
                    ("overview", ""), ("sources", "?sources=yes"), ("past", "?as-of=15.12.2025."),
                    ("misread", "?as-of=rudens"), ("line", "/lines/INIC"), ("filtered", "/lines/INIC?stage=advanced"),
                    ("events", "/lines/VEC?sources=yes"), ("parent", "/lines/IAP"), ("own", "/lines/23.1"),
                ] {
                    try await browser.go("\(origin)/work/budget\(address)")
                    #expect(try await browser.has("main h1"), "\(address)")
                    try await witness.look(browser, name)
                }
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }
}
