import Hummingbird
import HummingbirdTesting
import Site
import TestKit
import Testing

@Suite("The browser of the tests", .enabled(if: Chromium.isInstalled))
struct ChromiumTests {
    @Test("keeps the cookie of a form and sends it from the page", arguments: [true, false])
    func form(scripts: Bool) async throws {
        try await SampleSite().application().test(.ahc()) { client in
            let port = try #require(client.port)
            try await Chromium.visit(width: 360, scripts: scripts) { browser in
                try await browser.go("http://localhost:\(port)/form?lang=en")
                #expect(try await browser.title() == "F")
                try await browser.fill("#note", "ābols \"x\"")
                try await browser.type("#note", Keys.enter)
                try await browser.wait(forText: "note=ābols \"x\"")
                #expect(try await browser.sidewaysScroll() == 0)
            }
        }
    }

    @Test("is judged by axe", .enabled(if: PageJudges.hasAxe))
    func axe() async throws {
        try await SampleSite().application().test(.ahc()) { client in
            let port = try #require(client.port)
            try await Chromium.visit { browser in
                try await browser.go("http://localhost:\(port)/form")
                let sound = try await PageJudges.axe(browser)
                #expect(sound == [])
                try await browser.run("document.querySelector('label').remove()")
                let broken = try await PageJudges.axe(browser)
                #expect(broken.contains { $0.hasPrefix("label:") })
            }
        }
    }

    @Test("pages are judged by the Nu HTML checker", .enabled(if: PageJudges.hasChecker))
    func checker() async throws {
        let sound =
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>T</title></head><body><p>x</p></body></html>"
        let findings = try await PageJudges.check([
            ("sound", sound), ("broken", sound.replacing("<p>", with: "<p align=\"x\">")),
        ])
        #expect(findings.count == 1 && findings[0].hasPrefix("broken:"), "\(findings)")
    }
}
