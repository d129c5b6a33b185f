import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Store
import TestKit
import Testing

@Suite("Calls in the workplace", .database, .serialized)
struct WorkCallPageTests {
    @Test("are made, changed, looked at and published without script")
    func journey() async throws {
        let fixture = try await WorkCallFixture()
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("/work/calls/new?lang=lv")
            let made = try await browser.submit(["kind": "partnership", "mode": "ceiling"])
            #expect(made.status == .ok)
            #expect(made.text.contains("Izglītības iestāžu partnerības projektu konkurss"))
            #expect(made.document.houseFaults() == [])
            let address = made.address.split(separator: "?")[0]

            _ = try await browser.get("\(address)/edit/texts")
            let hostile = #"<script>alert('1')</script> "pēdiņas" & {{tag}} [[key]]"#
            let saved = try await browser.submit(["title.lv": hostile])
            #expect(saved.text.contains("Saglabāts."))
            #expect(!saved.text.contains("<script>alert"))

            _ = try await browser.get("\(address)/edit/texts")
            _ = try await browser.submit(["title.lv": "Partnerības"])
            let review = try await browser.get("\(address)/publication")
            #expect(review.document.houseFaults() == [])
            let published = try await browser.submit(form: "\(address)/publication")
            #expect(published.text.contains("Konkurss ir publicēts."))
            #expect(published.document.houseFaults() == [])
        }
    }

    @Test("are made once by a double click")
    func once() async throws {
        let fixture = try await WorkCallFixture()
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("/work/calls/new")
            let before = try await fixture.calls.list(limit: 50).count
            let key = UUID().uuidString
            let fields = [
                ("key", key), ("kind", "initiative"), ("mode", "fixed"), ("opens.day", "1"), ("opens.month", "12"),
                ("opens.year", "2026"), ("closes.day", "15"), ("closes.month", "1"), ("closes.year", "2027"),
            ]
            let first = try await browser.post("/work/calls", fields)
            let second = try await browser.post("/work/calls", fields)
            #expect(first.location?.hasPrefix("/work/calls/SK-INIC-") == true)
            #expect(first.location == second.location)
            let after = try await fixture.calls.list(limit: 50).count
            #expect(after == before + 1)
        }
    }

    @Test("every page is well made and takes few statements")
    func pages() async throws {
        let fixture = try await WorkCallFixture()
        let number = try await fixture.published().call.number
        _ = try await fixture.created(mode: .ceiling)
        let address = "/work/calls/\(number)"
        let pages = [
            "/work/calls", "/work/calls?kind=initiative", "/work/calls/new", address, "\(address)/form",
            "\(address)/preview", "\(address)/preview/project", "\(address)/preview/partners",
            "\(address)/preview/target-group", "\(address)/preview/activities", "\(address)/preview/attachments",
            "\(address)/preview/documents", "\(address)/publication", "\(address)/cancellation",
            "\(address)/extensions", "\(address)/quotas", "\(address)/questions", "\(address)/history",
            "\(address)/edit/texts", "\(address)/edit/money", "\(address)/edit/applicants", "\(address)/edit/dates",
            "\(address)/edit/scoring", "\(address)/edit/sections/project", "\(address)/edit/sections/new",
            "\(address)/edit/questions/other-partners", "\(address)/edit/questions/directions",
            "\(address)/edit/questions/new?section=project", "\(address)/edit/documents/new",
            "\(address)/edit/documents/authorisation", "\(address)/edit/categories/new",
            "\(address)/edit/conformity/partner", "\(address)/edit/quality/need", "\(address)/edit/quality/new",
            "\(address)/removal?item=questions.need",
        ]
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            for language in ["lv", "en"] {
                _ = try await browser.get("/work/calls?lang=\(language)")
                for path in pages {
                    let (page, statements) = try await TestDatabase.statements { try await browser.get(path) }
                    #expect(page.status == .ok, "\(path)")
                    #expect(page.document.houseFaults() == [], "\(path)")
                    // One finds who is signed in; the rest is the page's own.
                    #expect(statements.count <= 7, "\(path): \(statements.count)")
                }
            }
        }
    }

    @Test("are read by auditors, changed by officers, and do not exist for others")
    func access() async throws {
        let fixture = try await WorkCallFixture()
        let number = try await fixture.published().call.number
        let address = "/work/calls/\(number)"
        try await fixture.office.person("revidents@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        try await fixture.office.person("novads@example.lv", .editor)
        try await fixture.office.serve { client in
            let auditor = try await fixture.browser(client, "revidents@example.lv")
            let read = try await auditor.get(address)
            #expect(read.status == .ok)
            #expect(!read.text.contains("/edit/texts"))
            #expect(!read.text.contains("name=\"move\""))
            let edit = try await auditor.get("\(address)/edit/texts")
            #expect(edit.status == .forbidden)
            _ = try await auditor.get(address)
            let written = try await auditor.post("\(address)/order", [("revision", "1"), ("move", "documents.x.up")])
            #expect(written.status == .forbidden)
            let applicant = try await fixture.browser(client, "novads@example.lv")
            for path in ["/work/calls", address, "\(address)/questions", "\(address)/edit/texts"] {
                let page = try await applicant.get(path)
                #expect(page.status == .notFound, "\(path)")
            }
            let officer = try await fixture.browser(client)
            for path in [
                "/work/calls/NAV-1", "\(address)/edit/nav", "\(address)/edit/questions/nav", "\(address)/preview/nav",
                "\(address)/questions/999", "\(address)/questions/x", "\(address)/removal?item=questions.nav",
            ] {
                let page = try await officer.get(path)
                #expect(page.status == .notFound, "\(path)")
            }
        }
    }
}
