import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Site
import TestKit
import Testing

@Suite("Planned outages on the site", .database, .serialized)
struct OutagePageTests {
    @Test("are announced by an administrator, shown to everybody and called off")
    func journey() async throws {
        let office = try TestOffice()
        try await office.person("parvalda@example.lv", .administrator, in: "Parauga aģentūra", .agency)
        let day = OfficeTime.day(of: office.now.addingTimeInterval(3 * 86_400))
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("parvalda@example.lv")
            try await browser.get("/work/outages?lang=lv")
            let done = try await browser.submit([
                "from.day": "\(day.day)", "from.month": "\(day.month)", "from.year": "\(day.year)", "fromTime": "20:00",
                "until.day": "\(day.day)", "until.month": "\(day.month)", "until.year": "\(day.year)",
                "untilTime": "23.30", "reasonLV": "Serveru apkope",
            ])
            #expect(done.text.contains("Paziņojums ir publicēts."))
            #expect(done.document.houseFaults() == [])

            let visitor = try await TestBrowser(client).get("/outages?lang=lv")
            #expect(visitor.text.contains("Serveru apkope"))
            #expect(visitor.text.contains("plkst.\u{A0}20:00:00"))
            #expect(visitor.text.contains("class=\"outage\""))

            try await browser.get("/work/outages")
            let withdrawal = try #require(
                done.document.all("form").compactMap { $0["action"] }.first { $0.hasSuffix("/withdrawal") }
            )
            let gone = try await browser.submit(form: withdrawal)
            #expect(gone.text.contains("Pārtraukums ir atcelts."))
            let after = try await TestBrowser(client).get("/outages?lang=lv")
            #expect(!after.text.contains("Serveru apkope"))
            #expect(!after.text.contains("class=\"outage\""))
        }
    }

    @Test("with a wrong time are refused with what was typed")
    func refused() async throws {
        let office = try TestOffice()
        try await office.person("kludas@example.lv", .administrator, in: "Parauga aģentūra", .agency)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("kludas@example.lv")
            try await browser.get("/work/outages?lang=lv")
            let page = try await browser.submit([
                "from.day": "31", "from.month": "2", "from.year": "2026", "fromTime": "25:00", "untilTime": "20:00",
            ])
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("value=\"25:00\""))
            #expect(page.text.contains("Uzrakstiet, kāpēc vietne nebūs pieejama."))
            #expect(page.document.houseFaults() == [])
        }
    }
}
