import HTTPTypes
import Site
import TestKit
import Testing
import Web

@Suite("Security headers of the whole site")
struct SecurityHeaderTests {
    @Test("stand on every answer of every page, file and paper, whoever asks and whatever comes of it", .database)
    func reading() async throws {
        let office = try await FurnishedOffice()
        let plan = SitePlan(office: office)
        try await office.test.serve { client in
            var seen: Set<String> = []
            var downloads: Set<String> = []
            for visitor in [SiteVisitor.stranger, .signatory, .officer, .administrator] {
                let browser = try await visitor.browser(client)
                for route in office.test.routes where route.method == .get {
                    for place in plan.places(route.path) {
                        for address in [place.address, SitePlan.unreal(place, route.path)] {
                            let page = try await browser.send(.get, address)
                            try Self.check(page, of: route.access)
                            seen.insert(Self.kind(of: page))
                            if page.isDownload && route.access != .anyone { downloads.insert(route.path) }
                        }
                    }
                }
            }
            let missing = Self.kinds.subtracting(seen)
            #expect(missing == [], "no such answer was seen")
            #expect(downloads.count > 3, "papers for their readers alone were opened: \(downloads)")
        }
    }

    @Test("stand on the answer to every form, taken, refused or forged", .database)
    func doing() async throws {
        let office = try await FurnishedOffice()
        let plan = SitePlan(office: office)
        try await office.test.serve { client in
            let browsers = try await SiteVisitor.browsers(client)
            var seen: Set<Int> = []
            for route in office.test.routes where route.method == .post && route.path != "/sign-out" {
                for visitor in [SiteVisitor.stranger, .signatory, .officer] {
                    let browser = try #require(browsers[visitor])
                    try await browser.get("/feedback")
                    let address = route.path.replacing(/:[a-z]+/, with: "999999")
                    for forged in [false, true] {
                        let page = try await browser.post(address, forged ? [("formToken", "AAAA")] : [])
                        try Self.check(page, of: route.access)
                        seen.insert(page.status.code)
                    }
                }
            }
            for deed in plan.deeds {
                let author = try #require(browsers[deed.by])
                let fields = try await RealKeysTests.fields(of: deed, author)
                try await author.get("/feedback")
                let token = try #require(await author.formToken())
                let page = try await RealKeysTests.answer(to: deed, at: deed.address, fields, token, author)
                try Self.check(page)
                seen.insert(page.status.code)
            }
            #expect(seen.isSuperset(of: [200, 303, 400, 401, 403, 404]), "\(seen)")
        }
    }

    @Test("stand on assets, health pages and wrong methods", .database)
    func others() async throws {
        let office = try TestOffice()
        let style = try #require(office.office.templates.assets.address(of: "css/kopiena.css"))
        try await office.serve { client in
            let browser = TestBrowser(client)
            let asset = try await browser.send(.get, style)
            try Self.check(asset)
            let tag = try #require(asset.headers[.eTag])
            let unchanged = try await browser.send(.get, style, headers: [.ifNoneMatch: tag])
            #expect(unchanged.status == .notModified)
            try Self.check(unchanged)
            for (method, address, status) in [
                (HTTPRequest.Method.get, "/assets/0/no.css", 404), (.get, "/healthz", 200), (.get, "/readyz", 200),
                (.head, "/calls", 200), (.delete, "/calls", 403), (.get, "/nekas", 404),
            ] {
                let page = try await browser.send(method, address)
                #expect(page.status.code == status, "\(method) \(address)")
                try Self.check(page)
            }
            try await browser.get("/feedback")
            let wrong = try await browser.post("/privacy")
            #expect(wrong.status == .methodNotAllowed)
            try Self.check(wrong)
        }
    }

    @Test("promise encryption on every route behind a proxy that speaks TLS, and nowhere else", .database)
    func transport() async throws {
        let behind = try OfficeSettings(proxies: TrustedProxies(["127.0.0.1", "::1"]))
        let forwarded = try #require(HTTPField.Name("X-Forwarded-Proto"))
        for (settings, proto, promised) in [
            (behind, "https", true), (behind, "http", false), (behind, nil, false),
            // Anybody may send the header; only a proxy of ours is believed.
            (OfficeSettings(), "https", false),
        ] {
            let office = try TestOffice(settings: settings)
            let routes = office.routes
            try await office.serveLive { origin, client in
                let browser = TestBrowser(client, origin: origin)
                let headers: HTTPFields = proto.map { [forwarded: $0] } ?? [:]
                for route in routes {
                    let address = route.path.replacing(/:[a-z]+/, with: "999999")
                    let page =
                        route.method == .post
                        ? try await browser.post(address, headers: headers)
                        : try await browser.send(.get, address, headers: headers)
                    let promise = page.headers[.strictTransportSecurity]
                    let expected = promised ? "max-age=31536000; includeSubDomains" : nil
                    #expect(promise == expected, "\(route.method) \(address), \(proto ?? "no proxy")")
                }
            }
        }
    }

    /// What answers there are, by status and media type.
    private static let kinds: Set<String> = [
        "200 text/html", "303", "401 text/html", "403 text/html", "404 text/html", "200 application/json",
        "200 application/pdf", "200 text/csv", "200 text/calendar", "200 application/atom+xml", "200 text/plain",
        "200 application/xml", "200 application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]

    private static func kind(of page: TestPage) -> String {
        guard let type = page.headers[.contentType]?.prefix(while: { $0 != ";" }) else { return "\(page.status.code)" }
        return "\(page.status.code) \(type)"
    }

    private static func check(_ page: TestPage, of access: Access = .anyone) throws {
        let said = "\(page.address): \(page.status.code)"
        let policy = try #require(page.headers[.contentSecurityPolicy], "\(said)")
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(said)")
        #expect(!policy.contains("unsafe") && !policy.contains("*"), "\(said)")
        #expect(page.headers[.xContentTypeOptions] == "nosniff", "\(said)")
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ] {
            let field = try #require(HTTPField.Name(name))
            #expect(page.headers[field] == value, "\(name) on \(said)")
        }
        let permissions = try #require(HTTPField.Name("Permissions-Policy"))
        #expect(page.headers[permissions]?.contains("camera=()") == true, "\(said)")
        // What was meant for one reader stays in no cache.
        let isPage = page.headers[.contentType]?.hasPrefix("text/html") ?? true
        let caching = page.headers[.cacheControl]
        #expect(isPage && page.status != .notModified ? caching == "no-store" : caching != nil, "\(said)")
        if access != .anyone { #expect(caching == "no-store", "\(said), which is for \(access)") }
    }
}

extension TestPage {
    /// Whether a browser would keep it as a file.
    fileprivate var isDownload: Bool { headers[.contentDisposition]?.hasPrefix("attachment") ?? false }
}
