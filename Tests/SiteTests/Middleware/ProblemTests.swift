import HTTPTypes
import Site
import Synchronization
import TestKit
import Testing

@Suite("Problem pages and the log")
struct ProblemTests {
    @Test("a fault of ours is logged once under the number the page shows, a problem is not a fault")
    func faults() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            let page = try await browser.get("/problems/fault")
            let reference = try #require(page.text.split(separator: " ").dropFirst().first)
            let errors = site.lines.withLock { $0.filter { $0.contains("\"level\":\"error\"") } }
            #expect(errors.count == 1 && errors[0].contains(reference))
            try await browser.get("/problems/forbidden")
            #expect(site.lines.withLock { $0.filter { $0.contains("\"level\":\"error\"") } }.count == 1)
        }
    }

    @Test("the access log tells the route, never the address or the query")
    func accessLog() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            try await browser.get("/problems/secret-name?person=010101-10000")
            let lines = site.lines.withLock { $0 }
            let line = try #require(lines.first { $0.contains("\"message\":\"request\"") })
            #expect(line.contains("\"route\":\"/problems/{name}\"") || line.contains("\"route\":\"/problems/:name\""))
            #expect(line.contains("\"status\":404") && line.contains("\"method\":\"GET\"") && line.contains("\"ms\":"))
            #expect(!lines.joined().contains("secret-name") && !lines.joined().contains("010101"))
        }
    }

    @Test(
        "where even the page of the problem fails, one is left with a number and the Union's sentence in both languages"
    )
    func lastResort() async throws {
        try await SampleSite().visit { browser in
            let page = try await browser.get("/problems/worst")
            #expect(page.document.first("html")?["lang"] == "lv")
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains("nosauciet numuru"))
            #expect(page.text.contains("Līdzfinansē Eiropas Savienība"))
            #expect(page.document.first("p", where: ["lang": "en"])?.text == "Something went wrong. Please try again.")
            #expect(page.text.contains("<p lang=\"en\">Co-funded by the European Union</p>"))
        }
    }

    @Test("a script is answered in JSON")
    func json() async throws {
        try await SampleSite().visit { browser in
            let page = try await browser.get("/problems/many", headers: [.accept: "application/json"])
            #expect(try page.json([String: String].self)["problem"] == "too_many")
            #expect(page.headers[.retryAfter] == "11")
        }
    }
}
