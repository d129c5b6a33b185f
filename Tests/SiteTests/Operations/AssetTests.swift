import HTTPTypes
import Site
import TestKit
import Testing

@Suite("Assets")
struct AssetTests {
    @Test("are kept for ever under their own address, and asked for again under an old one")
    func addresses() async throws {
        let sandbox = try TemplateSandbox([
            "page.mustache": "x", "assets/css/a.css": "body{}", "assets/img/b.svg": "<svg/>",
        ])
        let templates = try sandbox.templates()
        let address = try #require(templates.assets.address(of: "css/a.css"))
        try await SampleSite().visit(templates) { browser in
            let page = try await browser.send(.get, address)
            #expect(page.text == "body{}" && page.headers[.contentType] == "text/css; charset=utf-8")
            #expect(page.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(page.headers[.setCookie] == nil)
            let tag = try #require(page.headers[.eTag])
            let known = try await browser.send(.get, address, headers: [.ifNoneMatch: "\"x\", \(tag)"])
            #expect(known.status == .notModified && known.bytes.isEmpty && known.headers[.eTag] == tag)
            let old = try await browser.send(.get, "/assets/0123/css/a.css")
            #expect(old.text == "body{}" && old.headers[.cacheControl] == "no-cache")
            for path in ["/assets/0123/css/../css/a.css", "/assets/0123/", "/assets/0123/%2e%2e/page.mustache"] {
                let page = try await browser.send(.get, path)
                #expect(page.status == .notFound)
            }
        }
    }

    @Test("have an address that changes with any of them")
    func fingerprint() throws {
        let one = try TemplateSandbox(["page.mustache": "x", "assets/a.css": "1", "assets/b.css": "1"])
        let other = try TemplateSandbox(["page.mustache": "x", "assets/a.css": "1", "assets/b.css": "2"])
        #expect(try one.templates().assets.address(of: "a.css") != other.templates().assets.address(of: "a.css"))
    }
}
