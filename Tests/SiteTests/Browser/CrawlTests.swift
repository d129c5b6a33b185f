import Hummingbird
import HummingbirdTesting
import Site
import TestKit
import Testing

@Suite("A walk through the site")
struct CrawlTests {
    private static func page(_ body: String) -> Response {
        .html(
            "<!doctype html><html lang=\"lv\"><head><title>T</title></head><body><main><h1>H</h1>\(body)</main></body></html>"
        )
    }

    @Test("follows each kind of link once and finds the dead ones and what is wrong")
    func walk() async throws {
        let router = Router(context: PlainContext.self)
        router.get("/") { _, _ in
            Self.page(
                "<a href=\"/calls/1\">1</a><a href=\"/calls/2\">2</a><a href=\"/dead\">d</a><a href=\"/?lang=en\">e</a>"
            )
        }
        router.get("/calls/:n") { _, _ in
            Self.page("<p id=\"a\"></p><p id=\"a\"></p><a href=\"?page=2\">p</a><a href=\"#a\">a</a>")
        }
        try await Application(router: router).test(.router) { client in
            let crawl = try await Crawl(TestBrowser(client), from: ["/"])
            #expect(crawl.pages.map(\.address) == ["/", "/calls/1", "/calls/1?page=2"])
            #expect(crawl.faults.contains("/dead, linked from /, answers 404"))
            #expect(crawl.faults.filter { $0.contains("the id a is there twice") }.count == 2)
        }
    }

    @Test("says so when there are more kinds of pages than it may visit")
    func limit() async throws {
        let router = Router(context: PlainContext.self)
        router.get("/:page") { _, context in
            let page = context.parameters.get("page") ?? ""
            return Self.page("<a href=\"/\(page)a\">a</a>")
        }
        try await Application(router: router).test(.router) { client in
            let crawl = try await Crawl(TestBrowser(client), from: ["/a"], limit: 3)
            #expect(crawl.pages.map(\.address) == ["/a", "/aa", "/aaa"])
            #expect(crawl.faults == ["more than 3 kinds of pages: 1 are left, first /aaaa"])
        }
    }
}
