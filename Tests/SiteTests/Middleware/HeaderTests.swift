import HTTPTypes
import Site
import TestKit
import Testing

@Suite("Security headers")
struct HeaderTests {
    @Test(
        "are on every kind of answer",
        arguments: [
            ("/plain", 200), ("/healthz", 200), ("/readyz", 200), ("/download", 200), ("/who", 401), ("/nowhere", 404),
            ("/problems/x", 404), ("/problems/forbidden", 403), ("/problems/changed", 409),
            ("/problems/unreadable", 400),
            ("/problems/many", 429), ("/problems/large", 413), ("/problems/type", 415), ("/problems/away", 503),
            ("/problems/slow", 503), ("/problems/fault", 500), ("/http-error", 400), ("/notes", 405),
            ("/assets/0/no.css", 404),
        ]
    )
    func everywhere(address: String, status: Int) async throws {
        let sandbox = try TemplateSandbox(["page.mustache": "x", "assets/a.css": "body{}"])
        let templates = try sandbox.templates()
        try await SampleSite().visit(templates) { browser in
            for method in [HTTPRequest.Method.get, .head] {
                let page = try await browser.send(method, address)
                #expect(page.status.code == status)
                #expect(page.bytes.isEmpty == (method == .head))
                try Self.check(page)
            }
        }
    }

    @Test("are on redirects, refused forms and wrong methods")
    func posts() async throws {
        try await SampleSite().visit { browser in
            let refused = try await browser.post("/notes", [("note", "x")])
            #expect(refused.status == .forbidden)
            try Self.check(refused)
            try await browser.get("/form")
            let redirect = try await browser.post("/session", [("name", "Anna")])
            #expect(redirect.status == .seeOther)
            try Self.check(redirect)
            try await browser.get("/form")
            let wrong = try await browser.post("/plain")
            #expect(wrong.status == .methodNotAllowed && wrong.headers[.allow] == "GET, HEAD")
            try Self.check(wrong)
            let unreadable = try await browser.post("/notes", [("a", "1"), ("a", "2")])
            #expect(unreadable.status == .badRequest)
            try Self.check(unreadable)
        }
    }

    @Test("promise encryption only where there is some")
    func transport() async throws {
        try await SampleSite().visit { browser in
            let page = try await browser.get("/plain")
            #expect(page.headers[.strictTransportSecurity] == nil)
        }
    }

    private static func check(_ page: TestPage) throws {
        let policy = try #require(page.headers[.contentSecurityPolicy], "\(page.address)")
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        for name in [
            "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
            "X-Frame-Options", "Cache-Control",
        ] {
            let field = try #require(HTTPField.Name(name))
            #expect(page.headers[field] != nil, "\(name) on \(page.address)")
        }
    }
}
