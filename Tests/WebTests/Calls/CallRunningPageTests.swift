import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Running a call in the workplace", .database, .serialized)
struct CallRunningPageTests {
    @Test("publication lists what stops it with links to the places")
    func problems() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        let address = "/work/calls/\(draft.call.number)"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/edit/questions/need?lang=lv")
            _ = try await browser.submit(["title.en": ""])
            let review = try await browser.get("\(address)/publication")
            #expect(review.text.contains("href=\"\(address)/edit/questions/need\""))
            #expect(review.text.contains("ierakstiet tekstu arī angliski."))
            let refused = try await browser.post("\(address)/publication", [("revision", "2")])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.document.houseFaults() == [])
        }
    }

    @Test("a new version needs a note and tells who will get mail")
    func newVersion() async throws {
        let fixture = try await WorkCallFixture()
        let version = try await fixture.published()
        let address = "/work/calls/\(version.call.number)"
        let writer = try await fixture.office.person("raksta@example.lv", .editor)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, created_by)
                VALUES (gen_random_uuid(), \(version.call.id), \(version.id), \(writer.organisation.id), \(writer.person.id))
                """
            )
        }
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/edit/money?lang=lv")
            _ = try await browser.submit(["available": "900 000"])
            let review = try await browser.get("\(address)/publication")
            #expect(review.text.contains("Parauga novads"))
            #expect(review.document.houseFaults() == [])
            let empty = try await browser.submit()
            #expect(empty.status == .unprocessableContent)
            #expect(empty.text.contains("href=\"#note\""))
            let done = try await browser.submit(["note": "Vairāk naudas."])
            #expect(done.text.contains("Jaunā redakcija ir publicēta"))
            let mails = try await fixture.office.stores.mails.list(limit: 10)
            let mail = try #require(mails.first { $0.recipient == "raksta@example.lv" })
            #expect(mail.body.contains("Vairāk naudas."))
            #expect(mail.body.contains("900"))
            let history = try await browser.get("\(address)/history")
            #expect(history.text.contains("Vairāk naudas."))
        }
    }

    @Test("a new order alone can be published, and those with drafts are told")
    func newOrder() async throws {
        let fixture = try await WorkCallFixture()
        let version = try await fixture.published()
        let address = "/work/calls/\(version.call.number)"
        let last = try #require(version.terms.sections.first?.questions.last?.key)
        let writer = try await fixture.office.person("raksta@example.lv", .editor)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO application (key, call_id, call_version_id, organisation_id, created_by)
                VALUES (gen_random_uuid(), \(version.call.id), \(version.id), \(writer.organisation.id), \(writer.person.id))
                """
            )
        }
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            let form = try await browser.get("\(address)/form?lang=lv")
            let revision = try form.form("\(address)/order").fields.first { $0.name == "revision" }?.value ?? ""
            let move = [("revision", revision), ("move", "questions.\(last).down")]
            _ = try await browser.post("\(address)/order", move)
            let review = try await browser.get("\(address)/publication")
            #expect(review.text.contains("Mainīta sadaļu vai jautājumu secība."))
            let done = try await browser.submit(["note": "Jautājums pārcelts."])
            #expect(done.text.contains("Jaunā redakcija ir publicēta"))
            let mails = try await fixture.office.stores.mails.list(limit: 10)
            let mail = try #require(mails.first { $0.recipient == "raksta@example.lv" })
            #expect(mail.body.contains("Mainīta sadaļu vai jautājumu secība."))
        }
    }

    @Test("a note typed while a colleague changed the call comes back to be copied, and nothing is published")
    func staleNote() async throws {
        let fixture = try await WorkCallFixture()
        let call = try await fixture.published().call
        let address = "/work/calls/\(call.number)"
        let change: @Sendable (Int) async throws -> Void = { hours in
            let draft = try #require(try await fixture.calls.draft(call.id))
            var terms = draft.terms
            terms.closesBefore = terms.closesBefore.addingTimeInterval(Double(hours) * 3_600)
            let (id, revision) = (call.id, draft.revision)
            _ = try await fixture.calls.save(terms, of: id, basedOn: revision, part: "time", by: fixture.officer)
        }
        try await change(24)
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/publication?lang=lv")
            try await change(48)
            let note = "Termiņš ir \"vēlāks\" & <visiem>.\nOtrā rinda."
            let stale = try await browser.submit(["note": note])
            #expect(stale.status == .conflict)
            let form = try stale.form("\(address)/publication")
            #expect(form.fields.first { $0.name == "note" }?.value == note)
            // The note is all that was typed; the revision is nobody's text.
            #expect(stale.document.all("textarea").count == 1)
            #expect(stale.document.houseFaults() == [])
            let history = try await fixture.calls.history(call.id)
            #expect(history.versions.count == 1)
        }
    }

    @Test("the end that may be extended is the published one with its extensions, whatever is being changed")
    func publishedEnd() async throws {
        let fixture = try await WorkCallFixture()
        let call = try await fixture.published().call
        let draft = try #require(try await fixture.calls.draft(call.id))
        var terms = draft.terms
        terms.closesBefore = terms.closesBefore.addingTimeInterval(5 * 86_400)
        _ = try await fixture.calls.save(terms, of: call.id, basedOn: draft.revision, part: "time", by: fixture.officer)
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            let before = try await browser.get("/work/calls/\(call.number)/extensions?lang=lv")
            #expect(before.text.contains("termiņš beidzas 15.01.2027. plkst.\u{A0}23:59:59"))
            let after = try await browser.submit([
                "last.day": "18", "last.month": "1", "last.year": "2027", "reason": "Traucējumi.",
            ])
            #expect(after.text.contains("termiņš beidzas 18.01.2027. plkst.\u{A0}23:59:59"))
        }
    }

    @Test("says how many partners the list names where there are more")
    func manyPartners() async throws {
        let fixture = try await WorkCallFixture()
        let call = try await fixture.published().call
        let address = "/work/calls/\(call.number)/extensions?lang=lv"
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            let few = try await browser.get(address)
            #expect(!few.text.contains("Sarakstā ir pirmie"))
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    INSERT INTO organisation (kind, name)
                    SELECT 'municipality', 'Žagaru novads ' || n FROM generate_series(1, 501) AS n
                    """
                )
            }
            let many = try await browser.get(address)
            #expect(many.text.contains("Sarakstā ir pirmie 500 partneri"))
            #expect(many.document.all("option").count == 501)
            #expect(many.document.houseFaults() == [])
        }
    }

    @Test("extension, quotas, answers and cancellation each say what is wrong and then do it")
    func verbs() async throws {
        let fixture = try await WorkCallFixture()
        let version = try await fixture.published()
        let call = version.call
        let address = "/work/calls/\(call.number)"
        let asker = try await fixture.office.person("jauta@example.lv", .editor)
        let enquiry = try await fixture.calls.ask(
            "Vai Parauga novads drīkst?",
            at: "need",
            of: call.id,
            key: UUID(),
            by: asker,
            now: fixture.office.now
        )
        try await fixture.office.serve { client in
            let browser = try await fixture.browser(client)
            _ = try await browser.get("\(address)/extensions?lang=lv")
            let early = try await browser.submit([
                "last.day": "1", "last.month": "1", "last.year": "2027", "reason": "Traucējumi.",
            ])
            #expect(early.status == .unprocessableContent)
            #expect(early.document.houseFaults() == [])
            let later = try await browser.submit(["last.day": "20"])
            #expect(later.text.contains("Termiņš ir pagarināts."))
            #expect(later.text.contains("20.01.2027."))

            let name = "own.\(asker.organisation.id)"
            let places = "\(address)/quotas/distribution"
            _ = try await fixture.office.stores.partners.say([.learners: 100], key: UUID(), by: asker)
            _ = try await browser.get(places)
            let wrong = try await browser.submit([name: "301"], form: places, button: "Nodot apstiprināšanai")
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.document.houseFaults() == [])
            let typed: KeyValuePairs = [
                name: "5", "why.\(asker.organisation.id)": "Tik lūdza", "reason": "Pēc vajadzības",
            ]
            let proposed = try await browser.submit(typed, form: places, button: "Nodot apstiprināšanai")
            #expect(proposed.text.contains("Vietas mainīsies, kad to apstiprinās cits cilvēks"))
            _ = try await fixture.office.person("finanses@example.lv", .finance, in: "Parauga aģentūra", .agency)
            let finance = try await fixture.browser(client, "finanses@example.lv")
            _ = try await finance.get(proposed.address)
            let approved = try await finance.submit(button: "Apstiprināt vietas")
            #expect(approved.text.contains("vietas ir mainītas"))
            let quota = try await fixture.calls.quota(call.id, of: asker.organisation.id)
            #expect(quota.places == 5)

            _ = try await browser.get("\(address)/questions/\(enquiry)")
            let silent = try await browser.submit()
            #expect(silent.status == .unprocessableContent)
            let answered = try await browser.submit(["published": "Vai drīkst?", "answer": "Jā."])
            #expect(answered.text.contains("Atbilde ir publicēta."))
            let stale = try await browser.post(
                "\(address)/questions/\(enquiry)",
                [("revision", "1"), ("published", "Vai?"), ("answer", "Nē.")]
            )
            #expect(stale.status == .conflict)
            #expect(stale.text.contains("Jā."))

            _ = try await browser.get("\(address)/cancellation")
            let mute = try await browser.submit()
            #expect(mute.status == .unprocessableContent)
            let ended = try await browser.submit(["reason": "Programma pārtraukta."])
            #expect(ended.text.contains("Konkurss ir atcelts."))
            #expect(ended.document.houseFaults() == [])
            let edit = try await browser.get("\(address)/edit/texts")
            #expect(edit.status == .notFound)
        }
    }
}
