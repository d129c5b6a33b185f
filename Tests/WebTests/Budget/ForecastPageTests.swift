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

@Suite("The forecast of payments on its pages")
struct ForecastPageTests {
    private struct Scene: Sendable {
        let office: TestOffice
        let ledger: LedgerFurniture

        init() async throws {
            office = try TestOffice()
            let agency = "Parauga aģentūra"
            let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
            let finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
            try await office.person("revide@example.lv", .auditor, in: agency, .agency)
            let ours = try await office.person("mes@example.lv", .editor, in: "Parauga novads")
            let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
            ledger = try await LedgerFurniture(
                officer.person.id,
                finance.person.id,
                ours: ours.organisation.id,
                theirs: theirs.organisation.id
            )
        }

        var document: String { "/work/budget/documents/contract%3ASK-INIC-1%2F7" }
        var plan: String { "\(document)/plan" }
    }

    private func serve(
        _ work: @escaping @Sendable (Scene, TestBrowser, any TestClientProtocol) async throws -> Void
    ) async throws {
        let scene = try await Scene()
        try await scene.office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("finanses@example.lv")
            try await work(scene, browser, client)
        }
    }

    private static func text(_ page: TestPage) -> String { page.text.replacing("\u{A0}", with: " ") }

    /// The form's fields with others typed over them.
    private static func fields(_ page: TestPage, _ address: String, _ typed: [String: String]) throws -> [(
        String, String
    )] {
        var form = try page.form(address)
        for (name, value) in typed { form.fill(name, [value]) }
        return form.fields.map { ($0.name, $0.value) }
    }

    @Test("tells the months of a line as its documents plan them, and leads to where each number comes from", .database)
    func months() async throws {
        try await serve { _, browser, _ in
            let overview = try await browser.get("/work/budget?lang=lv")
            let all = try await browser.get(overview.link("Maksājumu prognoze pa mēnešiem"))
            #expect(all.status == .ok && all.document.houseFaults() == [])
            let line = try await browser.get("/work/budget/forecast?line=INIC")
            #expect(line.document.houseFaults() == [])
            let text = Self.text(line)
            #expect(text.contains("02.2026") && text.contains("5 600,00") && text.contains("12.2026"))
            #expect(text.contains("1 400,00"))
            let events = try await browser.get("/work/budget/forecast?line=VEC&as-of=2026-04-30")
            #expect(Self.text(events).contains("3 400,00"), "both plans, of which nobody said when")
            #expect(events.document.houseFaults() == [])
            let odd = try await browser.get("/work/budget/forecast?line=%3Cb%3E&as-of=rit")
            #expect(odd.status == .ok && !odd.text.contains("<b>"))
        }
    }

    @Test("is given out as CSV and XLSX in the same moment", .database)
    func files() async throws {
        try await serve { _, browser, _ in
            let page = try await browser.get("/work/budget/forecast?as-of=2026-02-10")
            let csv = try await browser.get(page.link("CSV datu apstrādei"))
            let lines = csv.text.split(separator: "\r\n").filter { $0.contains(",INIC,") }
            #expect(lines.count == 3, "two months and the whole line")
            #expect(lines.first?.contains("mēnesis,2026-02-01,0.00,5600.00,0.00") == true)
            #expect(lines.last?.contains("visa līnija,,0.00,7000.00,0.00,2100000.00") == true)
            let workbook = try await browser.get(page.link("Excel (XLSX)"))
            #expect(workbook.bytes.starts(with: Array("PK".utf8)))
        }
    }

    @Test("follows a plan that was changed by its form, and the document says who changed it and why", .database)
    func planning() async throws {
        try await serve { scene, browser, _ in
            let document = try await browser.get("\(scene.document)?lang=lv")
            #expect(document.document.houseFaults() == [])
            let form = try await browser.get(document.link("Mainīt maksājumu plānu"))
            #expect(form.document.houseFaults() == [])
            #expect(form.text.contains("value=\"15.12.2026.\"") && form.text.contains("value=\"1\u{A0}400,00\""))
            let typed = [
                "due.1": "18.12.2026.", "sum.1": "400,00", "due.2": "2027-03-31", "sum.2": "1 000",
                "reason": "Pārskats <b>kavējas",
            ]
            let more = try await browser.post(scene.plan, Self.fields(form, scene.plan, typed) + [("action", "rows")])
            #expect(more.status == .ok && more.text.contains("name=\"due.8\"") && more.text.contains("2027-03-31"))
            #expect(more.document.houseFaults() == [])
            let fields = try Self.fields(more, scene.plan, [:])
            let saved = try await browser.post(scene.plan, fields)
            #expect(saved.status == .seeOther)
            let twice = try await browser.post(scene.plan, fields)
            #expect(twice.status == .seeOther, "a second click is the same deed")
            let shown = try await browser.get(try #require(saved.location))
            #expect(shown.text.contains("Maksājumu plāns ir saglabāts") && shown.text.contains("31.03.2027."))
            #expect(shown.text.contains("Pārskats &lt;b&gt;kavējas"))
            let line = try await browser.get("/work/budget/forecast?line=INIC")
            #expect(line.text.contains("03.2027"))
            let plans = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row("SELECT count(*) AS n FROM budget.payment_plan")?.get("n", as: Int.self)
            }
            #expect(plans == 2)
        }
    }

    @Test("keeps what was typed when a plan is refused, and when somebody else was quicker", .database)
    func refusals() async throws {
        try await serve { scene, browser, client in
            let form = try await browser.get("\(scene.plan)?lang=lv")
            let wrong = try await browser.post(
                scene.plan,
                Self.fields(form, scene.plan, ["due.1": "rit", "sum.1": "daudz", "due.2": "1.2.2027.", "sum.3": "7"])
            )
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("<title>Kļūda: "))
            #expect(wrong.document.houseFaults() == [])
            for anchor in ["due-1", "sum-1", "sum-2", "due-3", "reason"] {
                #expect(wrong.text.contains("href=\"#\(anchor)\""), "\(anchor)")
            }
            #expect(wrong.text.contains("value=\"rit\"") && wrong.text.contains("value=\"daudz\""))
            let tooMuch = try await browser.post(
                scene.plan,
                Self.fields(form, scene.plan, ["sum.1": "1 400,01", "reason": "Tā"])
            )
            #expect(tooMuch.status == .unprocessableContent && tooMuch.text.contains("Samaziniet summas"))
            let outside = try await browser.post(
                scene.plan,
                Self.fields(form, scene.plan, ["due.1": "1.1.2029.", "reason": "Tā"])
            )
            #expect(outside.status == .unprocessableContent && outside.text.contains("īstenošanas laikā"))

            let officer = TestBrowser(client)
            try await officer.signIn("programma@example.lv")
            let theirs = try await officer.get(scene.plan)
            let first = try await officer.post(
                scene.plan,
                Self.fields(theirs, scene.plan, ["due.1": "20.12.2026.", "reason": "Pirmais"])
            )
            #expect(first.status == .seeOther)
            let late = try await browser.post(
                scene.plan,
                Self.fields(form, scene.plan, ["due.1": "21.12.2026.", "reason": "Otrais"])
            )
            #expect(late.status == .conflict && late.text.contains("21.12.2026.") && late.text.contains("20.12.2026."))
            #expect(late.text.contains("Otrais") && late.text.contains("plānu mainīja arī"))
            #expect(late.document.houseFaults() == [])
            let again = try await browser.post(scene.plan, Self.fields(late, scene.plan, [:]))
            #expect(again.status == .seeOther)
        }
    }

    @Test("is read by the agency's readers, planned by officers and finance, and there for nobody else", .database)
    func access() async throws {
        try await serve { scene, browser, client in
            let (stranger, partner, auditor) = (TestBrowser(client), TestBrowser(client), TestBrowser(client))
            try await partner.signIn("mes@example.lv")
            try await auditor.signIn("revide@example.lv")
            for path in ["/work/budget/forecast", "/work/budget/forecast.csv", "/work/budget/forecast.xlsx"] {
                #expect(try await stranger.get(path).status == .unauthorized, "\(path)")
                #expect(try await partner.get(path).status == .notFound, "\(path)")
                #expect(try await auditor.get(path).status == .ok, "\(path)")
                let (_, statements) = try await TestDatabase.statements { _ = try await browser.get(path) }
                #expect(statements.count <= 4, "\(path): \(statements.count)")
            }
            #expect(try await auditor.get(scene.plan).status == .forbidden)
            #expect(try await partner.get(scene.plan).status == .notFound)
            let read = try await auditor.get(scene.document)
            #expect(read.text.contains("Maksājumu plāns") && !read.text.contains("/plan?node"))
            try await auditor.get("/work/budget/forecast")
            #expect(try await auditor.post(scene.plan, [("node", "1")]).status == .forbidden)
            for path in ["contract%3Anav/plan", "x/plan", "contract%3ASK-INIC-1%2F7/plan?node=1"] {
                #expect(try await browser.get("/work/budget/documents/\(path)").status == .notFound, "\(path)")
            }
            let nothing = try await browser.get("/work/budget/documents/plan%3AVEC-1-1/plan")
            #expect(nothing.status == .ok && nothing.text.contains("plānot nav ko"))
        }
    }
}
