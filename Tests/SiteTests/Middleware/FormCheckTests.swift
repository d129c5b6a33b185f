import HTTPTypes
import NIOCore
import Site
import Synchronization
import TestKit
import Testing

@Suite("A form that is sent")
struct FormCheckTests {
    @Test("is taken from a page of ours, and getting the page stores nothing")
    func ours() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            try await browser.get("/form")
            let page = try await browser.post("/notes", [("note", "ā\r\nb")])
            #expect(page.status == .ok && page.text == "note=ā\nb ended=false")
        }
        #expect(site.lookups.withLock { $0 } == 0)
    }

    @Test("gives the browser one cookie that no script and no other host can touch")
    func cookie() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/plain")
            #expect(await browser.cookieHeaders.isEmpty)
            try await browser.get("/form")
            try await browser.get("/form")
            let headers = await browser.cookieHeaders
            #expect(headers.count == 1)
            let parts = Set(headers[0].split(separator: ";").dropFirst().map { $0.drop { $0 == " " }.lowercased() })
            #expect(headers[0].hasPrefix("__Host-visitor="))
            #expect(parts == ["path=/", "secure", "httponly", "samesite=lax"])
        }
    }

    @Test("is refused without its token, with a foreign or broken one, and without the cookie")
    func tokens() async throws {
        try await SampleSite().visit { browser in
            let bare = try await browser.post("/notes", [("note", "x")])
            #expect(bare.status == .forbidden && bare.text.hasPrefix("form_not_ours"))
            try await browser.get("/form")
            let mine = try #require(await browser.formToken())
            for token in ["", "x", String(mine.dropLast()), String(repeating: "A", count: 64)] {
                let page = try await browser.post("/notes", [("formToken", token)])
                #expect(page.status == .forbidden)
            }
            await browser.setCookie(SessionCookies.visitor, Token().text)
            let otherCookie = try await browser.post("/notes", [("formToken", mine)])
            #expect(otherCookie.status == .forbidden)
            await browser.setCookie(SessionCookies.visitor, nil)
            let noCookie = try await browser.post("/notes", [("formToken", mine)])
            #expect(noCookie.status == .forbidden)
        }
    }

    @Test(
        "is refused from foreign places",
        arguments: [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://localhost.evil.example"),
            ("Origin", "http://localhost:81"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
        ]
    )
    func foreign(header: String, value: String) async throws {
        let name = try #require(HTTPField.Name(header))
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let page = try await browser.post("/notes", [("note", "x")], headers: [name: value])
            #expect(page.status == .forbidden)
        }
    }

    @Test("is taken from a browser that sends neither Origin nor Sec-Fetch-Site")
    func oldBrowser() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let page = try await browser.post("/notes", [], headers: [.origin: ""])
            #expect(page.status == .ok)
        }
    }

    @Test(
        "is refused when it cannot be read",
        arguments: [
            ("formToken=TOKEN&note=%00", 400), ("formToken=TOKEN&note=%FF", 400),
            ("formToken=TOKEN&note=1&note=2", 400),
            ("formToken=TOKEN&note=%z", 400),
        ]
    )
    func unreadable(body: String, status: Int) async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let token = try #require(await browser.formToken())
            let page = try await browser.send(
                .post,
                "/notes",
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: body.replacing("TOKEN", with: token))
            )
            #expect(page.status.code == status)
        }
    }

    @Test(
        "must say what it is",
        arguments: ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", "application/xml", ""]
    )
    func contentType(type: String) async throws {
        try await SampleSite().visit { browser in
            let headers: HTTPFields = type.isEmpty ? [:] : [.contentType: type]
            let page = try await browser.send(.post, "/notes", headers: headers, body: ByteBuffer(string: "a=b"))
            #expect(page.status == .unsupportedMediaType)
        }
    }

    @Test("may be of one mebibyte and no more")
    func size() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let page = try await browser.post("/notes", [("note", String(repeating: "x", count: 1 << 20))])
            #expect(page.status == .contentTooLarge)
        }
    }

    @Test("brings its token in a header when a script sends it")
    func header() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let token = try #require(await browser.formToken())
            let name = try #require(HTTPField.Name("X-Form-Token"))
            let headers: HTTPFields = [.contentType: "application/json", name: token]
            let page = try await browser.send(.post, "/notes", headers: headers, body: ByteBuffer(string: "{}"))
            #expect(page.status == .ok)
            let bare = try await browser.send(
                .post,
                "/notes",
                headers: [.contentType: "application/json", .accept: "application/json"],
                body: ByteBuffer(string: "{}")
            )
            let fields = try bare.json([String: String].self)
            #expect(bare.status == .forbidden && fields["problem"] == "form_not_ours" && fields["formToken"] != nil)
        }
    }

    @Test("keeps what was typed when the database is away")
    func databaseAway() async throws {
        let site = SampleSite()
        try await site.visit { browser in
            try await browser.get("/form")
            try await browser.post("/session", [("name", "Anna")])
            try await browser.get("/form")
            site.isDown.withLock { $0 = true }
            let page = try await browser.post("/notes", [("note", "long text")])
            #expect(page.status == .serviceUnavailable && page.headers[.retryAfter] == "7")
            #expect(page.text.hasSuffix("long text"))
            let ready = try await browser.get("/readyz")
            #expect(ready.status == .serviceUnavailable && ready.text == "database: away\n")
        }
    }
}
