import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing

@Suite("Checking a receipt")
struct ReceiptCheckTests {
    @Test("matches the file byte for byte, and fails with one byte changed", .database)
    func file() async throws {
        let office = try await HandedIn()
        let (_, submitted) = try await office.handIn("Kopā")
        let bytes = Array(submitted.text.utf8)
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        let tampered = changed
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            let good = try await browser.upload("/receipts/file", files: [TestFile(name: "a.json", bytes: bytes)])
            #expect(good.status == .ok)
            #expect(good.document.houseFaults() == [])
            #expect(good.text.contains("Sakrīt") && good.text.contains(submitted.receipt.number))
            try await browser.get("/receipts")
            let bad = try await browser.upload("/receipts/file", files: [TestFile(name: "a.json", bytes: tampered)])
            #expect(bad.text.contains("Nesakrīt") && !bad.text.contains(submitted.receipt.number))
            #expect(bad.document.houseFaults() == [])
            for other in [bytes + [10], Array(bytes.dropLast())] {
                try await browser.get("/receipts")
                let page = try await browser.upload("/receipts/file", files: [TestFile(name: "a.json", bytes: other)])
                #expect(page.text.contains("Nesakrīt"))
            }
        }
    }

    @Test("matches the PDF that was kept", .database)
    func paper() async throws {
        let office = try await HandedIn()
        let (_, submitted) = try await office.handIn("Kopā")
        let receipts = office.applications.receipts
        let checked = try #require(try await receipts.find(submitted.receipt.code))
        let pdf = Array("%PDF-1.7 parauga".utf8)
        try await receipts.attachPaper(pdf, to: checked.submission)
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            let page = try await browser.upload("/receipts/file", files: [TestFile(name: "a.pdf", bytes: pdf)])
            #expect(page.text.contains("Sakrīt"))
        }
    }

    @Test("matches the code however it is typed", .database)
    func code() async throws {
        let office = try await HandedIn()
        let (_, submitted) = try await office.handIn("Kopā")
        let code = submitted.receipt.code.description
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            for typed in [
                code, code.lowercased(), code.replacing("-", with: " "), "  \(code.replacing("-", with: ""))\n",
            ] {
                try await browser.get("/receipts")
                let page = try await browser.submit(["code": typed], form: "/receipts/code")
                #expect(page.text.contains("Sakrīt") && page.text.contains(submitted.receipt.number), "\(typed)")
            }
            try await browser.get("/receipts")
            let wrong = try await browser.submit(["code": String(repeating: "0", count: 32)], form: "/receipts/code")
            #expect(wrong.text.contains("Nesakrīt") && !wrong.text.contains(submitted.receipt.number))
        }
    }

    @Test("never takes a number, and says nothing about it", .database)
    func number() async throws {
        let office = try await HandedIn()
        let (_, submitted) = try await office.handIn("Kopā")
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            for typed in [submitted.receipt.number, "SK-INIC-9-2026-0001"] {
                try await browser.get("/receipts")
                let page = try await browser.submit(["code": typed], form: "/receipts/code")
                #expect(page.status == .unprocessableContent)
                #expect(page.document.title.hasPrefix("Kļūda:"))
                #expect(page.text.contains("Tas ir iesnieguma numurs"))
                #expect(page.document.houseFaults() == [])
            }
        }
    }

    @Test(
        "refuses what is no code and keeps what was typed",
        .database,
        arguments: [
            "", "123", "\"><script>x</script>", String(repeating: "A", count: 5_000),
            "ééééééééééééééééééééééééééééééé1",
        ]
    )
    func nonsense(typed: String) async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            let page = try await browser.submit(["code": typed], form: "/receipts/code")
            #expect(page.status == .unprocessableContent)
            #expect(!page.text.contains("<script>x"))
            #expect(page.document.first("input", where: ["id": "code"])?["value"] == typed)
        }
    }

    @Test("refuses no file, an empty one and one far too large", .database)
    func files() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            let none = try await browser.upload("/receipts/file", files: [])
            #expect(none.status == .unprocessableContent)
            let empty = try await browser.upload("/receipts/file", files: [TestFile(name: "a.pdf", bytes: [])])
            #expect(empty.status == .unprocessableContent)
            let bytes = [UInt8](repeating: 1, count: 2_000_001)
            let large = try await browser.upload("/receipts/file", files: [TestFile(name: "a.pdf", bytes: bytes)])
            #expect(large.status == .unprocessableContent)
            #expect(large.text.contains("2,0\u{A0}MB"))
            let plain = try await browser.post("/receipts/file", [])
            #expect(plain.status == .unsupportedMediaType)
            let foreign = try await browser.post("/receipts/code", [("code", "1"), ("formToken", "x")])
            #expect(foreign.status == .forbidden)
        }
    }

    @Test("is limited for each visitor", .database)
    func limited() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            var last = try await browser.get("/receipts")
            // One more try is allowed every few seconds, so a slow machine needs a few more than the 20 at once.
            for _ in 1...200 where last.status != .tooManyRequests {
                last = try await browser.post("/receipts/code", [("code", "1")])
            }
            #expect(last.status == .tooManyRequests)
            #expect(last.headers[.retryAfter] != nil)
        }
    }

    @Test("says when a later handing in or a withdrawal replaced it", .database)
    func standing() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        let first = try await office.handIn(id, by: signatory)
        try await office.applications.withdraw(id, reason: "", by: signatory)
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/receipts")
            let page = try await browser.submit(["code": first.receipt.code.description], form: "/receipts/code")
            #expect(page.text.contains("Sakrīt") && page.text.contains("Iesniegums ir atsaukts"))
        }
    }
}
