import Grants
import HTTPTypes
import TestKit
import Testing

/// Every page that a visitor can reach by links, judged by the rules of the house, the Nu HTML checker and axe.
@Suite("Every page", .database, .serialized)
struct EveryPageTests {
    private static let visitors: [String?] = [nil, "editor@example.lv", "signatory@example.lv", "officer@example.lv"]

    private func office() async throws -> TestOffice {
        let office = try TestOffice()
        try await office.person("editor@example.lv", .editor)
        let signatory = try await office.person("signatory@example.lv", .signatory, .editor)
        try await office.person("officer@example.lv", .officer, .administrator, in: "Valsts aģentūra", .agency)
        try await office.agreement(signatory.organisation.id)
        return office
    }

    private static let starts = ["/", "/home", "/work", "/calls", "/measures"]

    @Test("is well made and every link on it leads somewhere", arguments: visitors)
    func links(visitor: String?) async throws {
        let office = try await office()
        try await office.serve { client in
            let browser = TestBrowser(client)
            if let visitor { try await browser.signIn(visitor) }
            var starts: [String] = []
            for start in Self.starts {
                let page = try await browser.get(start)
                if page.status == .ok { starts.append(start) }
            }
            let crawl = try await Crawl(browser, from: starts)
            #expect(crawl.faults == [])
            #expect(crawl.pages.count >= starts.count)
            if PageJudges.hasChecker {
                let findings = try await PageJudges.check(crawl.pages.map { ($0.address, $0.text) })
                #expect(findings == [])
            }
        }
    }

    @Test(
        "can be used by everybody, on a phone too",
        .enabled(if: Chromium.isInstalled && PageJudges.hasAxe),
        arguments: visitors
    )
    func axe(visitor: String?) async throws {
        let office = try await office()
        let addresses = try await office.serve { client in
            let walker = TestBrowser(client)
            if let visitor { try await walker.signIn(visitor) }
            return try await Crawl(walker, from: ["/"]).pages.map(\.address)
        }
        try await office.serveLive { origin, _ in
            try await Chromium.visit { browser in
                if let visitor { try await browser.signIn(visitor, at: origin) }
                for address in addresses {
                    try await browser.resize(width: 1280, height: 900)
                    try await browser.go(origin + address)
                    let findings = try await PageJudges.axe(browser)
                    #expect(findings == [], "\(address)")
                    try await browser.resize(width: 360, height: 740)
                    let sideways = try await browser.sidewaysScroll()
                    #expect(sideways == 0, "\(address) scrolls sideways by \(sideways) at 360 px")
                }
            }
        }
    }
}
