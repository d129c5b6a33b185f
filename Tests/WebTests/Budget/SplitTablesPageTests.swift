import Budget
import Foundation
import Grants
import HummingbirdTesting
import Money
import TestKit
import Testing

@Suite("Who pays is told in every table that asks for it")
struct SplitTablesPageTests {
    private static let line = "/work/budget/lines/INIC"

    @Test("of a line's documents, as it was booked for each, on the page and in both files", .database)
    func documents() async throws {
        let pages = try await BookedCents.open(
            "\(Self.line)?sources=yes&lang=lv",
            "\(Self.line)/documents.csv?sources=yes&lang=lv",
            "\(Self.line)/documents.csv?lang=lv",
            "\(Self.line)/documents.xlsx?sources=yes"
        )
        let page = pages[0]
        #expect(page.document.houseFaults() == [])
        // Document, place, all of it, then the stages: advanced is the sixth.
        let second = try BookedCents.rows("Līgums 2", in: "documents", of: page)
        #expect(second.map { $0[6] } == ["0,03", "0,03", "–"], "\(second)")
        #expect(second.map { $0[2] } == ["7 000,00", "5 950,00", "1 050,00"], "\(second)")
        let first = try BookedCents.rows("Līgums 1", in: "documents", of: page)
        #expect(first.map { $0[7] } == ["0,03", "0,02", "0,01"])
        #expect(try page.link("CSV datu apstrādei").contains("sources=yes"))
        #expect(try page.link("Līgums 2").hasSuffix("?sources=yes"))
        let files = pages[1...2].map { file in
            file.text.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
        #expect(files[0].count == 1 + 3 * 3 && files[1].count == 1 + 3)
        #expect(files[0][0].contains("Avansi (dalījums iegrāmatots)") && files[1][0].contains("Avansi"))
        let contract = files[0].filter { $0.contains("contract:2") }
        #expect(contract.map { $0[7] } == ["kopā", "ESF+ (daļēji aprēķināts)", "valsts budžets (daļēji aprēķināts)"])
        #expect(contract.map { $0[12] } == ["0.03", "0.03", "0.00"], "\(contract)")
        #expect(pages[3].bytes.starts(with: Array("PK".utf8)))
    }

    @Test("of one document's accounts", .database)
    func document() async throws {
        let page = try await BookedCents.open("/work/budget/documents/contract%3A2?sources=yes&lang=lv")[0]
        #expect(page.document.houseFaults() == [])
        let section = try #require(page.document.first("section", where: ["aria-labelledby": "accounts"]))
        let rows = page.document.inside(section).filter { $0.name == "tr" }.map { row in
            page.document.inside(row).filter { ["td", "th"].contains($0.name) }.map {
                $0.text.replacing("\u{A0}", with: " ")
            }
        }
        let advanced = try #require(rows.first { $0.first == "Avansi" })
        #expect(advanced.suffix(3) == ["0,03", "0,03dalījums iegrāmatots", "0,00"], "\(advanced)")
        let committed = try #require(rows.first { $0.first == "Saistības" })
        #expect(committed.suffix(3) == ["6 999,97", "5 949,97dalījums aprēķināts", "1 050,00"], "\(committed)")
    }

    @Test(
        "of a statement and of a move: what the move booked, the rest reckoned and said so, also as a file",
        .database
    )
    func postings() async throws {
        let life = "/work/budget/documents/contract%3A2?sources=yes&lang=lv"
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        try await BookedCents.post()
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("revide@example.lv")
            let document = try await browser.get(life)
            let statement = try await browser.get(document.link("Apstiprināts maksāšanai"))
            #expect(statement.document.houseFaults() == [])
            let rows = statement.document.all("tr").map { row in
                statement.document.inside(row).filter { $0.name == "td" }.map {
                    $0.text.replacing("\u{A0}", with: " ")
                }
            }
            let (booked, ordered) = (rows[1], rows[2])
            // 85 % of three cents are two; the booking that took them away was the fund's alone.
            #expect(booked[5...7] == ["0,03", "0,03iegrāmatots", "0,00"], "\(booked)")
            #expect(ordered[4...7] == ["0,03", "", "0,02aprēķināts", "0,01"], "\(ordered)")
            #expect(try statement.link("CSV datu apstrādei").contains("sources=yes"))
            let csv = try await browser.get(statement.link("CSV datu apstrādei")).text.split(separator: "\r\n")
            #expect(csv[0].hasSuffix("\"ESF+ daļa, EUR\",\"Valsts budžeta daļa, EUR\",Dalījums"), "\(csv[0])")
            #expect(csv.contains { $0.hasSuffix(",-0.03,0.00,-0.03,0.00,iegrāmatots") }, "\(csv)")
            let workbook = try await browser.get(statement.link("Excel (XLSX)"))
            #expect(workbook.bytes.starts(with: Array("PK".utf8)))
            let move = try await browser.get(statement.link("Avansa izmaksa"))
            #expect(move.document.houseFaults() == [])
            #expect(move.text.contains("0,03<br><small class=\"quiet\">iegrāmatots</small>"))
            let without = try await browser.get(move.link("Nerādīt ESF+ un valsts daļu"))
            #expect(!without.text.contains("iegrāmatots"))
        }
    }

    @Test(
        "of a partner's quotas and documents, with the numbers of the line's page, for the agency and for the partner",
        .database
    )
    func partner() async throws {
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        let member = try await office.person("raksta@example.lv", .editor, in: BudgetShowcase.holder)
        _ = try await BudgetShowcase()
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("revide@example.lv")
            let (line, page) = (
                try await browser.get("/work/budget/lines/VEC?sources=yes&lang=lv"),
                try await browser.get("/work/budget/partners/\(member.organisation.id)?sources=yes&as-of=2099-01-01")
            )
            #expect(page.document.houseFaults() == [])
            let there = try BookedCents.rows(BudgetShowcase.holder, in: "sums", of: line)
            let here = try BookedCents.rows(BudgetShowcase.events, in: "quotas", of: page)
            #expect(here[1][1] == there[1][1] && here[2][1] == there[2][1], "\(here) \(there)")
            #expect(here[1][1] == "34 000,00" && here[2][1] == "6 000,00")
            let all = try BookedCents.rows("Kopā", in: "quotas", of: page)
            #expect(all.map { $0[1] } == ["100 000,00", "85 000,00", "15 000,00"], "\(all)")
            let document = try BookedCents.rows("Plāns 1", in: "documents", of: page)
            #expect(document.map { $0[3] } == ["295,55", "251,21", "44,34"], "\(document)")
            let own = TestBrowser(client)
            try await own.signIn("raksta@example.lv")
            let mine = try await own.get("/budget?sources=yes&lang=lv")
            #expect(mine.document.houseFaults() == [])
            #expect(try BookedCents.rows(BudgetShowcase.events, in: "quotas", of: mine) == here)
            #expect(!mine.text.contains("/work/"))
            #expect(try mine.link("Nerādīt ESF+ un valsts daļu") == "/budget")
        }
    }

    @Test("and where no rate holds that day, every page says so instead", .database)
    func withoutRate() async throws {
        let pages = try await BookedCents.open(
            "\(Self.line)?sources=yes&as-of=2024-01-01&lang=lv",
            "/work/budget/documents/contract%3A2?sources=yes&as-of=2024-01-01"
        )
        for page in pages {
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains("Šai dienai ESF+ likme nav noteikta"), "\(page.address)")
            #expect(!page.text.contains("aprēķināts") && !page.text.contains("iegrāmatots"))
        }
    }
}
