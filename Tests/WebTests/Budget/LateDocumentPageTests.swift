import Budget
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Store
import TestKit
import Testing

@Suite("Late payments and what the forecast leads to")
struct LateDocumentPageTests {
    private func serve(
        _ work: @escaping @Sendable (LedgerFurniture, TestBrowser, TestBrowser) async throws -> Void
    ) async throws {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
        let finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
        let ours = try await office.person("mes@example.lv", .editor, in: "Parauga novads")
        let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
        let ledger = try await LedgerFurniture(
            officer.person.id,
            finance.person.id,
            ours: ours.organisation.id,
            theirs: theirs.organisation.id
        )
        try await office.serve { client in
            let (browser, partner) = (TestBrowser(client), TestBrowser(client))
            try await browser.signIn("finanses@example.lv")
            try await partner.signIn("mes@example.lv")
            try await work(ledger, browser, partner)
        }
    }

    private static func text(_ page: TestPage) -> String { page.text.replacing("\u{A0}", with: " ") }

    @Test("are listed with their documents from the day after the planned one, and the figure leads there", .database)
    func late() async throws {
        try await serve { _, browser, partner in
            let forecast = try await browser.get("/work/budget/forecast?as-of=2027-01-10&lang=lv")
            #expect(forecast.document.houseFaults() == [])
            let figures = try #require(forecast.document.first("dl", where: ["class": "figures"]))
            let figure = forecast.document.inside(figures).first { $0.name == "a" }
            let list = try await browser.get(try #require(figure?["href"]))
            #expect(list.status == .ok && list.document.houseFaults() == [])
            let text = Self.text(list)
            #expect(text.contains("15.12.2026.") && text.contains(">26<") && text.contains("1 400,00"))
            let document = try await browser.get(list.link("Līgums SK-INIC-1/7"))
            #expect(document.status == .ok)
            let line = try await browser.get(list.link("Skolas - kopienas iniciatīvu projekti"))
            #expect(line.status == .ok)
            for (day, isLate) in [("2026-12-15", false), ("2026-12-16", true)] {
                let page = try await browser.get("/work/budget/forecast/late?as-of=\(day)")
                #expect(page.text.contains("SK-INIC-1/7") == isLate, "\(day)")
            }
            let none = try await browser.get("/work/budget/forecast/late?after=%27x&as-of=2026-12-15")
            #expect(none.status == .ok && none.text.contains("Neviens maksājums nekavējas"))
            #expect(none.document.houseFaults() == [])
            #expect(try await partner.get("/work/budget/forecast/late").status == .notFound)
        }
    }

    @Test("an action without money stays chosen, and no share of nothing is told", .database)
    func withoutMoney() async throws {
        try await serve { _, browser, _ in
            let page = try await browser.get("/work/budget/forecast?line=23.9&lang=lv")
            #expect(page.document.houseFaults() == [])
            let chosen = page.document.all("option").filter { $0.has("selected") }.map(\.text)
            #expect(chosen.contains("Projekta vadība"), "\(chosen)")
            #expect(!page.text.contains("(–)"))
            let all = try await browser.get("/work/budget/forecast?lang=lv")
            let links = all.document.all("a").compactMap { $0["href"] }
            #expect(links.contains("#lines") && links.contains { $0.hasSuffix("/work/budget#sums") })
        }
    }
}
