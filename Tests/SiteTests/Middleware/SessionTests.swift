import HTTPTypes
import Site
import Synchronization
import TestKit
import Testing

@Suite("A session")
struct SessionTests {
    @Test("begins with a new token, is known by its hash alone, and ends for good")
    func life() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            let stranger = try await browser.get("/who")
            #expect(stranger.status == .unauthorized)
            try await browser.get("/form")
            let before = await browser.cookies
            let page = try await browser.submit(["name": "Anna"], form: "/notes")
            #expect(page.status == .ok)
            try await browser.post("/session", [("name", "Anna")])
            let after = await browser.cookies
            #expect(after[SessionCookies.visitor] == nil)
            let token = try #require(after[SessionCookies.session])
            #expect(token != before[SessionCookies.visitor])
            #expect(site.sessions.withLock { $0.keys.contains(Token(token)?.hash ?? []) })
            let anna = try await browser.get("/who")
            #expect(anna.text.hasPrefix("Anna en"))

            try await browser.get("/form")
            let end = try await browser.post("/session/end")
            #expect(end.headers[.clearSiteData] != nil)
            #expect(await browser.cookies[SessionCookies.session] == nil)
            await browser.setCookie(SessionCookies.session, token)
            let replayed = try await browser.get("/who")
            #expect(replayed.status == .unauthorized)
        }
    }

    @Test("that has ended while somebody was typing still lets the text through to the sign-in page")
    func endedWhileTyping() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            try await browser.get("/form")
            try await browser.post("/session", [("name", "Anna")])
            try await browser.get("/form")
            site.sessions.withLock { $0.removeAll() }
            let page = try await browser.submit(["note": "typed"])
            #expect(page.text == "note=typed ended=true")
        }
    }

    @Test("planted by somebody else is worth nothing", arguments: ["", "x", "%00", String(repeating: "A", count: 43)])
    func planted(value: String) async throws {
        try await SampleSite().visit { browser in
            await browser.setCookie(SessionCookies.session, value)
            let page = try await browser.get("/who")
            #expect(page.status == .unauthorized)
        }
    }

    @Test("brings the person's language unless the browser has chosen another")
    func language() async throws {
        try await SampleSite().visit { browser in
            for (query, language) in [
                ("", "lv"), ("?lang=en", "en"), ("", "en"), ("?lang=xx", "en"), ("?lang=lv&lang=en", "en"),
            ] {
                let page = try await browser.get("/plain\(query)")
                #expect(page.text == "<p>\(language)</p>")
            }
            try await browser.get("/plain?lang=lv")
            try await browser.get("/form")
            try await browser.post("/session", [("name", "Anna")])
            let page = try await browser.get("/who")
            #expect(page.text.hasPrefix("Anna lv"))
        }
    }
}
