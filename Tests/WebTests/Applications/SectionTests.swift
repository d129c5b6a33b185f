import Foundation
import Grants
import HTTPTypes
import Money
import Postgres
import TestKit
import Testing

@Suite("A section of the form", .database)
struct SectionTests {
    /// Somebody with a fresh application, on its first section.
    private func open(
        _ work: @escaping @Sendable (ApplicantsOffice, String, TestBrowser, TestBrowser) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let colleague = try await office.visitor("kolegis@example.lv", client)
            let base = try await office.start(editor)
            try await work(office, base, editor, colleague)
        }
    }

    @Test(
        "has a label for every control, before and after an answer",
        arguments: ["texts", "plan", "money", "documents"]
    )
    func wellFormed(section: String) async throws {
        try await open { office, base, editor, _ in
            let empty = try await editor.get("\(base)/sections/\(section)")
            #expect(empty.status == .ok)
            #expect(empty.document.houseFaults() == [])
            try await office.fill(base, editor)
            let filled = try await editor.get("\(base)/sections/\(section)?check=1")
            #expect(filled.document.houseFaults() == [])
        }
    }

    @Test("keeps a draft with wrong answers and says what to do at each field")
    func wrongAnswers() async throws {
        try await open { _, base, editor, _ in
            try await editor.get("\(base)/sections/texts")
            let page = try await editor.submit(
                [
                    "title": "Kopā", "count": "daudz", "income": "1.2.3,x", "news.day": "31", "news.month": "2",
                    "news.year": "2027",
                ],
                button: "Saglabāt un turpināt"
            )
            #expect(page.status == .unprocessableContent)
            #expect(page.document.first("title")?.text.hasPrefix("Kļūda:") ?? false)
            for words in ["Ierakstiet veselu skaitli", "Ierakstiet summu eiro", "Ierakstiet dienu, mēnesi un gadu"] {
                #expect(page.text.contains(words), "\(words)")
            }
            for value in ["daudz", "1.2.3,x", "31"] { #expect(page.text.contains("value=\"\(value)\""), "\(value)") }
            #expect(page.document.houseFaults() == [])
            let again = try await editor.get("\(base)/sections/texts")
            #expect(again.text.contains("value=\"daudz\""))
        }
    }

    @Test("adds and removes rows without a script, keeping what was typed")
    func rows() async throws {
        try await open { _, base, editor, _ in
            try await editor.get("\(base)/sections/plan")
            let two = try await editor.submit(["activities.1.title": "Atklāšana"], button: "Pievienot darbību")
            #expect(two.text.contains("name=\"activities.2.title\""))
            let three = try await editor.submit(["activities.2.title": "Otrā"], button: "Pievienot darbību")
            #expect(three.text.contains("name=\"activities.3.title\""))
            let one = try await editor.submit(["activities.3.title": "Trešā"], button: "Noņemt 1. darbību")
            #expect(!one.text.contains("Atklāšana"))
            #expect(one.text.contains("Otrā"))
            #expect(one.text.contains("Trešā"))
        }
    }

    @Test("counts the budget by a plain post and says what is over the ceiling")
    func budget() async throws {
        try await open { _, base, editor, _ in
            try await editor.get("\(base)/sections/money")
            let counted = try await editor.submit(ApplicantsOffice.budget, button: "Saglabāt un pārrēķināt")
            #expect(counted.text.contains("210,00\u{A0}EUR"))
            #expect(counted.text.contains("560,00\u{A0}EUR"))
            #expect(counted.text.contains("Atlicis 6\u{A0}440,00\u{A0}EUR"))
            let over = try await editor.submit(["budget.1.price": "2000"], button: "Saglabāt un pārrēķināt")
            #expect(over.status == .unprocessableContent)
            #expect(over.text.contains("Samaziniet tāmi līdz 7\u{A0}000,00\u{A0}EUR"))
        }
    }

    @Test("shows a question only if the answer it leans on was given")
    func onlyIf() async throws {
        try await open { _, base, editor, _ in
            let before = try await editor.get("\(base)/sections/texts")
            #expect(
                before.text.contains(
                    "<div class=\"question\" hidden data-only-if=\"place\" data-only-if-answers=\"city\">"
                )
            )
            let after = try await editor.submit(["place": "city"], button: "Saglabāt un turpināt")
            _ = after
            let again = try await editor.get("\(base)/sections/texts")
            #expect(
                again.text.contains("<div class=\"question\" data-only-if=\"place\" data-only-if-answers=\"city\">")
            )
        }
    }

    @Test("merges what two people changed in different fields")
    func merge() async throws {
        try await open { _, base, editor, colleague in
            try await editor.get("\(base)/sections/texts")
            try await colleague.get("\(base)/sections/texts")
            try await colleague.submit(["goal": "Kolēģa mērķis"], button: "Saglabāt un turpināt")
            try await editor.submit(["title": "Mans nosaukums"], button: "Saglabāt un turpināt")
            let page = try await editor.get("\(base)/sections/texts")
            #expect(page.text.contains("Kolēģa mērķis"))
            #expect(page.text.contains("Mans nosaukums"))
        }
    }

    @Test("shows both texts side by side when two people changed one field, and loses neither")
    func clash() async throws {
        try await open { _, base, editor, colleague in
            try await editor.get("\(base)/sections/texts")
            try await colleague.get("\(base)/sections/texts")
            try await colleague.submit(["goal": "Kolēģa mērķis"], button: "Saglabāt un turpināt")
            let page = try await editor.submit(["goal": "Mans mērķis", "count": "7"], button: "Saglabāt un turpināt")
            #expect(page.status == .conflict)
            #expect(page.text.contains("<blockquote>Kolēģa mērķis</blockquote>"))
            #expect(page.text.contains("<blockquote>Mans mērķis</blockquote>"))
            #expect(page.text.contains("Parauga Kolegis"))
            #expect(page.document.houseFaults() == [])
            let merged = try await editor.submit(["goal": "Abu mērķis"], button: "Saglabāt un turpināt")
            #expect(merged.status == .ok)
            let history = try await editor.get("\(base)/history/goal")
            #expect(history.text.contains("Kolēģa mērķis"))
            #expect(history.text.contains("Abu mērķis"))
            #expect(history.document.houseFaults() == [])
        }
    }

    @Test("shows all that ever stood in a field, page by page")
    func longHistory() async throws {
        try await open { office, base, editor, _ in
            try await editor.get("\(base)/sections/texts")
            try await editor.submit(["goal": "Mērķis pēdējais"], button: "Saglabāt un turpināt")
            try await TestDatabase.current.owner.transaction { tx in
                // Other tests of the suite write their goals at the same time.
                let own = """
                    field = 'goal' AND application_id IN (
                        SELECT a.application_id FROM application a JOIN call c USING (call_id)
                         WHERE c.number = \(office.number)
                    )
                    """ as SQL
                try await tx.run("UPDATE answer SET version = 121 WHERE \(own)")
                try await tx.run(
                    """
                    INSERT INTO answer_revision (application_id, field, version, value, changed_by, changed_at)
                    SELECT application_id, field, n, to_jsonb('Mērķis Nr. ' || n || '.'), changed_by, changed_at
                      FROM answer, generate_series(1, 120) AS n
                     WHERE \(own)
                    """
                )
            }
            var address = "\(base)/history/goal"
            var seen: [String] = []
            for _ in 1...3 {
                let page = try await editor.get(address)
                #expect(page.status == .ok)
                #expect(page.document.houseFaults() == [])
                seen += page.document.all("p", where: ["class": "long"]).map(\.text)
                guard let next = page.document.first("a", where: ["rel": "next"])?["href"] else { break }
                address = next
            }
            #expect(seen == ["Mērķis pēdējais"] + (1...120).reversed().map { "Mērķis Nr. \($0)." })
            let last = try await editor.get(address)
            #expect(last.document.first("a", where: ["rel": "prev"])?["href"] == "\(base)/history/goal")
        }
    }

    @Test("lets a person take the colleague's text")
    func take() async throws {
        try await open { _, base, editor, colleague in
            try await editor.get("\(base)/sections/texts")
            try await colleague.get("\(base)/sections/texts")
            try await colleague.submit(["goal": "Kolēģa mērķis"], button: "Saglabāt un turpināt")
            try await editor.submit(["goal": "Mans mērķis"], button: "Saglabāt un turpināt")
            let page = try await editor.submit(button: "Ņemt kolēģa tekstu")
            #expect(page.status == .ok)
            #expect(page.text.contains("Kolēģa mērķis"))
            #expect(!page.text.contains("Mans mērķis"))
        }
    }

    @Test("is read-only while the signatory has it, and shows what was typed in vain")
    func locked() async throws {
        try await open { office, base, editor, colleague in
            try await office.fill(base, editor)
            try await colleague.get("\(base)/sections/texts")
            try await editor.get("\(base)/signature-request")
            try await editor.submit()
            let late = try await colleague.submit(["goal": "Par vēlu"], button: "Saglabāt un turpināt")
            #expect(late.status == .conflict)
            #expect(late.text.contains("Par vēlu"))
            #expect(late.text.contains("nokopējiet"))
            let page = try await editor.get("\(base)/sections/texts")
            #expect(page.address.hasPrefix("\(base)/content"))
        }
    }

    @Test("is not lost when the organisation was switched in another tab, and tells strangers nothing", .database)
    func switched() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.test.person("sagatavo@example.lv", .editor, in: "Trešais novads")
            let third = try await office.test.organisation("Trešais novads").description
            let own = try await office.test.organisation("Parauga novads").description
            let tab = try await editor.get("\(base)/sections/texts").form("\(base)/sections/texts")
            let fields = tab.fields.map { ($0.name, $0.name == "goal" ? "Mērķis citā cilnē" : $0.value) }
            try await editor.get("/organisation")
            try await editor.submit(["organisation": third], form: "/organisation")
            let script = try await editor.post(
                "\(base)/sections/texts/fields",
                [("field[]", "goal"), ("version.goal", "0"), ("goal", "x")],
                headers: [.accept: "application/json"]
            )
            let answer: [String: String] = try script.json()
            #expect(script.status == .conflict && answer["problem"] == "other_organisation")
            let choice = try await editor.post("\(base)/sections/texts", fields)
            #expect(choice.status == .forbidden)
            #expect(choice.document.houseFaults() == [])
            let kept = try await editor.submit(["organisation": own], form: "/organisation")
            #expect(kept.document.all("textarea").contains { $0.text == "Mērķis citā cilnē" })
            try await editor.submit(form: "\(base)/sections/texts")
            let page = try await editor.get("\(base)/sections/texts")
            #expect(page.text.contains("Mērķis citā cilnē"))
            let stranger = try await office.visitor("svess@example.lv", client)
            let nothing = try await stranger.post("\(base)/sections/texts", [("goal", "x")])
            #expect(nothing.status == .notFound && nothing.document.all("textarea").isEmpty)
        }
    }

    @Test("offers a question to the agency at each required paper, and shows the answer there")
    func askingAtPapers() async throws {
        try await open { office, base, editor, colleague in
            let papers = try await editor.get("\(base)/sections/documents")
            let form = try await editor.get(papers.link("Uzdot jautājumu par šo lauku"))
            #expect(form.status == .ok && form.text.contains("Par lauku „"), "\(form.address)")
            #expect(form.document.houseFaults() == [])
            let empty = try await editor.submit(["text": " "])
            #expect(empty.status == .unprocessableContent && empty.text.contains("Par lauku „"))
            let asked = try await editor.submit(["text": "Vai der e-paraksts?"])
            #expect(asked.address.hasPrefix("\(base)/sections/documents"))
            #expect(asked.text.contains("Jautājums nosūtīts") && asked.text.contains("Vai der e-paraksts?"))
            #expect(asked.document.houseFaults() == [])
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    UPDATE question SET answer = 'Der.', answered_at = now(), answered_by = asked_by,
                           published_text = 'Vai der e-paraksts?'
                     WHERE call_id = (SELECT call_id FROM call WHERE number = \(office.number))
                    """
                )
            }
            let page = try await colleague.get("\(base)/sections/documents")
            #expect(page.text.contains("Der."))
            let nowhere = try await editor.get("\(base)/questions?field=document.nothing")
            #expect(nowhere.status == .notFound)
        }
    }

    @Test("offers a question to the agency at each field")
    func asking() async throws {
        try await open { office, base, editor, colleague in
            try await editor.get("\(base)/sections/texts")
            let form = try await editor.submit(
                ["goal": "Mērķis"],
                button: "Uzdot jautājumu par šo lauku: Projekta mērķis"
            )
            #expect(form.text.contains("Par lauku „Projekta mērķis”"), "\(form.address)")
            #expect(form.document.houseFaults() == [])
            let empty = try await editor.submit(["text": "  "])
            #expect(empty.status == .unprocessableContent)
            let asked = try await editor.submit(["text": "Cik garam jābūt mērķim?"])
            #expect(asked.text.contains("Jautājums nosūtīts"))
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    UPDATE question SET answer = 'Līdz 20 vārdiem.', answered_at = now(), answered_by = asked_by,
                           published_text = 'Cik garam jābūt mērķim?'
                     WHERE call_id = (SELECT call_id FROM call WHERE number = \(office.number))
                    """
                )
            }
            let page = try await colleague.get("\(base)/sections/texts")
            #expect(page.text.contains("Līdz 20 vārdiem."))
        }
    }
}
