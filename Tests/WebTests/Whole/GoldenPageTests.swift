import Foundation
import HTTPTypes
import Postgres
import TestKit
import Testing

/// Whole pages as they were last looked at. `GOLDEN=record swift test --filter GoldenPageTests` writes them anew; what changed is
/// then read like code.
@Suite("Pages as they were last looked at")
struct GoldenPageTests {
    private struct Page {
        let name: String
        let visitor: SiteVisitor
        let address: String
    }

    @Test("are still the same", .database)
    func pages() async throws {
        let office = try await FurnishedOffice()
        try await office.test.serve { client in
            let browsers = try await SiteVisitor.browsers(client)
            for page in Self.pages(of: office) {
                let browser = try #require(browsers[page.visitor])
                let shown = try await browser.get(page.address)
                try Self.compare(shown, page.name)
            }
            let stranger = try #require(browsers[.stranger])
            try await stranger.get("/feedback?lang=lv")
            let refused = try await stranger.submit(["text": " ", "replyTo": "nav adrese"], form: "/feedback")
            #expect(refused.status == .unprocessableContent)
            try Self.compare(refused, "feedback-refused")
            let editor = try #require(browsers[.editor])
            await TestDatabase.current.database.shutdown()
            let away = try await editor.get("/applications")
            #expect(away.status == .serviceUnavailable)
            try Self.compare(away, "database-away")
        }
    }

    private static func pages(of office: FurnishedOffice) -> [Page] {
        let ours = office.ours
        let draft = "/applications/\(ours.draft)"
        let places = "/work/calls/\(FurnishedOffice.open)/quotas/proposals"
        func page(_ name: String, _ visitor: SiteVisitor, _ address: String) -> Page {
            let language = name.hasSuffix("-en") ? "en" : "lv"
            return Page(
                name: name,
                visitor: visitor,
                address: address + (address.contains("?") ? "&" : "?") + "lang=\(language)"
            )
        }
        return [
            page("front", .stranger, "/"), page("calls", .stranger, "/calls"), page("calls-en", .stranger, "/calls"),
            page("call", .stranger, "/calls/\(FurnishedOffice.open)"),
            page("call-en", .stranger, "/calls/\(FurnishedOffice.open)"),
            page("call-coming", .stranger, "/calls/\(FurnishedOffice.coming)"),
            page("sign-in", .stranger, "/sign-in"), page("receipts", .stranger, "/receipts"),
            page("accessibility", .stranger, "/accessibility"), page("accessibility-en", .stranger, "/accessibility"),
            page("privacy", .stranger, "/privacy"), page("not-found", .stranger, "/nav"),
            page("home", .editor, "/home"), page("applications", .editor, "/applications"),
            page("start", .editor, "/calls/\(FurnishedOffice.open)/application"),
            page("task-list", .editor, draft), page("task-list-en", .editor, draft),
            page("section", .editor, "\(draft)/sections/texts"),
            page("section-plan", .editor, "\(draft)/sections/plan"),
            page("budget", .editor, "\(draft)/sections/money"), page("papers", .editor, "\(draft)/sections/documents"),
            page("checks", .editor, "/applications/\(ours.older)/checks"),
            page("signature-request", .editor, "\(draft)/signature-request"),
            page("signing", .signatory, "/applications/\(ours.signing)/submission"),
            page("receipt", .signatory, "/applications/\(ours.submitted)/receipt"),
            page("desk", .officer, "/work"), page("call-editor", .officer, "/work/calls/\(office.preparing)"),
            page("call-editor-texts", .officer, "/work/calls/\(office.preparing)/edit/texts"),
            page("work-list", .officer, "/work/calls/\(FurnishedOffice.open)/applications"),
            page("work-list-en", .officer, "/work/calls/\(FurnishedOffice.open)/applications"),
            page("work-application", .officer, "/work/applications/\(ours.submitted)"),
            page("work-budget", .finance, "/work/budget"), page("work-budget-en", .auditor, "/work/budget?sources=yes"),
            page("work-budget-past", .auditor, "/work/budget?as-of=15.12.2025."),
            page("work-budget-line", .officer, "/work/budget/lines/INIC"),
            page("work-budget-line-en", .officer, "/work/budget/lines/VEC"),
            page("ledger-statement", .finance, "/work/budget/accounts/\(office.ledger.free)"),
            page("ledger-statement-en", .finance, "/work/budget/accounts/\(office.ledger.free)?as-of=2026-01-31"),
            page("ledger-move", .finance, "/work/budget/moves/\(office.ledger.payment)"),
            page("ledger-document", .finance, "/work/budget/documents/contract%3ASK-INIC-1%2F7"),
            page("document-plan", .finance, "/work/budget/documents/contract%3ASK-INIC-1%2F7/plan"),
            page("forecast", .finance, "/work/budget/forecast?line=INIC"),
            page("forecast-en", .auditor, "/work/budget/forecast?as-of=2026-04-30"),
            page("ledger-partner", .finance, "/work/budget/partners/\(office.ledger.ours)"),
            page("own-budget", .editor, "/budget"), page("needs", .editor, "/needs"),
            page("proposals", .finance, "/work/budget/proposals"),
            page("proposal", .finance, "/work/budget/proposals/\(office.ledger.waiting)"),
            page("proposal-own", .officer, "/work/budget/proposals/\(office.ledger.waiting)"),
            page("amendment", .officer, "/work/budget/amendments/new"),
            page("distribution", .officer, "/work/budget/lines/VEC/distribution"),
            page("quotas", .officer, "/work/calls/\(FurnishedOffice.open)/quotas"),
            page("quotas-en", .auditor, "/work/calls/\(FurnishedOffice.open)/quotas"),
            page("places", .officer, "/work/calls/\(FurnishedOffice.open)/quotas/distribution"),
            page("places-en", .finance, "/work/calls/\(FurnishedOffice.open)/quotas/distribution?least=1"),
            page("places-proposal", .finance, "\(places)/\(office.places.waiting)"),
            page("places-proposal-own", .officer, "\(places)/\(office.places.waiting)"),
            page("places-proposal-en", .auditor, "\(places)/\(office.places.agreed)"),
            page("distribution-read", .auditor, "/work/budget/lines/VEC/distribution"),
        ]
    }

