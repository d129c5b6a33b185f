import Grants
import TestKit
import Testing

@Suite("The workplace with data in it", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct WorkplacePagesTests {
    private static let parts = [
        "form", "preview", "preview/texts", "preview/plan", "preview/money", "publication", "cancellation",
        "extensions", "quotas", "questions", "history", "edit/texts", "edit/money", "edit/applicants", "edit/dates",
        "edit/scoring", "edit/sections/texts", "edit/questions/topics", "edit/questions/rooms",
        "edit/questions/new?section=texts", "edit/documents/decision", "edit/categories/people",
        "edit/conformity/new", "edit/quality/new", "removal?item=questions.topics", "applications",
    ]

    @Test("can be used by everybody, on a phone too")
    func pages() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("work")
        let base = try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            try await office.submit(base, office.visitor("paraksta@example.lv", client))
            return base
        }
        try await office.test.serveLive { origin, _ in
            let call = "\(origin)/work/calls/\(office.number)"
            try await Chromium.visit { browser in
                try await browser.signIn("programma@example.lv", at: origin)
                for (name, address) in [
                    ("home", "\(origin)/work"), ("pipeline", "\(origin)/work/applications"), ("call", call),
                    ("application", "\(origin)/work\(base.prefix { $0 != "?" })"),
                ] + Self.parts.map({ (Self.name($0), "\(call)/\($0)") }) {
                    try await browser.go(address)
                    #expect(try await browser.has("main h1"), "\(address)")
                    try await witness.look(browser, name)
                }
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    private static func name(_ part: String) -> String {
        String(part.map { $0.isLetter ? $0 : "-" })
    }
}
