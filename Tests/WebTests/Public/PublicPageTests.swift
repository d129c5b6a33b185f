import HTTPTypes
import HummingbirdTesting
import Site
import TestKit
import Testing

@testable import Web

@Suite("The public pages", .database)
struct PublicPageTests {
    @Test("stand in both languages, well formed, with their own titles", arguments: ["lv", "en"])
    func standing(language: String) async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            var titles: Set<String> = []
            let paths = PublicPages.standing.map { $0.0 } + ["/feedback", "/outages", "/measures"]
            for path in paths {
                let page = try await browser.get("\(path)?lang=\(language)")
                #expect(page.status == .ok, "\(path)")
                #expect(page.document.houseFaults() == [], "\(path)")
                #expect(page.text.contains("<html lang=\"\(language)\">"))
                #expect(page.text.contains("eu-emblem.svg"))
                #expect(page.bytes.count < 30_000)
                titles.insert(page.document.all("title").first?.text ?? "")
            }
            #expect(titles.count == paths.count)
        }
    }

    @Test("follow the law in the accessibility statement")
    func statement() async throws {
        try await TestOffice().serve { client in
            let page = try await TestBrowser(client).get("/accessibility?lang=lv")
            for part in ["Nr.\u{A0}445", "daļēji atbilst", "Tiesībsargam", "Pirmreizēji sagatavots"] {
                #expect(page.text.contains(part))
            }
            let protocolPage = try await TestBrowser(client).get("/accessibility/protocol?lang=lv")
            let rows = protocolPage.document.all("th").filter { $0["scope"] == "row" }
            #expect(rows.count == 11)
        }
    }

    @Test("are listed for machines, as far as they are there")
    func machines() async throws {
        let office = try TestOffice()
        try await office.serve { client in
            let browser = TestBrowser(client)
            let map = try await browser.get("/sitemap.xml")
            #expect(map.headers[.contentType] == "application/xml")
            for line in map.text.split(separator: "\n") where line.hasPrefix("<url>") {
                let address = line.dropFirst("<url><loc>".count).dropLast("</loc></url>".count)
                let path = String(address.dropFirst(office.office.settings.origin.count))
                let page = try await browser.get(path)
                #expect(page.status == .ok, "\(path)")
            }
            let robots = try await browser.get("/robots.txt")
            #expect(robots.text.contains("/sitemap.xml"))
        }
    }
}
