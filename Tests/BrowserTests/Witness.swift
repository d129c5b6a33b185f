import Foundation
import TestKit
import Testing

/// Judges the pages of a journey as it goes: axe on a wide and a narrow screen, sideways scrolling, and at the end
/// the HTML checker on all of them. `KOPIENA_TEST_SHOTS` names a folder for pictures of every page.
actor Witness {
    private static let shots = ProcessInfo.processInfo.environment["KOPIENA_TEST_SHOTS"]
    private let journey: String
    private let scripts: Bool
    private var pages: [(name: String, html: String)] = []

    /// - Parameter scripts: whether the browsers of the journey run scripts, which axe needs.
    init(_ journey: String, scripts: Bool = true) {
        self.journey = journey
        self.scripts = scripts
    }

    /// Looks at the page the browser is at, which keeps the given width.
    func look(_ browser: Chromium, _ name: String, width: Int = 1280) async throws {
        let name = "\(journey)-\(name)"
        pages.append((name, try await browser.source()))
        try await browser.resize(width: 1280, height: 900)
        if scripts {
            let findings = try await PageJudges.axe(browser)
            #expect(findings == [], "\(name)")
        }
        try await Self.picture(browser, name, 1280)
        try await browser.resize(width: 360, height: 740)
        if scripts {
            let findings = try await PageJudges.axe(browser)
            #expect(findings == [], "\(name) at 360 px")
        }
        let sideways = try await browser.sidewaysScroll()
        #expect(sideways == 0, "\(name) scrolls sideways by \(sideways) at 360 px")
        let cut = try await browser.controlsOutOfSight()
        #expect(cut == [], "\(name) at 360 px")
        try await Self.picture(browser, name, 360)
        let magnified = try await browser.sidewaysScrollMagnified()
        #expect(magnified == [0, 0], "\(name) scrolls sideways at 200 or 400 %")
        try await browser.resize(width: width, height: width == 360 ? 740 : 900)
    }

    /// What the HTML checker says against all that was seen.
    func verdict() async throws -> [String] {
        try #require(PageJudges.hasChecker, "deploy/test installs the HTML checker")
        return try await PageJudges.check(pages.map { ($0.name, "<!DOCTYPE html>\n" + $0.html) })
    }

    /// A picture of the page as it is, if pictures are asked for.
    static func picture(_ browser: Chromium, _ name: String, _ width: Int) async throws {
        guard let folder = shots else { return }
        try await browser.screenshot("\(folder)/\(name)-\(width).png")
    }
}
