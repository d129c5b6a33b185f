import Foundation
import Grants
import Money
import Testing

@Suite("Receipts and what they prove")
struct ReceiptTests {
    private let code = ReceiptCode(bytes: Array(0..<16))
    private let version = CallVersion(
        id: Call.VersionID(1),
        call: Call(id: Call.ID(1), kind: .initiative, number: "SK-INIC", state: .published),
        version: 2,
        terms: Fixture.terms(Fixture.question("title", .shortText)),
        publishedAt: Fixture.now
    )

    @Test("a code is read as people type it")
    func codes() throws {
        let code = try #require(code)
        #expect(code.description == "0001-0203-0405-0607-0809-0A0B-0C0D-0E0F")
        #expect(ReceiptCode(typed: code.description) == code)
        #expect(ReceiptCode(typed: " 0001 0203 04050607 0809-0a0b0c0d0e0f ") == code)
        #expect(ReceiptCode(typed: "0001-0203") == nil)
        #expect(ReceiptCode(typed: "0001-0203-0405-0607-0809-0A0B-0C0D-0E0G") == nil)
        #expect(ReceiptCode(typed: String(repeating: "０", count: 32)) == nil)
        #expect(ReceiptCode(bytes: [1, 2]) == nil)
    }

    @Test("a receipt is read back from its document")
    func roundTrip() throws {
        let receipt = Receipt(
            number: "SK-INIC-2026-0001",
            arrivedAt: Fixture.now,
            version: version,
            organisation: Fixture.organisation,
            requested: Euro(euros: 7_000),
            contentSHA256: "ab",
            files: [Fixture.file("a", id: 2), Fixture.file("b", id: 1, sha256: "11")],
            code: try #require(code)
        )
        let text = receipt.json.text
        #expect(Receipt(text: text) == receipt)
        #expect(receipt.files.map(\.sha256) == ["11", "00"])
        #expect(Receipt(text: text + "x") == nil)
        #expect(Receipt(text: "{}") == nil)
    }

    @Test("canonical content has one spelling and leaves out what is not asked")
    func content() {
        let content = SubmittedContent(
            number: "N-1",
            version: version,
            organisation: Fixture.organisation,
            answers: ["title": .text("Āā \"x\"\n\u{1}"), "gone": .text("y")],
            files: [],
            declarations: [.truthful]
        ).json.text
        #expect(
            content
                == #"{"answers":{"title":"Āā \"x\"\n\u0001"},"applicant":{"name":"Parauga novads","registration_number":"40003032949"},"call":{"number":"SK-INIC","version":2},"declarations":["truthful"],"files":[],"format":"kopiena-application/1","number":"N-1","requested_cents":0}"#
        )
    }

    @Test("keys stand in the order of their UTF-16 units")
    func order() {
        let json: CanonicalJSON = ["b": 1, "a": true, "\u{1F600}": .null, "\u{FB00}": [], "": "x"]
        #expect(json.text == "{\"\":\"x\",\"a\":true,\"b\":1,\"\u{1F600}\":null,\"\u{FB00}\":[]}")
    }
}
