import HTTPTypes
import NIOCore
import Site
import TestKit
import Testing

@Suite("An upload")
struct UploadTests {
    @Test("is read part by part behind its form token")
    func whole() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let page = try await browser.upload(
                "/files",
                [("note", "piezīme")],
                files: [
                    TestFile(name: "../a.pdf", bytes: Array(repeating: 65, count: 100_000)),
                    TestFile(field: "other", name: "b.txt", bytes: []),
                ]
            )
            #expect(page.text == "note=piezīme file:a.pdf:100000 other:b.txt:0")
        }
    }

    @Test("is refused without its token, or with the token after the file")
    func token() async throws {
        try await SampleSite().visit { browser in
            let file = TestFile(name: "a.pdf", bytes: [1])
            let bare = try await browser.upload("/files", files: [file])
            #expect(bare.status == .forbidden)
            try await browser.get("/form")
            let foreign = try await browser.upload("/files", [("formToken", "x")], files: [file])
            #expect(foreign.status == .forbidden)
        }
    }

    @Test("is refused when a file is too large or there are too many")
    func limits() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let large = TestFile(name: "a.pdf", bytes: Array(repeating: 65, count: 100_001))
            let tooLarge = try await browser.upload("/files", files: [large])
            #expect(tooLarge.status == .contentTooLarge)
            try await browser.get("/form")
            let many = try await browser.upload(
                "/files",
                files: (0..<3).map { TestFile(name: "\($0).pdf", bytes: [1]) }
            )
            #expect(many.status == .badRequest)
        }
    }

    @Test("with doubled or broken fields is refused")
    func fields() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let doubled = try await browser.upload("/files", [("note", "1"), ("note", "2")], files: [])
            #expect(doubled.status == .badRequest)
            try await browser.get("/form")
            let nul = try await browser.upload("/files", [("note", "a\0b")], files: [])
            #expect(nul.status == .badRequest)
        }
    }

    @Test("with a file field left empty has no file")
    func emptyField() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let page = try await browser.upload("/files", [("note", "x")], files: [TestFile(name: "", bytes: [])])
            #expect(page.text == "note=x")
        }
    }

    @Test("that ends too early is torn")
    func torn() async throws {
        try await SampleSite().visit { browser in
            try await browser.get("/form")
            let token = try #require(await browser.formToken())
            let body =
                "--X\r\nContent-Disposition: form-data; name=\"formToken\"\r\n\r\n\(token)\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7"
            let page = try await browser.send(
                .post,
                "/files",
                headers: [.contentType: "multipart/form-data; boundary=X"],
                body: ByteBuffer(string: body)
            )
            #expect(page.status == .badRequest)
        }
    }
}
