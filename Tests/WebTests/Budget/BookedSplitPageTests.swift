import Budget
import Foundation
import Grants
import HummingbirdTesting
import Money
import Postgres
import TestKit
import Testing

@Suite("Who paid is shown as it was booked")
struct BookedSplitPageTests {
    /// Two calls of one line and three contracts, each paid three cents, one after the other: 85 % of 3, 6 and 9 cents are 2, 5 and 7,
    /// so that the payment at the second call is the fund's alone. By reckoning it would pay 2 of 3 there, and 5 of 6 at the first.
    private func post() async throws {
        let money = PostedMoney()
        let root = try await money.node("4.2.3.1/1/24/I/001")
        let line = try await money.node("INIC")
        try await money.post(.appropriate(Euro(euros: 1_000_000), to: root), on: "2025-02-24")
        try await money.post(.assign(Euro(euros: 100_000), from: root, to: line), on: "2025-02-24")
        let calls = try await TestDatabase.current.database.transaction { tx in
            [
                try await Ledger.openNode(.call, "SK-INIC-21", under: line, in: tx),
                try await Ledger.openNode(.call, "SK-INIC-22", under: line, in: tx),
            ]
        }
        let (whole, cents) = (Euro(euros: 7_000), Euro(cents: 3))
        for call in calls { try await money.post(.assign(Euro(euros: 20_000), from: line, to: call), on: "2025-10-01") }
        for (number, call) in [calls[0], calls[1], calls[0]].enumerated() {
            let contract = BudgetShowcase.document("contract", number + 1)
            try await money.post(.reserve(whole, for: contract, at: call))
            try await money.post(.commit(whole, reservedFor: contract, at: call))
            try await money.post(.order(cents, for: contract, at: call))
            try await money.post(.book(cents, of: contract, at: call))
        }
        try await money.post(.accept(cents, of: BudgetShowcase.document("contract", 1), at: calls[0]))
    }

    private func open(_ addresses: String...) async throws -> [TestPage] {
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        try await post()
        return try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("revide@example.lv")
            var pages: [TestPage] = []
            for address in addresses { pages.append(try await browser.get(address)) }
            return pages
        }
    }

    /// The cells of the row under the one of a name: of three rows the first is the whole, then come the fund and the state.
    private func rows(_ name: String, of page: TestPage) throws -> [[String]] {
        let part = try #require(page.document.first("section", where: ["aria-labelledby": "sums"]))
        let rows = page.document.inside(part).filter { $0.name == "tr" }
        let first = try #require(rows.firstIndex { page.document.inside($0).first?.text.contains(name) == true })
        return rows[first..<first + 3].map { row in
            page.document.inside(row).filter { ["td", "th"].contains($0.name) }.map {
                $0.text.replacing("\u{A0}", with: " ")
            }
        }
    }

    private func cents(_ text: String) throws -> Int64 {
        text == "–" ? 0 : try #require(Euro(typed: text)).cents
    }

    @Test("on the page of a line, where the rows add up to the total in every column", .database)
    func line() async throws {
        let page = try await open("/work/budget/lines/INIC?sources=yes&lang=lv")[0]
        #expect(page.document.houseFaults() == [])
        let (first, second) = (try rows("SK-INIC-21", of: page), try rows("SK-INIC-22", of: page))
        // Name, total, then the portions: advanced is the sixth, accepted the seventh.
        #expect(first[0][7...8] == ["0,03", "0,03"] && first[1][7...8] == ["0,02", "0,02"])
        #expect(second[0][7] == "0,03" && second[1][7] == "0,03" && second[2][7] == "–")
        #expect(second[1][0] == "ESF+ (daļēji aprēķināts)")
        #expect(page.text.contains("dalījums iegrāmatots") && page.text.contains("dalījums aprēķināts"))
        let (rest, total) = (try rows("nav sadalīts tālāk", of: page), try rows("Kopā līnijā", of: page))
        for (kind, column) in [0, 1, 2].flatMap({ kind in (1...10).map { (kind, $0) } }) {
            let parts = try [first, second, rest].map { try cents($0[kind][column]) }
            let whole = try cents(total[kind][column])
            #expect(parts.reduce(0, +) == whole, "row \(kind), column \(column): \(parts)")
        }
    }

    @Test("in the table of all lines and in both of its files", .database, .enabled(if: Judges.areInstalled))
    func files() async throws {
        let pages = try await open(
            "/work/budget?sources=yes&lang=lv",
            "/work/budget.csv?sources=yes&lang=lv",
            "/work/budget.xlsx?sources=yes&lang=lv"
        )
        let rows = try rows("iniciatīvu projekti", of: pages[0])
        #expect(rows[1][7...8] == ["0,05", "0,02"] && rows[2][7...8] == ["0,01", "0,01"])
        let lines = pages[1].text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(lines[0].contains { $0.contains("Avansi (dalījums iegrāmatots)") })
        let inic = lines.filter { $0.contains("INIC") }
        #expect(inic.map { $0.suffix(4).prefix(2).joined(separator: " ") } == ["0.06 0.03", "0.05 0.02", "0.01 0.01"])
        let verdict = try await Judges.verdict(
            of: """
                import sys, openpyxl
                for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(values_only=True):
                    if row[1] == "INIC": print(row[-4], row[-3])
                """,
            on: pages[2].bytes,
            suffix: "xlsx"
        )
        #expect(verdict.split(separator: "\n") == ["0.06 0.03", "0.05 0.02", "0.01 0.01"])
    }
}
