import Foundation
import Grants
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Site
import Store
import TestKit
import Testing

@testable import Web

@Suite("A form sent after the session has ended", .database)
struct KeptFormTests {
    private let text = "Pirmā rinda \"ar pēdiņām\"\nOtrā rinda <ar> zīmēm & ļ"

    /// The site with one page more, which answers with what was sent to it.
    private func served(
        _ office: TestOffice,
        _ work: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let routes = Routes(office: office.office)
        SignInPages(office.office).add(to: routes)
        HomePages(office.office).add(to: routes)
        routes.post("/trial", access: .applicant) { _, page in .text(page.form["answer"]) }
        let site = OfficeSite(office.office, readiness: { [] }, routes: routes)
        try await Application(router: site.router).test(.router, work)
    }

    /// Signs in, lets the session end and sends a form that needs one.
    private func sentTooLate(_ office: TestOffice, _ browser: TestBrowser) async throws -> TestPage {
        try await browser.signIn("velu@example.lv")
        office.wait(3_700)
        return try await browser.post(
            "/trial",
            [("answer", text), ("version.answer", "4"), ("key", "c0ffee00-0000-4000-8000-000000000001")]
        )
    }

    @Test("comes back after signing in, and is sent again only by hand")
    func comesBack() async throws {
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        try await served(office) { client in
            let browser = TestBrowser(client)
            let asked = try await sentTooLate(office, browser)
            #expect(asked.status == .unauthorized)
            #expect(asked.document.houseFaults() == [])
            let restored = try await browser.submit(["email": "velu@example.lv", "password": TestOffice.password])
            #expect(restored.status == .ok)
            #expect(restored.document.houseFaults() == [])
            let form = try restored.form("/trial")
            #expect(form.fields.first { $0.name == "answer" }?.value == text)
            #expect(form.fields.first { $0.name == "version.answer" }?.value == "4")
            let answer = try await browser.submit(form: "/trial")
            #expect(answer.text == text)
        }
    }

    @Test("comes back also after a mistaken password")
    func mistaken() async throws {
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        try await served(office) { client in
            let browser = TestBrowser(client)
            _ = try await sentTooLate(office, browser)
            let again = try await browser.submit(["email": "velu@example.lv", "password": "nav īstā"])
            #expect(again.status == .unprocessableContent)
            let restored = try await browser.submit(["email": "velu@example.lv", "password": TestOffice.password])
            #expect(try restored.form("/trial").fields.contains { $0.name == "answer" && $0.value == text })
        }
    }

    @Test("answers scripts by a status and a form token")
    func scripts() async throws {
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        try await served(office) { client in
            let browser = TestBrowser(client)
            try await browser.signIn("velu@example.lv")
            office.wait(3_700)
            let answer = try await browser.post("/trial", [("answer", text)], headers: [.accept: "application/json"])
            #expect(answer.status == .unauthorized)
            let fields: [String: String] = try answer.json()
            #expect(fields["formToken"]?.isEmpty == false)
        }
    }

    @Test("with the token of a session that has ended is shown again after signing in elsewhere")
    func staleToken() async throws {
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        try await served(office) { client in
            let browser = TestBrowser(client)
            try await browser.signIn("velu@example.lv")
            try await browser.get("/home")
            let old = try #require(await browser.formToken())
            office.wait(3_700)
            try await browser.signIn("velu@example.lv")
            let late = try await browser.post("/trial", [("formToken", old), ("answer", text)])
            #expect(late.status == .forbidden)
            #expect(late.document.houseFaults() == [])
            #expect(try late.form("/trial").fields.contains { $0.name == "answer" && $0.value == text })
            let answer = try await browser.submit(form: "/trial")
            #expect(answer.text == text)
        }
    }

    @Test(
        "from another site, or from nobody knows where, is not shown",
        arguments: [
            ("https://evil.example", ""), ("null", ""), ("", ""), ("", "none"), ("http://localhost", "cross-site"),
        ]
    )
    func foreign(_ origin: String, _ fetchSite: String) async throws {
        var headers: HTTPFields = [.origin: origin]
        if !fetchSite.isEmpty, let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = fetchSite }
        let sent = headers
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        try await served(office) { client in
            let browser = TestBrowser(client)
            try await browser.signIn("velu@example.lv")
            let page = try await browser.post("/trial", [("formToken", "x"), ("answer", text)], headers: sent)
            #expect(page.status == .forbidden)
            #expect(page.document.all("textarea").isEmpty && !page.text.contains("Otrā rinda"))
        }
    }

    @Test("shows all that was typed, and nothing that only the page knows")
    func typedOnly() async throws {
        let office = try TestOffice()
        try await office.person("velu@example.lv", .editor)
        let hidden = [
            ("base", "{\"title\":\"Sākums\"}"), ("move", "questions.need.up"), ("version.item", "1"),
            ("topics[]", "art"),
            ("former.7", "3"), ("required", "yes"), ("go", "next"),
        ]
        // A question of a form may be called like a button.
        let typed = [
            ("goal", "Mērķis"), ("title.lv", "Nosaukums"), ("after", "Pēc projekta"), ("count", "7"), ("item", "Sols"),
        ]
        try await served(office) { client in
            let browser = TestBrowser(client)
            try await browser.signIn("velu@example.lv")
            office.wait(3_700)
            _ = try await browser.post("/trial", hidden + typed)
            let restored = try await browser.submit(["email": "velu@example.lv", "password": TestOffice.password])
            #expect(restored.document.all("textarea").compactMap { $0["name"] } == typed.map(\.0))
            let fields = try restored.form("/trial").fields
            for (name, value) in hidden + typed {
                #expect(fields.contains { $0.name == name && $0.value == value }, "\(name)")
            }
        }
    }

    @Test("is never carried to another site, nor back to signing in")
    func bounds() throws {
        func carried(_ path: String, _ fields: [[String]]) throws -> String {
            try JSONSerialization.data(withJSONObject: ["path": path, "fields": fields]).base64EncodedString()
        }
        let field = [["answer", "teksts"]]
        #expect(KeptForm(carried: try carried("/trial", field)) != nil)
        #expect(KeptForm(carried: try carried("//evil.example/x", field)) == nil)
        #expect(KeptForm(carried: try carried("https://evil.example/x", field)) == nil)
        #expect(KeptForm(carried: try carried("/sign-in", field)) == nil)
        #expect(KeptForm(carried: try carried("/sign-out", field)) == nil)
        #expect(KeptForm(carried: try carried("/trial", [["only one"]])) == nil)
        #expect(KeptForm(carried: try carried("/trial", [["answer", String(repeating: "a", count: 600_000)]])) == nil)
        #expect(KeptForm(carried: "nonsense") == nil)
        let secret = try #require(KeptForm(carried: try carried("/trial", field + [["password", "slepena"]])))
        #expect(!String(decoding: Data(base64Encoded: secret.carried) ?? Data(), as: UTF8.self).contains("slepena"))
    }
}
