import Grants
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// Every page that a visitor can reach by links, judged by the rules of the house, the Nu HTML checker and axe.
@Suite("Every page")
struct EveryPageTests {
    private static let visitors: [String?] = [
        nil, "livani.raksta@kopiena.example", "cesis.paraksta@kopiena.example", "programma@kopiena.example",
        "administrators@kopiena.example",
    ]

    /// The office with its demonstration: calls of every phase, applications in every state.
    private func office() async throws -> TestOffice {
        let office = try TestOffice()
        try await Seed(stores: office.stores, database: TestDatabase.current.database, now: office.now).run()
        return office
    }

    private static let starts = ["/", "/home", "/work", "/calls", "/measures"]

    private func crawl(_ browser: TestBrowser) async throws -> Crawl {
        var starts: [String] = []
        for start in Self.starts {
            let page = try await browser.get(start)
            if page.status == .ok { starts.append(start) }
        }
        return try await Crawl(browser, from: starts)
    }

    @Test("is well made, leads somewhere by every link, and can be used by everybody, on a phone too", .database)
    func judged() async throws {
        let office = try await office()
        let walks = try await walks(in: office)
        for walk in walks { #expect(walk.crawl.faults == [], "as \(walk.visitor ?? "a stranger")") }
        async let verdict = verdict(on: walks.flatMap(\.pages))
        try #require(Chromium.isInstalled && PageJudges.hasAxe, "deploy/test installs the browser and axe")
        try await office.serveLive { origin, _ in
            for walk in walks {
                try await Chromium.visit { browser in
                    if let visitor = walk.visitor {
                        try await browser.signIn(visitor, password: Seed.password, at: origin)
                    }
                    for page in walk.pages { try await judge(browser, origin, page.address) }
                }
            }
        }
        let findings = try await verdict
        #expect(findings == [])
    }

    /// What a visitor can reach, and the pages of it that are to be judged.
    private struct Walk {
        let visitor: String?
        let crawl: Crawl
        let pages: [TestPage]
    }

    private func walks(in office: TestOffice) async throws -> [Walk] {
        let routes = RoutePatterns(office.routes)
        return try await office.serve { client in
            var seen: Set<String> = []
            var counts: [String: Int] = [:]
            var walks: [Walk] = []
            for visitor in Self.visitors {
                let walker = TestBrowser(client)
                if let visitor { try await walker.signIn(visitor, password: Seed.password) }
                let crawl = try await crawl(walker)
                // Two pages of each route, and no page twice that another visitor sees under the same address.
                let pages = crawl.pages.filter { page in
                    guard seen.insert(page.address).inserted else { return false }
                    counts[routes.pattern(of: page.address), default: 0] += 1
                    return counts[routes.pattern(of: page.address), default: 0] <= 2
                }
                walks.append(Walk(visitor: visitor, crawl: crawl, pages: pages))
            }
            return walks
        }
    }

    private func verdict(on pages: [TestPage]) async throws -> [String] {
        try #require(PageJudges.hasChecker, "deploy/test installs the HTML checker")
        return try await PageJudges.check(pages.map { ($0.address, $0.text) })
    }

    private func judge(_ browser: Chromium, _ origin: String, _ address: String) async throws {
        try await browser.resize(width: 1280, height: 900)
        try await browser.go(origin + address)
        let findings = try await PageJudges.axe(browser)
        #expect(findings == [], "\(address)")
        let name = "page" + address.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        try await Witness.picture(browser, name, 1280)
        try await browser.resize(width: 360, height: 740)
        let narrow = try await PageJudges.axe(browser)
        #expect(narrow == [], "\(address) at 360 px")
        let sideways = try await browser.sidewaysScroll()
        #expect(sideways == 0, "\(address) scrolls sideways by \(sideways) at 360 px")
        let cut = try await browser.controlsOutOfSight()
        #expect(cut == [], "\(address) at 360 px")
        try await Witness.picture(browser, name, 360)
        let magnified = try await browser.sidewaysScrollMagnified()
        #expect(magnified == [0, 0], "\(address) scrolls sideways at 200 or 400 %")
    }
}

/// Finds the route an address belongs to.
private struct RoutePatterns {
    private let patterns: [[Substring]]

    init(_ routes: [Routes.Entry]) {
        let pages = routes.filter { $0.method == .get }.map { $0.path.split(separator: "/") }
        // A segment that is written out wins over one that stands for anything.
        patterns = pages.sorted { Self.blanks($0) < Self.blanks($1) }
    }

    /// The pattern, with the names of the query's values.
    func pattern(of address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = (parts.first ?? "").split(separator: "/")
        let found = patterns.first { pattern in
            pattern.count == path.count && zip(pattern, path).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
        let names = parts.count < 2 ? [] : parts[1].split(separator: "&").map { $0.prefix { $0 != "=" } }
        return (found ?? path).joined(separator: "/") + "?" + Set(names).sorted().joined(separator: "&")
    }

    private static func blanks(_ pattern: [Substring]) -> Int {
        pattern.count { $0.hasPrefix(":") }
    }
}
