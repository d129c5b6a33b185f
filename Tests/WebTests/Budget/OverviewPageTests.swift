import Budget
import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("The programme's money on its pages")
struct OverviewPageTests {
    /// The site with money in it, and somebody who reads it.
    private struct Shown {
        let office: TestOffice
        let auditor: Visitor

        init() async throws {
            office = try TestOffice()
            auditor = try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
            _ = try await BudgetShowcase()
        }

        func sums() async throws -> ProgrammeSums {
            try await office.stores.programme.overview(.now, on: Day(2026, 11, 22) ?? .epoch, for: auditor)
        }

        func open(_ addresses: String...) async throws -> [TestPage] {
            try await office.serve { client in
                let browser = TestBrowser(client)
                try await browser.signIn("revide@example.lv")
                var pages: [TestPage] = []
                for address in addresses { pages.append(try await browser.get(address)) }
                return pages
            }
        }
    }

    /// The cells of the row that a table has under a name.
    private func row(_ name: String, of page: TestPage, in section: String = "sums") throws -> [String] {
        let part = try #require(page.document.first("section", where: ["aria-labelledby": section]))
        let rows = page.document.inside(part).filter { $0.name == "tr" }
        let found = try #require(rows.first { page.document.inside($0).first?.text.contains(name) == true })
        return page.document.inside(found).filter { $0.name == "td" }.map {
            $0.text.replacing("\u{A0}", with: " ").trimmingCharacters(in: .whitespaces)
        }
    }

