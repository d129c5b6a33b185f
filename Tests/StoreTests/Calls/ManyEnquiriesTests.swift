import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Very many questions about a call", .database, .serialized)
struct ManyEnquiriesTests {
    let office = CallOffice()

    /// Questions numbered from one; every third has an answer if that is wanted, all of them otherwise.
    private func ask(_ count: Int, everyThird: Bool) async throws -> (call: Call.ID, officer: Visitor) {
        let officer = try await office.officer()
        let call = try await office.published(by: officer).call.id
        let asker = try await office.visitor("jauta@example.lv", .editor, in: "Jautātājs novads")
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO question (key, call_id, field, text, asked_by, organisation_id, published_text, answer, answered_by,
                                      answered_at)
                SELECT gen_random_uuid(), \(call), CASE WHEN n % 2 = 0 THEN 'need' END, n::text, \(asker.person.id),
                       \(asker.organisation.id), CASE WHEN answered THEN n::text END, CASE WHEN answered THEN 'Jā.' END,
                       CASE WHEN answered THEN \(officer.person.id) END, CASE WHEN answered THEN now() END
                  FROM (SELECT n, NOT \(everyThird) OR n % 3 = 0 AS answered FROM generate_series(1, \(count)) n) made
                 ORDER BY made.n
                """
            )
        }
        return (call, officer)
    }

    @Test("are read by everybody from the latest back to the first, none lost and none twice")
    func published() async throws {
        let call = try await ask(EnquiryPage.length + 3, everyThird: false).call
        let latest = try await office.calls.questions(call)
        #expect(latest.rows.count == EnquiryPage.length)
        #expect(latest.rows.last?.text == String(EnquiryPage.length + 3))
        let older = try #require(latest.older)
        let rest = try await office.calls.questions(call, before: older)
        #expect(rest.rows.map(\.text) == ["1", "2", "3"])
        #expect(rest.older == nil)
        #expect(latest.newer == nil)
        #expect(rest.newer == .latest)
        let atField = try await office.calls.questions(call, about: ["need"])
        #expect(atField.rows.count == (EnquiryPage.length + 3) / 2)
        #expect(atField.rows.allSatisfy { $0.field == "need" })
        #expect(atField.older == nil)
    }

    @Test("are read back from the first to the latest by the pages on which they were found")
    func back() async throws {
        let call = try await ask(2 * EnquiryPage.length + 3, everyThird: false).call
        let latest = try await office.calls.questions(call)
        let middlePlace = try #require(latest.older)
        let middle = try await office.calls.questions(call, before: middlePlace)
        let first = try await office.calls.questions(call, before: middle.older)
        #expect(first.newer == .before(middlePlace))
        #expect(middle.newer == .latest)
        let (officeCall, _) = try await ask(2 * InboxPage.length + 3, everyThird: true)
        let pageOne = try await office.calls.inbox(officeCall)
        let second = try await office.calls.inbox(officeCall, after: pageOne.next)
        let third = try await office.calls.inbox(officeCall, after: second.next)
        #expect(third.rows.count == 3)
        #expect(third.previous == pageOne.next)
        #expect(second.previous == nil)
        #expect(pageOne.previous == nil)
    }

    @Test("cannot wait for an answer beyond a limit of each organisation, not even if all are asked at once")
    func limit() async throws {
        let officer = try await office.officer()
        let call = try await office.published(by: officer).call.id
        let asker = try await office.visitor("jauta@example.lv", .editor, in: "Jautātājs novads")
        let other = try await office.visitor("lasa@example.lv", .editor, in: "Lasītājs novads")
        let (office, keys) = (office, (0..<Enquiry.mostWaiting + 5).map { _ in UUID() })
        @Sendable func ask(_ key: UUID, by visitor: Visitor) async throws -> Enquiry.ID {
            try await office.calls.ask("Vai?", at: nil, of: call, key: key, by: visitor, now: office.now)
        }
        let taken = try await withThrowingTaskGroup(of: UUID?.self) { group in
            for key in keys {
                group.addTask {
                    do {
                        _ = try await ask(key, by: asker)
                        return key
                    } catch EnquiryRefusal.tooManyWaiting(Enquiry.mostWaiting) {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: Set<UUID>()) { taken, key in if let key { taken.insert(key) } }
        }
        #expect(taken.count == Enquiry.mostWaiting)
        let inbox = try await office.calls.inbox(call)
        #expect(inbox.rows.count == Enquiry.mostWaiting)
        // A double click is no new question, another organisation has a limit of its own, and an answer makes room.
        _ = try await ask(try #require(taken.first), by: asker)
        _ = try await ask(UUID(), by: other)
        let refused = try #require(Set(keys).subtracting(taken).first)
        await #expect(throws: EnquiryRefusal.tooManyWaiting(Enquiry.mostWaiting)) { try await ask(refused, by: asker) }
        let first = try #require(inbox.rows.first?.enquiry)
        try await office.calls.answer(
            first.id,
            of: call,
            publishedText: "Vai?",
            answer: "Jā.",
            basedOn: first.revision,
            by: officer,
            letter: CallOffice.letter
        )
        _ = try await ask(refused, by: asker)
    }

    @Test("come to the office page by page, those without an answer first, and every one can be opened")
    func inbox() async throws {
        let (call, officer) = try await ask(190, everyThird: true)
        let first = try await office.calls.inbox(call)
        #expect(first.rows.count == InboxPage.length)
        #expect(first.rows.allSatisfy { $0.enquiry.answer == nil })
        // The last one is answered before the next page is read; the next page still begins right after it.
        let last = try #require(first.rows.last?.enquiry)
        try await office.calls.answer(
            last.id,
            of: call,
            publishedText: last.text,
            answer: "Jā.",
            basedOn: last.revision,
            by: officer,
            letter: CallOffice.letter
        )
        let place = try #require(first.next.flatMap { InboxPlace(text: $0.text) })
        let second = try await office.calls.inbox(call, after: place)
        #expect(second.next == nil)
        let answered = second.rows.map { $0.enquiry.answer != nil }
        #expect(answered == answered.sorted { !$0 && $1 })
        // It has moved to where the answered ones stand, which is on the second page.
        let seen = (first.rows + second.rows).map(\.enquiry.id)
        #expect(Set(seen).count == 190)
        #expect(seen.count == 191)
        let opened = try await office.calls.received(try #require(seen.last), of: call)
        #expect(opened?.organisation == "Jautātājs novads")
    }

    @Test(
        "have places that nothing else can be taken for",
        arguments: ["", "1", "waiting", "waiting.", "x.1", "answered.0"]
    )
    func places(text: String) {
        #expect(InboxPlace(text: text) == nil)
    }
}
