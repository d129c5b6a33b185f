import Grants
import Store
import TestKit
import Testing

@Suite("The forecast of payments", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct ForecastPagesTests {
    @Test("can be read by everybody, on a phone too, and so can the form of a plan")
    func pages() async throws {
        let office = try TestOffice()
        try await Seed(stores: office.stores, database: TestDatabase.current.database, now: office.now).run()
        let witness = Witness("forecast")
        let contract = "/documents/contract%3APARAUGS"
        try await office.serveLive { origin, _ in
            try await Chromium.visit { browser in
                try await browser.signIn("finanses@kopiena.example", password: Seed.password, at: origin)
                for (name, address) in [
                    ("all", "/forecast"), ("line", "/forecast?line=INIC"), ("ended", "/forecast?line=IAP"),
                    ("past", "/forecast?line=INIC&as-of=2025-10-31"), ("own", "/forecast?line=23.1"),
                    ("document", "\(contract)-3"), ("plan", "\(contract)-3/plan"), ("nothing", "\(contract)-4/plan"),
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
