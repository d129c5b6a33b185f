import Documents
import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Site
import Store
import TestKit
import Testing

@testable import Web

@Suite(
    "The printed form of a call",
    .enabled(if: Judges.areInstalled, "deploy/test installs WeasyPrint and the judges")
)
struct CallPaperTests {
    @Test("passes PDF/UA-1 and says what the page says", .database, arguments: ["lv", "en"])
    func conforms(language: String) async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish(.initiative, mode: .ceiling)
        try await showcase.enquire(call, at: "title", "Cik garš?", "Īss.")
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            let paper = try await browser.get("/calls/\(call.call.number)/call.pdf?lang=\(language)")
            #expect(paper.status == .ok)
            #expect(paper.headers[.contentType] == "application/pdf")
            #expect(paper.headers[.contentDisposition]?.contains("\(call.call.number)-v1.pdf") == true)
            let verdict = try await Judges.pdfVerdict(on: paper.bytes)
            #expect(verdict.contains("Result: no failures in implemented checks"), "\(verdict)")
            let again = try await browser.get("/calls/\(call.call.number)/call.pdf?lang=\(language)")
            #expect(again.bytes == paper.bytes)
        }
    }

    @Test("is printed by a job whenever what it says has changed, and then given out as it was kept", .database)
    func printedAhead() async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish(.initiative, mode: .fixed)
        let office = showcase.test.office
        let jobs = showcase.test.stores.jobs
        let job = try #require(try await jobs.take([.callPaper], lease: .seconds(300)))
        try await CallPapers(office).print(job)
        // A press that cannot print: what is given out now was printed before.
        let broken = Office(
            stores: office.stores,
            templates: office.templates,
            settings: office.settings,
            now: office.now,
            papers: PaperShelf(LetterPress(LetterPress.Settings(python: "/bin/false")))
        )
        let calls = office.stores.calls
        let before = try #require(try await calls.dossier(call.call.id))
        for language in Language.allCases {
            let pdf = try await CallPapers(broken).pdf(before, in: language)
            #expect(pdf.starts(with: Array("%PDF-".utf8)))
        }
        // Done again, it prints nothing.
        try await CallPapers(broken).print(job)
        try await showcase.enquire(call, at: "title", "Cik garš?", "Īss.")
        let after = try #require(try await calls.dossier(call.call.id))
        await #expect(throws: LetterPressError.self) { try await CallPapers(broken).pdf(after, in: .lv) }
        let next = try #require(try await jobs.take([.callPaper], lease: .seconds(300)))
        try await CallPapers(office).print(next)
        let pdf = try await CallPapers(broken).pdf(after, in: .lv)
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
    }

    @Test("of a receipt passes PDF/UA-1, whatever the names in it")
    func receipt() async throws {
        let receipt = try #require(Receipt(text: Self.receipt))
        let templates = try Templates(folder: Project.root + "/Templates")
        let html = try ReceiptPaper(templates: templates, site: "https://example.org").html(receipt)
        #expect(html.contains("30.11.2026. plkst.\u{A0}23:59:59,800 (Rīgas laiks, UTC+02:00)"))
        #expect(html.contains("3F2A-9C01-0000-0000-0000-0000-0000-00FF"))
        #expect(!html.contains("<script>"))
        let settings = LetterPress.Settings(python: Judges.weasyprint, templates: Project.root + "/Templates")
        let pdf = try await LetterPress(settings).print(html)
        let verdict = try await Judges.pdfVerdict(on: pdf)
        #expect(verdict.contains("Result: no failures in implemented checks"), "\(verdict)")
    }

    private static let receipt = """
        {"applicant":"Parauga <script>novads","arrived_at":"2026-11-30T23:59:59.800+02:00",\
        "call":{"number":"SK-INIC-1","title":"Ideja & darbs","version":2},\
        "code":"3F2A-9C01-0000-0000-0000-0000-0000-00FF","content_sha256":"\(String(repeating: "ab", count: 32))",\
        "files":[{"name":"Ļoti garš nosaukums <b>.pdf","sha256":"\(String(repeating: "cd", count: 32))","size":1234567}],\
        "format":"kopiena-receipt/1","number":"SK-INIC-1-2026-0001","requested_cents":700000}
        """
}
