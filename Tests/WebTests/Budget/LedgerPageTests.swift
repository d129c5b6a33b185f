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

@Suite("The ledger in the workplace", .database)
struct LedgerPageTests {
    /// Staff of the agency, two partners, and money.
    private struct Scene: Sendable {
        let test: TestOffice
        let ledger: LedgerFurniture

        init() async throws {
            test = try TestOffice()
            let officer = try await test.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
            let finance = try await test.person("finanses@example.lv", .finance, in: "Parauga aģentūra", .agency)
            try await test.person("verte@example.lv", .evaluator, in: "Parauga aģentūra", .agency)
            let ours = try await test.person("mes@example.lv", .editor, in: "Parauga novads")
            let theirs = try await test.person("vini@example.lv", .editor, .signatory, in: "Cits novads")
            ledger = try await LedgerFurniture(
                officer.person.id,
                finance.person.id,
                ours: ours.organisation.id,
                theirs: theirs.organisation.id
            )
        }

        func statement(_ query: String = "") -> String { "/work/budget/accounts/\(ledger.free)\(query)" }
        var contract: String { "/work/budget/documents/\(ledger.contract.text.replacing("/", with: "%2F"))" }
    }

    private func serve(_ work: @escaping @Sendable (Scene, TestBrowser, any TestClientProtocol) async throws -> Void)
        async throws
    {
        let scene = try await Scene()
        try await scene.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("finanses@example.lv")
            try await work(scene, browser, client)
        }
    }

    private static func rows(_ page: TestPage) -> [[String]] {
        let document = page.document
        return document.all("tr").map { row in
            document.inside(row).filter { ["td", "th"].contains($0.name) }.map(\.text)
        }
    }

    @Test("is one story: a statement, its moves, their documents and what happened by them, each a link away")
    func story() async throws {
        try await serve { scene, browser, _ in
            let statement = try await browser.get(scene.statement())
            #expect(statement.status == .ok)
            #expect(statement.document.houseFaults() == [])
            #expect(statement.text.contains("343\u{A0}000,00\u{A0}EUR"))
            #expect(statement.text.contains("Atrasti 2 ieraksti"))
            let move = try await browser.get(statement.link("Rezervēšana"))
            #expect(move.document.houseFaults() == [])
            #expect(move.text.contains("Brīvs → Rezervēts"))
            let life = try await browser.get(move.link("Līgums SK-INIC-1/7"))
            #expect(life.document.houseFaults() == [])
            #expect(life.text.contains("Avansi 5\u{A0}600,00\u{A0}EUR · Saistības 1\u{A0}400,00\u{A0}EUR"))
            let cause = try await browser.get(life.link("Bankas izraksts 2026-02-11"))
            #expect(cause.document.houseFaults() == [])
            #expect(cause.text.contains("tas ir pamats citiem darījumiem"))
            #expect(try cause.link("Avansa izmaksa") == "/work/budget/moves/\(scene.ledger.payment)")
            let payment = try await browser.get(cause.link("Avansa izmaksa"))
            let advance = try await browser.get(payment.link("Avansi"))
            #expect(advance.text.contains("Avansi: Līgums SK-INIC-1/7"))
        }
    }

    @Test("is looked at as of a day or an instant, which every link carries on, and every form keeps")
    func moments() async throws {
        try await serve { scene, browser, _ in
            let page = try await browser.get(scene.statement("?as-of=31.12.2025&verb=assign"))
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains("Stāvoklis 31.12.2025. dienas beigās pēc darījumu datuma"))
            #expect(page.text.contains("350\u{A0}000,00\u{A0}EUR"))
            let main = try #require(page.document.first("main"))
            let links = page.document.inside(main).filter { $0.name == "a" }.compactMap { $0["href"] }
            let kept = links.filter { !$0.hasPrefix("#") && !$0.contains("as-of=2025-12-31") }
            // Only the way back to now.
            #expect(kept == ["\(scene.statement())?verb=assign"])
            let hidden = page.document.all("input", where: ["type": "hidden", "name": "as-of"]).map { $0["value"] }
            #expect(hidden == ["2025-12-31"])
            let early = try await browser.get(scene.statement("?known-at=1.1.2020+10:00:00"))
            #expect(early.text.contains("kāds bija zināms 01.01.2020. plkst.\u{A0}10:00:00"))
            #expect(early.text.contains("Neviens ieraksts šai atlasei neatbilst."))
            let life = try await browser.get("\(scene.contract)?as-of=2026-02-02")
            #expect(life.text.contains("Saistības <strong>7\u{A0}000,00\u{A0}EUR</strong>"))
            #expect(!life.text.contains("Avansa izmaksa"))
            #expect(try life.link("Saistību uzņemšanās").hasSuffix("?as-of=2026-02-02"))
        }
    }

    @Test("narrows a statement by its form; what cannot be understood stays and is explained")
    func filter() async throws {
        try await serve { scene, browser, _ in
            let found = try await browser.get(scene.statement("?verb=reserve&from=1.1.2026.&until=31.12.2026."))
            #expect(found.text.contains("Atrasts 1 ieraksts"))
            #expect(found.text.contains("Atlikums pirms 01.01.2026."))
            #expect(found.text.contains("350\u{A0}000,00\u{A0}EUR"))
            let misread = try await browser.get(scene.statement("?least=daudz&from=rit&verb=zagt"))
            #expect(misread.text.contains("Ierakstiet summu šādi") && misread.text.contains("Ierakstiet dienu šādi"))
            #expect(misread.text.contains("Atrasti 2 ieraksti") && misread.text.contains(#"value="daudz""#))
            let up = try await browser.get(scene.statement("?order=up"))
            #expect(Self.rows(up).dropFirst().compactMap(\.first) == ["1", "2"])
            let down = try await browser.get(scene.statement())
            #expect(Self.rows(down).dropFirst().compactMap(\.first) == ["2", "1"])
        }
    }

    @Test("gives a statement out as CSV and XLSX, the same selection")
    func files() async throws {
        try await serve { scene, browser, _ in
            let page = try await browser.get(scene.statement("?verb=reserve"))
            let csv = try await browser.get(page.link("CSV datu apstrādei"))
            #expect(csv.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            let last = try #require(lines.last)
            #expect(last.hasPrefix("Pašreizējais stāvoklis,SK-INIC-9,Brīvs,,2,2026-01-15,"))
            #expect(last.hasSuffix(",-7000.00,343000.00") && last.contains("Rezervēts: Līgums SK-INIC-1/7"))
            let excel = try await browser.get(page.link("CSV programmai Excel"))
            #expect(excel.text.contains(";-7000,00;343000,00"))
            let workbook = try await browser.get(page.link("Excel (XLSX)"))
            #expect(workbook.bytes.starts(with: Array("PK".utf8)))
        }
    }

    @Test("exists for the agency's readers alone, and what is not there is not found")
    func access() async throws {
        try await serve { scene, browser, client in
            let paths = [
                scene.statement(), scene.statement("/statement.csv"), scene.statement("/statement.xlsx"),
                "/work/budget/moves/\(scene.ledger.payment)", scene.contract,
                "/work/budget/partners/\(scene.ledger.ours)",
            ]
            let stranger = TestBrowser(client)
            let partner = TestBrowser(client)
            try await partner.signIn("mes@example.lv")
            let evaluator = TestBrowser(client)
            try await evaluator.signIn("verte@example.lv")
            for path in paths {
                #expect(try await stranger.get(path).status == .unauthorized, "\(path)")
                #expect(try await partner.get(path).status == .notFound, "\(path)")
                #expect(try await evaluator.get(path).status == .forbidden, "\(path)")
                #expect(try await browser.get(path).status == .ok, "\(path)")
            }
            for path in [
                "accounts/0", "accounts/999999", "accounts/9223372036854775808", "accounts/-1", "accounts/x",
                "accounts/1%27%20OR%201=1", "accounts/999999/statement.csv", "accounts/x/statement.xlsx",
                "moves/999999",
                "moves/0", "moves/1e3", "documents/contract", "documents/contract:", "documents/CONTRACT:SK-1",
                "documents/contract%3Anav", "documents/%00", "documents/a:%3Cscript%3E", "documents/contract:a%20b",
                "partners/999999", "partners/x", "partners/0",
            ] {
                let page = try await browser.get("/work/budget/\(path)")
                #expect(page.status == .notFound, "\(path): \(page.status)")
            }
            for query in ["?after=x", "?after=-1", "?before=0", "?after=99999999999999999999", "?after=5&before=2"] {
                #expect(try await browser.get(scene.statement(query)).status == .ok, "\(query)")
                #expect(try await browser.get("/work/budget/partners/\(scene.ledger.ours)\(query)").status == .ok)
                #expect(try await browser.get("/work/budget/moves/\(scene.ledger.payment)\(query)").status == .ok)
            }
        }
    }

    @Test("shows staff the money of a partner, and a partner its own and nobody else's")
    func partners() async throws {
        try await serve { scene, browser, client in
            let page = try await browser.get("/work/budget/partners/\(scene.ledger.ours)")
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains("12\u{A0}700,00\u{A0}EUR") && page.text.contains("10\u{A0}160,00"))
            #expect(try page.link("Plāns VEC-1-1").hasPrefix("/work/budget/documents/plan%3AVEC-1-1"))
            let ours = TestBrowser(client)
            try await ours.signIn("mes@example.lv")
            let own = try await ours.get("/budget")
            #expect(own.status == .ok)
            #expect(own.document.houseFaults() == [])
            #expect(own.text.contains("12\u{A0}700,00\u{A0}EUR") && own.text.contains("Plāns VEC-1-1"))
            #expect(!own.text.contains("VEC-2") && !own.text.contains("/work/"))
            let theirs = TestBrowser(client)
            try await theirs.signIn("vini@example.lv")
            let other = try await theirs.get("/budget?organisation=\(scene.ledger.ours)&after=1.plan:VEC-1-1")
            #expect(other.text.contains("4\u{A0}300,00\u{A0}EUR") && !other.text.contains("Plāns VEC-1"))
            let past = try await theirs.get("/budget?as-of=2025-12-31")
            #expect(past.text.contains("Stāvoklis 31.12.2025. dienas beigās"))
            #expect(try await browser.get("/budget").status == .notFound)
        }
    }

    @Test("asks at most four statements a page")
    func statements() async throws {
        try await serve { scene, browser, client in
            for path in [
                scene.statement(), scene.statement("?as-of=2026-01-31&verb=reserve"),
                "/work/budget/moves/\(scene.ledger.payment)", scene.contract,
                "/work/budget/partners/\(scene.ledger.ours)",
            ] {
                let (_, statements) = try await TestDatabase.statements { _ = try await browser.get(path) }
                #expect(statements.count <= 4, "\(path): \(statements.count)")
            }
            let partner = TestBrowser(client)
            try await partner.signIn("mes@example.lv")
            let (_, statements) = try await TestDatabase.statements { _ = try await partner.get("/budget") }
            #expect(statements.count <= 4)
        }
    }
}
