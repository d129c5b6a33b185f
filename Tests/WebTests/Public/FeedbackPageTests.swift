import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Site
import TestKit
import Testing

@Suite("The feedback page", .database, .serialized)
struct FeedbackPageTests {
    @Test("takes a message, tells its number, and the agency can read it")
    func journey() async throws {
        let office = try TestOffice()
        try await office.person("lasa@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await office.serve { client in
            let visitor = TestBrowser(client)
            try await visitor.get("/feedback?lang=lv")
            let text = "Saite nestrādā. \"<b>\u{301}"
            let thanks = try await visitor.submit(["text": text, "page": "/calls", "replyTo": "es@example.lv"])
            #expect(thanks.status == .ok)
            #expect(thanks.text.contains("Jūsu ziņas numurs"))
            #expect(thanks.document.houseFaults() == [])

            let officer = TestBrowser(client)
            try await officer.signIn("lasa@example.lv")
            let list = try await officer.get("/work/feedback")
            #expect(list.text.contains("Saite nestrādā."))
            #expect(list.text.contains("es@example.lv"))
            #expect(!list.text.contains("<b>"))
            #expect(list.document.houseFaults() == [])
        }
    }

    @Test("sent twice is told once")
    func twice() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/feedback")
            let key = UUID().uuidString
            let first = try await browser.post("/feedback", [("key", key), ("text", "Divreiz")])
            let second = try await browser.post("/feedback", [("key", key), ("text", "Divreiz")])
            #expect(first.status == .seeOther)
            #expect(first.location == second.location)
        }
    }

    @Test("keeps what was typed and says what to do")
    func refused() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/feedback?lang=lv")
            let page = try await browser.submit(["text": "  ", "page": "Konkursi", "replyTo": "nav adrese"])
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("<title>Kļūda: "))
            #expect(page.text.contains("href=\"#text\""))
            #expect(page.text.contains("value=\"Konkursi\""))
            #expect(page.text.contains("value=\"nav adrese\""))
            #expect(page.document.houseFaults() == [])
            let long = try await browser.submit(["text": String(repeating: "ā", count: 5_001)])
            #expect(long.status == .unprocessableContent)
            #expect(long.text.contains("5000 rakstzīmēm"))
        }
    }

    @Test("is closed to a flood from one address")
    func flood() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/feedback")
            var last = HTTPResponse.Status.ok
            for _ in 1...6 {
                last = try await browser.post("/feedback", [("key", UUID().uuidString), ("text", "Vēl")]).status
            }
            #expect(last == .tooManyRequests)
        }
    }
}