    @Test("add up to what was appropriated, say what is not assigned, and what is left of the parent line", .database)
    func sums() async throws {
        let shown = try await Shown()
        let page = try await shown.open("/work/budget?lang=lv")[0]
        #expect(page.status == .ok)
        #expect(page.document.houseFaults() == [])
        let total = try row("Kopā", of: page)
        #expect(total[0] == "29 545 252,00")
        #expect(try row("Nav piešķirts nevienai līnijai", of: page)[0] == "21 165 252,00")
        let projects = try row("iniciatīvu projekti", of: page)
        #expect(projects[0] == "2 100 000,00")
        #expect(
            projects[1...].map { $0 }
                == [
                    "2 044 000,00", "–", "7 000,00", "19 600,00", "5 600,00", "13 800,00", "7 000,00", "2 500,00",
                    "500,00",
                ]
        )
        #expect(try row("lasītprasmes veicināšanai 1.-3. klasē", of: page)[2] == "59 113,35")
        let text = page.text.replacing("\u{A0}", with: " ")
        #expect(text.contains("1 369,44 EUR nav sadalīti apakšlīnijās"))
        #expect(text.contains("summa nav publicēta"))
        #expect(text.contains("jāapstiprina"))
        #expect(try row("iniciatīvu projekti", of: page, in: "lines").last?.hasPrefix("7 / 300") == true)
    }

    @Test("hold what the ledger's own cap holds", .database)
    func cap() async throws {
        let shown = try await Shown()
        let sums = try await shown.sums()
        let cap = try #require(
            try await TestDatabase.current.database.transaction { tx in
                try await tx.row("SELECT appropriated_cents, rest_cents FROM budget.caps")
            }
        )
        #expect(sums.appropriated == Euro(cents: try cap.get("appropriated_cents")))
        #expect(sums.assignedToRest == Euro(cents: try cap.get("rest_cents")))
        #expect(sums.mostForRest == Euro(cents: 17_727_151_20))
        #expect(sums.whole.total == sums.appropriated)
        #expect(sums.assigned + sums.unassigned == sums.appropriated)
    }

    @Test("show the past by the days on which moves count, and every link keeps the day", .database)
    func asOf() async throws {
        let shown = try await Shown()
        let pages = try await shown.open(
            "/work/budget?as-of=15.12.2025&lang=lv",
            "/work/budget?as-of=rudens&lang=lv",
            "/work/budget?known-at=2020-01-01T00:00:00&lang=lv"
        )
        #expect(try row("Kopā", of: pages[0])[0] == "15 951 890,00")
        #expect(try row("Nav piešķirts nevienai līnijai", of: pages[0])[0] == "7 571 890,00")
        let links = pages[0].document.all("a").compactMap { $0["href"] }.filter { $0.hasPrefix("/work/budget/lines/") }
        #expect(links.count > 20)
        #expect(links.allSatisfy { $0.contains("as-of=2025-12-15") })
        #expect(pages[1].text.contains("value=\"rudens\""))
        #expect(try row("Kopā", of: pages[1])[0] == "29 545 252,00")
        #expect(try row("Kopā", of: pages[2])[0] == "0,00")
    }

    @Test("split every sum between the fund and the state, say that it is derived, and add up", .database)
    func sources() async throws {
        let shown = try await Shown()
        let sums = try await shown.sums()
        let rate = try #require(sums.terms.rate)
        let fund = sums.fundParts(rate)
        for portion in Portion.allCases {
            let parts = sums.topLines.map { $0.fundParts(rate)[portion] }.sum
            let unassigned = Portions(sums.programme).fundParts(rate)[portion]
            #expect(fund[portion] - parts == unassigned)
        }
        let support = try #require(sums.lines.first { $0.line.code == "IAP" })
        let inside = sums.lines.filter { $0.line.parentLine == "IAP" }.map { $0.fundParts(rate).total }.sum
        #expect(support.fundParts(rate).total - inside == rate.fundPart(of: Euro(cents: 136_944)))
        let page = try await shown.open("/work/budget?sources=yes&lang=lv")[0]
        #expect(page.document.houseFaults() == [])
        #expect(page.text.contains("ESF+ (aprēķināts)"))
        #expect(page.text.contains("Dalījums ir aprēķināts"))
        let early = try await shown.open("/work/budget?sources=yes&as-of=2024-01-01&lang=lv")[0]
        #expect(early.text.contains("ESF+ likme nav noteikta"))
    }

    @Test("are given out as files of the same selection", .database)
    func files() async throws {
        let shown = try await Shown()
        let pages = try await shown.open(
            "/work/budget.csv?as-of=2025-12-15&sources=yes&lang=lv",
            "/work/budget.csv?for=excel&lang=lv",
            "/work/budget.xlsx?lang=lv"
        )
        let lines = pages[0].text.split(separator: "\r\n")
        #expect(lines.count == 1 + 17 * 3)
        #expect(lines.last?.contains("valsts budžets (aprēķināts)") == true)
        #expect(lines.contains { $0.contains("Kopā") && $0.contains("15951890.00") && $0.contains("15.12.2025.") })
        #expect(pages[1].text.split(separator: "\r\n").count == 18)
        #expect(pages[1].text.contains("29545252,00"))
        #expect(pages[2].headers[.contentDisposition]?.contains("finansejums.xlsx") == true)
    }

    @Test("open to a line with its facts, its calls and quotas, and its documents", .database)
    func line() async throws {
        let shown = try await Shown()
        let pages = try await shown.open(
            "/work/budget/lines/INIC?lang=lv",
            "/work/budget/lines/INIC?stage=advanced&lang=lv",
            "/work/budget/lines/VEC?lang=lv",
            "/work/budget/lines/23.7.1?lang=lv",
            "/work/budget/lines/IAP?lang=lv",
            "/work/budget/lines/NAV?lang=lv",
            "/work/budget/lines/\(BudgetShowcase.call)?lang=lv"
        )
        for page in pages.prefix(5) { #expect(page.status == .ok && page.document.houseFaults() == []) }
        #expect(try row(BudgetShowcase.call, of: pages[0])[0] == "700 000,00")
        #expect(try row("nav sadalīts tālāk", of: pages[0])[0] == "1 400 000,00")
        let documents = pages.prefix(2).map { page in
            page.document.all("th", where: ["scope": "row"]).filter { $0.text.contains("Līgums") }.count
        }
        #expect(documents == [8, 3])
        #expect(try row(BudgetShowcase.holder, of: pages[2])[0] == "40 000,00")
        let events = pages[2].text.replacing("\u{A0}", with: " ")
        #expect(events.contains("551 pasākums par 600 000,00 EUR, vidēji 1 088,93 EUR"))
        #expect(events.contains("55 pasākumi par 1 600 000,00 EUR, vidēji 29 090,91 EUR"))
        #expect(pages[3].text.contains("summa nav publicēta"))
        #expect(try row("nav sadalīts tālāk", of: pages[4])[0] == "1 369,44")
        #expect(pages[5].status == .notFound && pages[6].status == .notFound)
    }

    @Test("are nobody's else: administrators and partners do not read them", .database)
    func rights() async throws {
        let shown = try await Shown()
        let agency = "Parauga aģentūra"
        let administrator = try await shown.office.person("parvalda@example.lv", .administrator, in: agency, .agency)
        let partner = try await shown.office.person("paraksta@example.lv", .signatory)
        for visitor in [administrator, partner] {
            await #expect(throws: Missing.self) {
                try await shown.office.stores.programme.overview(.now, on: .epoch, for: visitor)
            }
            await #expect(throws: Missing.self) {
                try await shown.office.stores.programme.line("INIC", .now, on: .epoch, DocumentChoice(), for: visitor)
            }
        }
    }
}
