import Foundation
import Grants
import HTTPTypes
import Postgres
import Site
import Store
import TestKit
import Testing

@testable import Web

@Suite("A question about a call as a whole", .database)
struct CallAskingTests {
    private static let question = "Vai projektu var sākt rudenī?"

    @Test("is asked from the call's page, and until it is answered only the own organisation sees it")
    func own() async throws {
        let office = try await ApplicantsOffice()
        let call = "/calls/\(office.number)"
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let page = try await editor.get(call)
            let form = try await editor.get(page.link("Uzdot jautājumu par konkursu"))
            #expect(form.document.houseFaults() == [])
            let asked = try await editor.submit(["text": Self.question])
            #expect(asked.address.hasPrefix(call))
            #expect(asked.document.houseFaults() == [])
            for words in ["Jautājums nosūtīts", Self.question, "Gaida atbildi", "Par konkursu kopumā"] {
                #expect(asked.text.contains(words), "\(words)")
            }
            let colleague = try await office.visitor("kolegis@example.lv", client)
            let ours = try await colleague.get(call)
            #expect(ours.text.contains(Self.question))
            let officer = try await office.visitor("programma@example.lv", client)
            for reader in [TestBrowser(client), try await office.visitor("svess@example.lv", client), officer] {
                let theirs = try await reader.get(call)
                #expect(theirs.status == .ok)
                #expect(!theirs.text.contains(Self.question) && !theirs.text.contains("Gaida atbildi"))
            }
            let received = try await officer.get("/work\(call)/questions")
            try await officer.get(received.link(Self.question))
            try await officer.submit(["answer": "Jā, drīkst."])
            let published = try await TestBrowser(client).get(call)
            #expect(published.text.contains(Self.question) && published.text.contains("Jā, drīkst."))
        }
    }

    @Test("is put off with a kind sentence while the organisation waits for very many answers")
    func many() async throws {
        let office = try await ApplicantsOffice()
        let editor = try await office.test.person("sagatavo@example.lv", .editor)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO question (key, call_id, text, asked_by, organisation_id)
                SELECT gen_random_uuid(), call_id, 'Vai?', \(editor.person.id), \(editor.organisation.id)
                  FROM call, generate_series(1, \(Enquiry.mostWaiting)) WHERE number = \(office.number)
                """
            )
        }
        try await office.serve { client in
            let browser = try await office.visitor("sagatavo@example.lv", client)
            try await browser.get("/calls/\(office.number)/questions")
            let refused = try await browser.submit(["text": Self.question])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("jau gaida atbildes uz 20 jautājumiem"))
            #expect(refused.text.contains(Self.question))
            #expect(refused.document.houseFaults() == [])
        }
    }

    @Test(
        "and very many others are leafed through to the first and back, and the paper says that it has only the latest"
    )
    func leafing() async throws {
        let office = try await ApplicantsOffice()
        let editor = try await office.test.person("sagatavo@example.lv", .editor)
        let count = 2 * EnquiryPage.length + 1
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO question (key, call_id, text, asked_by, organisation_id, published_text, answer, answered_by, answered_at)
                SELECT gen_random_uuid(), call_id, 'Vai?', \(editor.person.id), \(editor.organisation.id), 'Vai ' || n || '?',
                       'Jā.', \(editor.person.id), now()
                  FROM call, generate_series(1, \(count)) n WHERE number = \(office.number) ORDER BY n
                """
            )
        }
        let latest = try #require(try await office.test.stores.calls.dossier(number: office.number))
        for (language, words) in [(Language.lv, "pavisam 500."), (.en, "the latest 500 questions")] {
            let texts = office.test.office.templates.texts(language)
            let paper = PublicCallView(texts: texts, dossier: latest).paper(at: "https://example.lv/x")
            let html = try office.test.office.templates.render("letters/call", paper, language: language)
            #expect(html.contains(words))
        }
        try await office.serve { client in
            let browser = TestBrowser(client)
            let call = "/calls/\(office.number)"
            let middle = try await browser.get(browser.get(call).link("Agrāk uzdotie jautājumi"))
            let first = try await browser.get(middle.link("Agrāk uzdotie jautājumi"))
            #expect(first.text.contains("Vai 1?") && !first.text.contains("Vai 2?"))
            #expect(!first.text.contains("Agrāk uzdotie jautājumi"))
            let back = try await browser.get(first.link("Vēlāk uzdotie jautājumi"))
            #expect(back.address == middle.address)
            let end = try await browser.get(back.link("Vēlāk uzdotie jautājumi"))
            #expect(end.text.contains("Vai \(count)?"))
            #expect(!end.text.contains("Vēlāk uzdotie jautājumi"))
            let officer = try await office.visitor("programma@example.lv", client)
            let second = try await officer.get("/work\(call)/questions").document.address(rel: "next")
            let third = try await officer.get(try #require(second)).document.address(rel: "next")
            let previous = try await officer.get(try #require(third)).document.address(rel: "prev")
            #expect(previous == second)
            let beginning = try await officer.get(try #require(previous)).document.address(rel: "prev")
            #expect(beginning == "/work\(call)/questions")
        }
    }

    @Test("leads a stranger to it by signing in, and is not offered to the agency's people")
    func strangers() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let stranger = TestBrowser(client)
            let link = try await stranger.get("/calls/\(office.number)").link("Uzdot jautājumu par konkursu")
            let asked = try await stranger.get(link)
            #expect(asked.status == .unauthorized)
            let came = try await stranger.submit(["email": "sagatavo@example.lv", "password": TestOffice.password])
            #expect(came.address == link)
            let officer = try await office.visitor("programma@example.lv", client)
            let page = try await officer.get("/calls/\(office.number)")
            #expect(!page.text.contains(link))
            let refused = try await officer.get(link)
            #expect(refused.status == .notFound)
        }
    }

    @Test("says what is wrong with it and keeps what was typed; a double click is one question")
    func wrong() async throws {
        let office = try await ApplicantsOffice()
        let address = "/calls/\(office.number)/questions"
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            try await editor.get(address)
            let empty = try await editor.submit(["text": " "])
            #expect(empty.status == .unprocessableContent)
            #expect(empty.text.contains("Ierakstiet jautājumu."))
            let long = String(repeating: "ā", count: 2_001)
            let refused = try await editor.submit(["text": long])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains(long))
            let fields = try refused.form(address).fields.map {
                ($0.name, $0.name == "text" ? Self.question : $0.value)
            }
            for _ in 1...2 {
                let answer = try await editor.post(address, fields)
                #expect(answer.status == .seeOther)
            }
            let missing = try await editor.get("/calls/SK-NAV-9/questions")
            #expect(missing.status == .notFound)
        }
        let count = try await office.count(
            "SELECT count(*) AS count FROM question JOIN call USING (call_id) WHERE number = \(office.number)"
        )
        #expect(count == 1)
    }

    @Test("is not taken once the call has closed")
    func closed() async throws {
        let office = try await ApplicantsOffice()
        let number = "\(office.number)-OLD"
        try await office.publish(number, closes: office.test.now.addingTimeInterval(-60))
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let page = try await editor.get("/calls/\(number)")
            #expect(!page.text.contains("/calls/\(number)/questions"))
            try await editor.get("/calls/\(number)/questions")
            let refused = try await editor.submit(["text": Self.question])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("konkurss ir noslēdzies"))
        }
    }

    @Test("that was asked at a field waits at that field of the own form, and at nobody else's")
    func atField() async throws {
        let office = try await ApplicantsOffice()
        try await office.test.agreement(office.test.organisation("Cits novads"))
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await editor.get("\(base)/questions?field=goal")
            let asked = try await editor.submit(["text": Self.question])
            for words in [Self.question, "Gaida atbildi: 1", "redz tikai jūsu organizācija"] {
                #expect(asked.text.contains(words), "\(words)")
            }
            #expect(asked.document.houseFaults() == [])
            let elsewhere = try await editor.get("\(base)/sections/plan")
            #expect(!elsewhere.text.contains(Self.question))
            let other = try await office.visitor("svess@example.lv", client)
            let theirs = try await other.get("\(try await office.start(other))/sections/texts")
            #expect(theirs.status == .ok)
            #expect(!theirs.text.contains(Self.question) && !theirs.text.contains("Gaida atbildi"))
        }
    }
}

extension HTMLDocument {
    /// Where the link of a pager leads.
    fileprivate func address(rel: String) -> String? { first("a", where: ["rel": rel])?["href"] }
}
