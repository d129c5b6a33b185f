import Foundation
import Grants
import HTTPTypes
import TestKit
import Testing
import Web

@Suite("Keys of things that are there")
struct RealKeysTests {
    @Test(
        "open every page to those it is for; for all others the thing is not there, and reading changes no row",
        .database
    )
    func reading() async throws {
        let office = try await FurnishedOffice()
        let plan = SitePlan(office: office)
        let pages = office.test.routes.filter { $0.method == .get }
        try await office.test.serve { client in
            let browsers = try await SiteVisitor.browsers(client)
            let log = try await ChangeLog()
            for visitor in SiteVisitor.allCases {
                let browser = try #require(browsers[visitor])
                for route in pages {
                    let places = plan.places(route.path)
                    #expect(!places.isEmpty, "\(route.path) is missing in SitePlan")
                    // Whom the route itself turns away, it turns away everywhere.
                    let isOpen = visitor.may(route.access)
                    for place in isOpen ? places : [places.first, places.last].compactMap({ $0 }) {
                        let status = try await browser.send(.get, place.address).status.code
                        try await judge(status, of: place, on: route, for: visitor, browser)
                    }
                }
                let changes = try await log.take()
                #expect(changes == [], "as \(visitor)")
            }
        }
    }

    @Test("let those do something to them who may; what all others send changes no row", .database)
    func doing() async throws {
        let office = try await FurnishedOffice()
        let deeds = SitePlan(office: office).deeds
        let routes = office.test.routes.filter { $0.method == .post && $0.path.contains(":") }
        let missing = Set(routes.map(\.path)).subtracting(deeds.map(\.pattern))
        #expect(missing == [], "missing in SiteDeeds")
        try await office.test.serve { client in
            let browsers = try await SiteVisitor.browsers(client)
            var tokens: [SiteVisitor: String] = [:]
            for (visitor, browser) in browsers {
                try await browser.get("/feedback")
                tokens[visitor] = await browser.formToken()
            }
            let log = try await ChangeLog()
            for deed in deeds {
                let access = try #require(routes.first { $0.path == deed.pattern }?.access)
                let author = try #require(browsers[deed.by])
                let fields = try await Self.fields(of: deed, author)
                for visitor in SiteVisitor.allCases where !(visitor.may(access) && deed.keeper.shows(to: visitor)) {
                    let (browser, token) = (try #require(browsers[visitor]), try #require(tokens[visitor]))
                    let status = try await Self.answer(to: deed, at: deed.address, fields, token, browser).status.code
                    let changes = try await log.take()
                    let sent = "\(visitor) sends to \(deed.address): \(status)"
                    #expect(changes == [], "\(sent)")
                    #expect((visitor.may(access) ? [404] : [401, 403, 404]).contains(status), "\(sent)")
                    let unreal = SitePlan.unreal(SitePlace(deed.address), deed.pattern)
                    let other = try await Self.answer(to: deed, at: unreal, fields, token, browser).status.code
                    #expect(status == other, "\(sent), though \(other) for what is not there")
                }
                guard deed.keeper != .nobody else { continue }
                let own = try #require(tokens[deed.by])
                let status = try await Self.answer(to: deed, at: deed.address, fields, own, author).status.code
                let changes = try await log.take()
                #expect(status == 303 || status == 200, "\(deed.by) sends to \(deed.address): \(status)")
                #expect(!changes.isEmpty, "\(deed.address) does nothing")
            }
        }
    }

    /// What the one who may would send.
    static func fields(of deed: SiteDeed, _ author: TestBrowser) async throws -> [(String, String)] {
        switch deed.sending {
        case .script(let fields): return fields
        case .upload: return []
        case .form(let page, let typed):
            let page = try await author.get(page)
            let isElsewhere = deed.keeper == .nobody
            var form = try page.form(isElsewhere ? nil : deed.address)
            for (name, value) in typed { form.fill(name, [value]) }
            return form.fields.filter { $0.name != "formToken" }.map { ($0.name, $0.value) }
        }
    }

    /// Sends it under the visitor's own form token.
    static func answer(
        to deed: SiteDeed,
        at address: String,
        _ fields: [(String, String)],
        _ token: String,
        _ browser: TestBrowser
    ) async throws -> TestPage {
        let own = [("formToken", token)]
        switch deed.sending {
        case .form: return try await browser.post(address, own + fields)
        case .script: return try await browser.post(address, own + fields, headers: [.accept: "application/json"])
        case .upload(let file): return try await browser.upload(address, own, files: [file])
        }
    }

    @Test("are never linked on pages of those who may not open them", .database)
    func links() async throws {
        let office = try await FurnishedOffice()
        try await office.test.serve { client in
            for visitor in SiteVisitor.allCases {
                let browser = try await visitor.browser(client)
                let start = try await browser.get("/sign-in")
                #expect(start.status == .ok)
                let crawl = try await Crawl(browser, from: [start.address, "/"])
                #expect(crawl.faults == [], "as \(visitor)")
            }
        }
    }

    private func judge(
        _ status: Int,
        of place: SitePlace,
        on route: Routes.Entry,
        for visitor: SiteVisitor,
        _ browser: TestBrowser
    ) async throws {
        let asked = "\(visitor) asks for \(place.address): \(status)"
        guard visitor.may(route.access) else {
            #expect([401, 403, 404].contains(status), "\(asked)")
            guard route.path.contains(":") else { return }
            let unreal = try await browser.send(.get, SitePlan.unreal(place, route.path)).status.code
            #expect(status == unreal, "\(asked), though \(unreal) for what is not there")
            return
        }
        if place.keeper.shows(to: visitor) {
            #expect((200..<400).contains(status), "\(asked)")
        } else {
            #expect(status == 404, "\(asked)")
        }
    }
}
