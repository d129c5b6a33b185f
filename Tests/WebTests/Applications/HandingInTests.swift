import Foundation
import Grants
import HTTPTypes
import Postgres
import TestKit
import Testing

@Suite("Handing in", .database)
struct HandingInTests {
    private func ready(
        _ work: @escaping @Sendable (ApplicantsOffice, String, TestBrowser, TestBrowser) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            try await signatory.get("\(base)/submission")
            try await work(office, base, editor, signatory)
        }
    }

    @Test("the same form sent twenty times at once is one submission with one receipt")
    func parallel() async throws {
        try await ready { office, base, _, signatory in
            guard let page = await signatory.page else { return }
            var form = try page.form("\(base)/submission")
            for (name, value) in ApplicantsOffice.declared { form.fill(name, [value]) }
            let fields = form.fields.map { ($0.name, $0.value) }
            let answers = try await withThrowingTaskGroup(of: TestPage.self) { group in
                for _ in 0..<20 { group.addTask { try await signatory.post("\(base)/submission", fields) } }
                var pages: [TestPage] = []
                for try await page in group { pages.append(page) }
                return pages
            }
            #expect(answers.allSatisfy { $0.status == .seeOther })
            #expect(Set(answers.compactMap(\.location)).count == 1)
            let count = try await office.count(
                "SELECT count(*) AS count FROM submission WHERE number LIKE \("\(office.number)-%")"
            )
            #expect(count == 1)
        }
    }

    @Test("asks for each declaration that was not confirmed and keeps those that were")
    func declarations() async throws {
        try await ready { _, base, _, signatory in
            let page = try await signatory.submit(["declare.truthful": "yes"], form: "\(base)/submission")
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("id=\"declare-truthful\" name=\"declare.truthful\" value=\"yes\" checked"))
            #expect(page.document.all("input").filter { $0["aria-invalid"] == "true" }.count == 4)
            #expect(page.document.houseFaults() == [])
            // The page has a new key, so that the mended form is a new intent.
            let receipt = try await signatory.submit(ApplicantsOffice.declared, form: "\(base)/submission")
            #expect(receipt.address.hasPrefix("\(base)/receipt"))
        }
    }

    @Test("is refused if somebody changed the application after it was read")
    func changedSince() async throws {
        try await ready { _, base, editor, signatory in
            try await editor.get("\(base)/sections/texts")
            try await editor.submit(["goal": "Pavisam cits"], button: "Saglabāt un turpināt")
            let page = try await signatory.submit(ApplicantsOffice.declared, form: "\(base)/submission")
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("Kamēr lasījāt"))
            #expect(page.text.contains("Pavisam cits"))
        }
    }

    @Test("a second tab after handing in leads to the receipt")
    func secondTab() async throws {
        try await ready { office, base, editor, signatory in
            let tab = try await signatory.get("\(base)/submission")
            try await office.submit(base, signatory)
            var form = try tab.form("\(base)/submission")
            for (name, value) in ApplicantsOffice.declared { form.fill(name, [value]) }
            let fields = form.fields.map { ($0.name, $0.name == "key" ? UUID().uuidString.lowercased() : $0.value) }
            let second = try await signatory.post("\(base)/submission", fields)
            #expect(second.location == "\(base)/receipt")
            let locked = try await editor.post("\(base)/sections/texts", [("version.goal", "1"), ("goal", "Vēl")])
            #expect(locked.status == .conflict)
        }
    }

    @Test("is refused after the end with both instants, and the draft stays readable")
    func afterTheEnd() async throws {
        let office = try await ApplicantsOffice()
        let number = "\(office.number)-OLD"
        try await office.publish(number, closes: office.test.now.addingTimeInterval(-60))
        let base = try await office.draft(in: number)
        try await office.serve { client in
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let page = try await signatory.get("\(base)/submission")
            #expect(!page.text.contains("name=\"revision\""))
            let fields = [("key", UUID().uuidString), ("revision", "1")]
            let refused = try await signatory.post("\(base)/submission", fields)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Termiņš beidzās"))
            #expect(refused.text.contains("Jūsu iesniegumu saņēmām"))
            let content = try await signatory.get("\(base)/content")
            #expect(content.status == .ok)
            let check = try await signatory.get("/calls/\(number)/application")
            #expect(check.text.contains("nevar pieteikties"))
        }
    }

    @Test("is refused where the call is for organisations of other kinds, and the page says so before")
    func otherKind() async throws {
        let office = try await ApplicantsOffice { terms in
            terms.applicants.kinds = [.school, .vocational]
            terms.sections = []
            terms.documents = []
        }
        let base = try await office.draft(in: office.number)
        try await office.serve { client in
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let page = try await signatory.get("\(base)/submission")
            let sentence = "var pieteikties vispārējās izglītības iestādes, profesionālās izglītības iestādes"
            #expect(page.text.contains("Jūsu organizācija ir pašvaldība, bet") && page.text.contains(sentence))
            #expect(!page.text.contains("declare.truthful"))
            let fields = [("revision", "1"), ("key", UUID().uuidString.lowercased())]
            let declared = ApplicantsOffice.declared.map { ($0.key, $0.value) }
            let refused = try await signatory.post("\(base)/submission", fields + declared)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains(sentence))
            let sent = try await signatory.post("\(base)/signature-request")
            #expect(sent.status == .unprocessableContent)
            #expect(sent.text.contains(sentence))
        }
    }

    @Test("is told before anything is confirmed that no place is left, or that no agreement is in force", .database)
    func obstacles() async throws {
        let office = try await ApplicantsOffice { $0.applicants.agreementRequired = true }
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let application = Int64(base.drop { !$0.isNumber }) ?? 0
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let free = try await signatory.get("\(base)/submission")
            #expect(free.text.contains("declare.truthful"))
            let steps: [(SQL, says: String)] = [
                (
                    """
                    INSERT INTO quota (call_id, organisation_id, places, taken)
                    SELECT call_id, organisation_id, 1, 1 FROM application WHERE application_id = \(application)
                    ON CONFLICT (call_id, organisation_id) DO UPDATE SET places = 1, taken = 1
                    """, "jau ir iesniegusi visus"
                ),
                (
                    "UPDATE agreement SET in_force_from = DATE '2020-01-01', in_force_until = DATE '2020-12-31'",
                    "nav spēkā sadarbības līgums"
                ),
            ]
            for (change, sentence) in steps {
                try await TestDatabase.current.owner.transaction { try await $0.run(change) }
                let page = try await signatory.get("\(base)/submission")
                #expect(page.status == .ok && page.text.contains(sentence))
                #expect(!page.text.contains("declare.truthful") && page.document.houseFaults() == [])
            }
        }
    }

    @Test("the signatory's note and the reason to take back are not lost when the other tab was faster")
    func notes() async throws {
        try await ready { office, base, _, signatory in
            try await office.submit(base, signatory)
            let late = try await signatory.post(
                "\(base)/signature-request/return",
                [("note", "Labojiet mērķi, lūdzu.")]
            )
            #expect(late.status == .conflict)
            #expect(late.document.houseFaults() == [])
            #expect(late.document.first("textarea")?.text == "Labojiet mērķi, lūdzu.")
            #expect(late.document.all("button").allSatisfy { !$0.text.contains("Nosūtīt vēlreiz") })
            let form = try await signatory.get("\(base)/withdrawal").form("\(base)/withdrawal")
            let revision = form.fields.first { $0.name == "revision" }?.value ?? ""
            try await signatory.submit(form: "\(base)/withdrawal")
            try await office.submit(base, signatory)
            let stale = try await signatory.post(
                "\(base)/withdrawal",
                [("revision", revision), ("reason", "Kļūda tāmē.")]
            )
            #expect(stale.status == .conflict)
            #expect(stale.document.first("textarea")?.text == "Kļūda tāmē.")
        }
    }

    @Test("a newer version of the call is told, shown and taken over")
    func newerVersion() async throws {
        try await ready { office, base, editor, signatory in
            try await office.publish(office.number, version: 2) { terms in
                terms.title.lv = "Cits nosaukums"
                terms.sections[0].questions.removeAll { $0.key == "income" }
            }
            let page = try await editor.get(base)
            #expect(page.text.contains("Konkursa noteikumi ir mainījušies."))
            let refused = try await signatory.submit(ApplicantsOffice.declared, form: "\(base)/submission")
            #expect(refused.status == .unprocessableContent)
            let changes = try await editor.get("\(base)/call-version")
            #expect(changes.text.contains("Jautājuma vairs nav: Citi ieņēmumi"))
            #expect(changes.document.houseFaults() == [])
            let adopted = try await editor.submit()
            #expect(adopted.text.contains("atbilst jaunajiem noteikumiem"))
            let history = try await editor.get("\(base)/history")
            #expect(history.text.contains("Jautājums „income”"))
            #expect(history.document.houseFaults() == [])
        }
    }
}
