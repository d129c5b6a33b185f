import Grants
import HTTPTypes
import TestKit
import Testing

@Suite("The list of a call's applications", .database)
struct ApplicantFilterTests {
    @Test("is narrowed to one applicant by the form, and the downloads hold the same selection")
    func choice() async throws {
        let office = try await HandedIn()
        try await office.handIn("Ēnu teātris", by: "Cēsu novads")
        try await office.handIn("Zaļā skola", by: "Ādažu novads")
        _ = try await office.draft("Otra zaļā", by: "Ādažu novads")
        try await office.test.organisation("Bez iesniegumiem novads")
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("programma@example.lv")
            let all = try await browser.get(office.list)
            let names = Self.options(all).map(\.text)
            #expect(names == ["visi", "Ādažu novads", "Cēsu novads"])
            let chosen = try #require(Self.options(all).first { $0.text == "Ādažu novads" }?["value"])
            let narrow = try await browser.submit(["organisation": chosen, "text": "zala"], form: office.list)
            #expect(narrow.document.houseFaults() == [])
            #expect(narrow.text.contains("Atrasti 2"))
            #expect(Self.options(narrow).map(\.text) == names)
            #expect(Self.options(narrow).filter { $0.has("selected") }.map(\.text) == ["Ādažu novads"])
            let csv = try await browser.get(narrow.link("CSV datu apstrādei"))
            #expect(csv.text.contains("Zaļā skola") && csv.text.contains("Otra zaļā"))
            #expect(!csv.text.contains("Ēnu teātris"))
            let workbook = try narrow.link("Excel (XLSX)")
            #expect(workbook.contains("organisation=\(chosen)") && workbook.contains("text=zala"))
            let whole = try await browser.submit(["organisation": "", "text": ""], form: office.list)
            #expect(whole.text.contains("Atrasti 3"))
        }
    }

    @Test("says so when an address names somebody who does not apply to the call")
    func stranger() async throws {
        let office = try await HandedIn()
        try await office.handIn("Ēnu teātris", by: "Cēsu novads")
        let other = try await office.test.organisation("Bez iesniegumiem novads")
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("programma@example.lv")
            let page = try await browser.get("\(office.list)?organisation=\(other)")
            #expect(page.text.contains("Neviens iesniegums"))
            let selected = Self.options(page).filter { $0.has("selected") }.map(\.text)
            #expect(selected == ["Nav starp šī konkursa iesniedzējiem"])
        }
    }

    private static func options(_ page: TestPage) -> [HTMLElement] {
        let document = page.document
        let select = document.first("select", where: ["name": "organisation"])
        return select.map { document.inside($0).filter { $0.name == "option" } } ?? []
    }
}
