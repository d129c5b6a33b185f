import Grants
import TestKit
import Testing

@Suite("Pages with data in them", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct FurnishedPagesTests {
    private static let parts = [
        "form", "preview", "preview/texts", "preview/plan", "preview/money", "publication", "cancellation",
        "extensions", "quotas", "quotas/distribution", "questions", "history", "edit/texts", "edit/money",
        "edit/applicants", "edit/dates",
        "edit/scoring", "edit/sections/texts", "edit/questions/topics", "edit/questions/rooms",
        "edit/questions/new?section=texts", "edit/documents/decision", "edit/categories/people",
        "edit/conformity/new", "edit/quality/new", "removal?item=questions.topics", "applications",
    ]

    @Test("in the workplace can be used by everybody, on a phone too")
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

    @Test("on the applicants' side can be used by everybody too, whatever state an application is in")
    func applicants() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("applicant")
        let (draft, given) = try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let given = try await office.start(editor)
            try await office.fill(given, editor)
            try await office.submit(given, signatory)
            try await signatory.get("\(given)/withdrawal")
            try await signatory.submit(form: "\(given)/withdrawal")
            let draft = String(try await office.start(editor).prefix { $0 != "?" })
            try await office.fill(draft, editor)
            try await editor.get("\(draft)/signature-request")
            try await editor.submit()
            try await signatory.get("\(draft)/submission")
            try await signatory.submit(["note": "Lūdzu, papildiniet mērķi."], form: "\(draft)/signature-request/return")
            return (draft, String(given.prefix { $0 != "?" }))
        }
        try await office.publish(office.number, version: 2) { terms in
            terms.title.lv = "Cits nosaukums"
            terms.sections[0].questions.removeAll { $0.key == "income" }
        }
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit { browser in
                try await browser.signIn("sagatavo@example.lv", at: origin)
                for (name, address) in [
                    ("home", "/home"), ("mine", "/applications"),
                    ("may-start-again", "/calls/\(office.number)/application"),
                    ("returned", draft), ("new-version", "\(draft)/call-version"), ("paper", "\(draft)/papers/map"),
                    ("ask", "\(draft)/questions?field=goal"), ("versions", "\(draft)/history/goal"),
                    ("withdrawn", given), ("withdrawn-receipt", "\(given)/receipt"),
                ] {
                    try await browser.go(origin + address)
                    #expect(try await browser.has("main h1"), "\(address)")
                    try await witness.look(browser, name)
                }
                try await browser.go("\(origin)\(draft)/sections/documents")
                try await browser.click("main a[href$='/removal']")
                try await witness.look(browser, "remove-file")
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    private static func name(_ part: String) -> String {
        String(part.map { $0.isLetter ? $0 : "-" })
    }
}
