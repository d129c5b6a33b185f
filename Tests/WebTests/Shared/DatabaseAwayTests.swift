import Foundation
import Grants
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Site
import Store
import TestKit
import Testing

@testable import Web

@Suite("While the database is away", .database, .serialized)
struct DatabaseAwayTests {
    @Test("a form keeps what was typed, and pages that need no database are shown")
    func keeps() async throws {
        let office = try TestOffice()
        try await office.person("rakstitaja@example.lv", .editor)
        let routes = Routes(office: office.office)
        SignInPages(office.office).add(to: routes)
        HomePages(office.office).add(to: routes)
        routes.get("/plain", access: .anyone) { _, _ in .text("viegli") }
        routes.post("/trial", access: .applicant) { _, page in .text(page.form["answer"]) }
        let site = OfficeSite(office.office, readiness: { [] }, routes: routes)
        try await Application(router: site.router).test(.router) { client in
            let browser = TestBrowser(client)
            try await browser.signIn("rakstitaja@example.lv")
            let fields = [("answer", "garš un vērtīgs teksts"), ("key", "c0ffee00-0000-4000-8000-000000000002")]
            await TestDatabase.current.database.shutdown()
            let away = try await browser.post("/trial", fields)
            #expect(away.status == .serviceUnavailable)
            #expect(away.headers[.retryAfter] == "5")
            let form = try away.form("/trial")
            #expect(form.fields.first { $0.name == "answer" }?.value == "garš un vērtīgs teksts")
            #expect(form.fields.first { $0.name == "key" }?.value == fields[1].1)
            let plain = try await browser.get("/plain")
            #expect(plain.status == .ok)
            let home = try await browser.get("/home")
            #expect(home.status == .serviceUnavailable)
        }
    }
}
