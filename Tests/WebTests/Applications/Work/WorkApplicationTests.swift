import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing

@Suite("Applications in the workplace")
struct WorkApplicationTests {
    private static let officer = "programma@example.lv"

    @Test("are listed with filters, order and exports of the same selection", .database)
    func list() async throws {
        let office = try await HandedIn()
        try await office.handIn("Ēnu teātris", by: "Cēsu novads")
        try await office.handIn("Zaļā skola", by: "Ādažu novads")
        _ = try await office.draft("Vēl top", by: "Parauga novads")
        let cases: [(String, [String])] = [
            ("?sort=title&order=up", ["Ēnu teātris", "Vēl top", "Zaļā skola"]),
            ("?sort=title&order=down", ["Zaļā skola", "Vēl top", "Ēnu teātris"]), ("?state=draft", ["Vēl top"]),
            ("?text=cesu", ["Ēnu teātris"]), ("?text=zala", ["Zaļā skola"]), ("?text=nekas", []),
            ("?region=Kurzeme", []), ("?least=7000,01", []),
            ("?sort=title&order=up&least=x&from=y&state=z", ["Ēnu teātris", "Vēl top", "Zaļā skola"]),
            ("?sort=title&order=up&after=1.%00&before=zzz", ["Ēnu teātris", "Vēl top", "Zaļā skola"]),
        ]
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(Self.officer)
            for (query, expected) in cases {
                let page = try await browser.get(office.list + query)
                if query.contains("%00") {
                    #expect(page.status == .badRequest)
                    continue
                }
                #expect(page.status == .ok, "\(query)")
                #expect(page.document.houseFaults() == [], "\(query)")
                let titles = page.document.all("th", where: ["scope": "row"]).map(\.text)
                #expect(titles == expected, "\(query)")
                let csv = try await browser.get("\(office.list).csv\(query)")
                let lines = csv.text.split(separator: "\r\n").dropFirst()
                #expect(lines.count == expected.count, "\(query)")
                #expect(zip(lines, expected).allSatisfy { $0.contains($1) }, "\(query)")
            }
        }
    }

    @Test("open when handed in; drafts, other numbers and other people's files do not exist", .database)
    func show() async throws {
        let office = try await HandedIn()
        let (id, submitted) = try await office.handIn("\"\u{301}><script>x</script>", by: "Cēsu novads")
        let (draft, _) = try await office.draft("Vēl top", by: "Parauga novads")
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(Self.officer)
            let page = try await browser.get("/work/applications/\(id)")
            #expect(page.status == .ok)
            #expect(page.document.houseFaults() == [])
            #expect(!page.text.contains("<script>x"))
            #expect(page.text.contains(submitted.receipt.contentSHA256))
            let json = try await browser.get("/work/applications/\(id)/receipts/\(submitted.receipt.code)/json")
            #expect(json.text == submitted.text)
            #expect(json.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let pdf = try await browser.get("/work/applications/\(id)/receipts/\(submitted.receipt.code)/pdf")
            #expect(pdf.status == .serviceUnavailable)
            for path in [
                "\(draft)", "999999", "x", "\(id)/files/1", "\(id)/files/x",
                "\(draft)/receipts/\(submitted.receipt.code)/json",
                "\(id)/receipts/0000/json",
            ] {
                let page = try await browser.get("/work/applications/\(path)")
                #expect(page.status == .notFound, "\(path)")
            }
        }
    }

    @Test("exist for the agency's people alone", .database)
    func access() async throws {
        let office = try await HandedIn()
        let (id, _) = try await office.handIn("Kopā", by: "Cēsu novads")
        try await office.test.person("vertetajs@example.lv", .evaluator, in: "Parauga aģentūra", .agency)
        let paths = [
            "/work/applications", office.list, "\(office.list).csv", "\(office.list).xlsx", "/work/applications/\(id)",
        ]
        try await office.test.serve { client in
            let stranger = TestBrowser(client)
            let applicant = TestBrowser(client)
            try await applicant.signIn("csunovads@example.lv")
            let evaluator = TestBrowser(client)
            try await evaluator.signIn("vertetajs@example.lv")
            for path in paths {
                let unknown = try await stranger.get(path)
                #expect(unknown.status == .unauthorized, "\(path)")
                let partner = try await applicant.get(path)
                #expect(partner.status == .notFound, "\(path)")
                let judge = try await evaluator.get(path)
                #expect(judge.status == .forbidden, "\(path)")
            }
        }
    }

    @Test("need few statements", .database)
    func statements() async throws {
        let office = try await HandedIn()
        let (id, _) = try await office.handIn("Kopā")
        let ceilings = [(office.list, 3), ("/work/applications/\(id)", 6), ("/work/applications", 2)]
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(Self.officer)
            for (path, ceiling) in ceilings {
                let (_, statements) = try await TestDatabase.statements { _ = try await browser.get(path) }
                #expect(statements.count <= ceiling, "\(path): \(statements)")
            }
        }
    }

    @Test("are paged without losing or doubling a row", .database)
    func pages() async throws {
        let office = try await HandedIn()
        for number in 1...53 {
            let partner = number % 2 == 0 ? "Parauga novads" : "Cēsu novads"
            _ = try await office.draft("Projekts \(number)", by: partner)
        }
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(Self.officer)
            let first = try await browser.get("\(office.list)?sort=title&order=up")
            #expect(first.text.contains("Atrasti 53"))
            let second = try await browser.get(try first.link("Nākamie"))
            let back = try await browser.get(try second.link("Iepriekšējie"))
            func titles(_ page: TestPage) -> [String] { page.document.all("th", where: ["scope": "row"]).map(\.text) }
            #expect(titles(first).count == 50)
            #expect(Set(titles(first) + titles(second)).count == 53)
            #expect(titles(back) == titles(first))
        }
    }

    @Test(
        "fill a workbook that Excel's readers understand",
        .database,
        .enabled(if: Judges.areInstalled, "deploy/test installs the judges")
    )
    func workbook() async throws {
        let office = try await HandedIn()
        let (_, submitted) = try await office.handIn("=1+1", by: "Cēsu novads")
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(Self.officer)
            let file = try await browser.get("\(office.list).xlsx?text=cesu")
            #expect(file.status == .ok)
            let verdict = try await Judges.verdict(
                of: """
                    import sys, openpyxl
                    for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(min_row=2):
                        print([(c.data_type, c.value if c.data_type != "d" else "-") for c in row])
                    """,
                on: file.bytes,
                suffix: "xlsx"
            )
            let number = submitted.receipt.number
            let expected =
                "[('s', 'SK-INIC-1'), ('s', '\(number)'), ('s', '=1+1'), ('s', 'Cēsu novads'), ('s', 'Vidzeme'), "
            #expect(verdict.hasPrefix(expected), "\(verdict)")
            #expect(verdict.contains("('n', 7000), ('d', '-'), ('d', '-')]"), "\(verdict)")
            let csv = try await browser.get("\(office.list).csv?for=excel")
            #expect(csv.text.contains(";'=1+1;"))
        }
    }
}
