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

    @Test(
        "is told by axe of the one pale text among many, however deep its ground lies, also after disabled ones",
        .enabled(if: PageJudges.hasAxe)
    )
    func paleAmongMany() async throws {
        try await SampleSite().application().test(.ahc()) { client in
            let port = try #require(client.port)
            try await Chromium.visit { browser in
                try await browser.go("http://localhost:\(port)/form")
                try await browser.run(
                    """
                    const add = (tag, words, style = {}, to = document.querySelector('main')) => {
                      const element = document.createElement(tag);
                      element.textContent = words;
                      // By hand: the site's policy takes no style that stands in markup.
                      Object.assign(element.style, style);
                      to.append(element);
                      return element;
                    };
                    for (let count = 0; count < 20; count++) add('p', 'Sound');
                    add('p', 'Pale', {color: '#bbb'}).id = 'pale';
                    add('p', 'Dark', {}, add('div', '', {}, add('div', '', {background: '#222'}))).id = 'dark';
                    const pale = {color: '#ccc', background: '#ddd'};
                    for (let count = 0; count < 5; count++) add('button', 'Not now', pale).disabled = true;
                    add('button', 'Sick', pale).id = 'sick';
                    """
                )
                let found = try await PageJudges.axe(browser).filter { $0.hasPrefix("color-contrast:") }
                #expect(found.count == 3, "\(found)")
                for name in ["pale", "dark", "sick"] { #expect(found.contains { $0.contains("#\(name)") }, "\(name)") }
                #expect(try await !browser.has("[data-look]"))
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
