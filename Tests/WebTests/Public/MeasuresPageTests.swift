import HTTPTypes
import HummingbirdTesting
import Money
import Site
import Store
import TestKit
import Testing

@testable import Web

@Suite("The catalogue of measures on the site", .database)
struct MeasuresPageTests {
    @Test("draws as many bars as its table has rows")
    func chart() async throws {
        try await TestOffice().serve { client in
            let page = try await TestBrowser(client).get("/measures?lang=lv")
            let bars = page.document.all("rect").filter { $0.has("rx") }
            let table = try #require(page.document.first("tbody"))
            let rows = page.document.inside(table).filter { $0["scope"] == "row" }
            #expect(bars.count == 15)
            #expect(rows.count == 15)
            #expect(page.text.contains("250\u{A0}147\u{A0}232,00"))
            #expect(page.text.contains("15 pasākumu"))
            #expect(page.text.contains("29\u{A0}545\u{A0}252,00\u{A0}EUR"))
            #expect(!page.text.contains("style="))
        }
    }

    @Test("keeps what was chosen in the address, in the form and in the file")
    func chosen() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get("/measures?objective=4.2.3&applicant=Pa%C5%A1vald%C4%ABbas&lang=lv")
            #expect(page.text.contains("1 pasākums"))
            #expect(page.text.contains("<option value=\"4.2.3\" selected>"))
            let file = try await browser.get(try page.link("CSV"))
            #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let lines = file.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            #expect(lines.last?.hasPrefix("4.2.3.2.;") == true)
        }
    }

    @Test(
        "takes what it does not know for not asked, and shows nothing for what is not there",
        arguments: ["selection=%22%3E%3Cscript%3E", "order=x%27--", "objective="]
    )
    func unknown(query: String) async throws {
        try await TestOffice().serve { client in
            let page = try await TestBrowser(client).get("/measures?\(query)&lang=lv")
            #expect(page.status == .ok)
            #expect(page.text.contains("15 pasākumu"))
            #expect(!page.text.contains("<script>"))
            let none = try await TestBrowser(client).get("/measures?objective=9.9.9&lang=lv")
            #expect(none.text.contains("Šādu pasākumu nav"))
            #expect(none.document.houseFaults() == [])
        }
    }

    @Test("asks the database twice")
    func statements() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            let (_, statements) = try await TestDatabase.statements { try await browser.get("/measures") }
            #expect(statements.count == 2)
        }
    }
}