    private static func compare(_ page: TestPage, _ name: String) throws {
        let folder = URL(fileURLWithPath: Project.root + "/Tests/WebTests/Golden")
        let file = folder.appending(path: "\(name).html")
        let now = masked(page.text)
        if ProcessInfo.processInfo.environment["GOLDEN"] == "record" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(now.utf8).write(to: file)
            return
        }
        let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        if now != golden { Issue.record("\(name) (\(page.address)) differs:\n\(difference(golden, now))") }
    }

    /// What is new in every run, out of the way.
    private static func masked(_ text: String) -> String {
        text.replacing(/name="formToken" value="[^"]*"/, with: "name=\"formToken\" value=\"TOKEN\"")
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "KEY")
            .replacing(/\/assets\/[0-9a-f]+\//, with: "/assets/HASH/")
            .replacing(/([0-9A-F]{4}-){7}[0-9A-F]{4}/, with: "CODE")
            .replacing(/[0-9a-f]{64}/, with: "DIGEST")
            .replacing(/[0-9A-Za-z_-]{43}<\/p>/, with: "REFERENCE</p>")
    }

    /// The first lines that differ, each as it was and as it is.
    private static func difference(_ golden: String, _ now: String) -> String {
        let lines = (
            was: golden.split(separator: "\n", omittingEmptySubsequences: false),
            is: now.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let all = lines.is.difference(from: lines.was)
        let shown = all.prefix(12).map { change -> String in
            switch change {
            case .remove(let line, let text, _): "- \(line + 1): \(text)"
            case .insert(let line, let text, _): "+ \(line + 1): \(text)"
            }
        }
        return shown.joined(separator: "\n") + (all.count > 12 ? "\n  and \(all.count - 12) more" : "")
    }
}
