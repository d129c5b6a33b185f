import Budget
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("A running call", .database, .serialized)
struct CallRunningTests {
    let office = CallOffice()

    private func extend(
        _ version: CallVersion,
        for organisation: Organisation.ID? = nil,
        days: Double,
        key: UUID = UUID(),
        by officer: Visitor
    ) async throws {
        try await office.calls.extend(
            version.call.id,
            for: organisation,
            to: version.terms.closesBefore.addingTimeInterval(days * 86_400),
            reason: "Traucējumi tīmeklī.",
            key: key,
            by: officer,
            now: office.now,
            letter: CallOffice.letter
        )
    }

    @Test("is extended for one applicant or for all, once a click and only later")
    func extensions() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let one = try await office.visitor("viens@example.lv", .editor, in: "Viena novads")
        let other = try await office.visitor("cits@example.lv", .editor, in: "Cits novads")
        let key = UUID()
        try await extend(version, for: one.organisation.id, days: 3, key: key, by: officer)
        try await extend(version, for: one.organisation.id, days: 3, key: key, by: officer)
        try await extend(version, days: 1, by: officer)
        let end = version.terms.closesBefore
        let ofOne = try await office.calls.closesBefore(version.call.id, for: one.organisation.id)
        #expect(ofOne == end.addingTimeInterval(3 * 86_400))
        let ofOther = try await office.calls.closesBefore(version.call.id, for: other.organisation.id)
        #expect(ofOther == end.addingTimeInterval(86_400))
        let current = try #require(try await office.calls.current(version.call.id))
        #expect(current.closesBefore == end.addingTimeInterval(86_400))
        #expect(current.isExtended)
        let history = try await office.calls.history(version.call.id)
        #expect(history.extensions.map(\.organisation) == [nil, "Viena novads"])
        await #expect(throws: ExtensionRefusal.notLater(than: end.addingTimeInterval(86_400))) {
            try await extend(version, days: 1, by: officer)
        }
        let recipients = try await office.recipients(of: version.call.number)
        #expect(recipients == [one.person.email])
        await #expect(throws: Missing.self) {
            try await extend(version, for: Identifier(999_999), days: 5, by: officer)
        }
    }

    @Test("has places for each partner that never go below what is taken")
    func quotas() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let call = version.call.id
        let partner = try await office.visitor("kvota@example.lv", .editor, in: "Kvotas novads").organisation.id
        let start = try await office.calls.quota(call, of: partner)
        #expect(start == Quota(places: 2, taken: 0))
        let deal = PlacesDeal(office)
        try await deal.agree([partner: 5], on: call)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("UPDATE quota SET taken = 3 WHERE call_id = \(call) AND organisation_id = \(partner)")
        }
        let fewer = PlacesRefusal.belowTaken([.init(partner: "Kvotas novads", places: 2, taken: 3)])
        await #expect(throws: fewer) { try await deal.agree([partner: 2], on: call) }
        let five = try await office.calls.quota(call, of: partner)
        #expect(five == Quota(places: 5, taken: 3))
        let draft = try #require(try await office.calls.draft(call))
        let (sheet, statements) = try await TestDatabase.statements {
            try await office.calls.quotas(draft, limit: 50, now: office.now)
        }
        #expect(statements.count == 1)
        let line = sheet.partners.first { $0.organisation.id == partner }
        #expect(line?.quota == five && line?.isAgreed == true)
        #expect(line?.hasAgreement == false)
        #expect(sheet.proposals.map(\.decision?.kind) == [.approved])
        await #expect(throws: PlacesRefusal.broken(.knownPartner)) {
            try await deal.agree([Identifier(999_999): 1], on: call)
        }
    }

    @Test("lets quotas that follow the default follow a new one")
    func defaultQuota() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let id = version.call.id
        let own = try await office.people.organisation("Savas kvotas novads")
        let follows = try await office.people.organisation("Noklusējuma novads")
        try await PlacesDeal(office).agree([own: 7], on: id)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                "INSERT INTO quota (call_id, organisation_id, places, taken) VALUES (\(id), \(follows), 2, 2)"
            )
        }
        var terms = version.terms
        terms.applicants.defaultQuota = 1
        _ = try await office.calls.save(terms, of: id, basedOn: 1, part: "applicants", by: officer)
        _ = try await office.publish(id, revision: 2, note: "Mazāka kvota.", by: officer)
        let kept = try await office.calls.quota(id, of: own)
        #expect(kept.places == 7)
        let followed = try await office.calls.quota(id, of: follows)
        #expect(followed == Quota(places: 2, taken: 2))
        terms.applicants.defaultQuota = nil
        _ = try await office.calls.save(terms, of: id, basedOn: 2, part: "applicants", by: officer)
        _ = try await office.publish(id, revision: 3, note: "Bez kvotas.", by: officer)
        let free = try await office.calls.quota(id, of: own)
        #expect(free.places == 7)
    }

    @Test("checks an applicant itself in at most five statements")
    func eligibility() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let applicant = try await office.visitor("der@example.lv", .editor, in: "Derīgais novads").organisation
        let call = try #require(try await office.calls.current(version.call.id))
        let opening = version.terms.opensAt
        let without = try await office.calls.eligibility(call, of: applicant, now: opening)
        #expect(without.filter { !$0.holds } == [.agreement(holds: false, nil)])
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO agreement (organisation_id, number, in_force_from, in_force_until)
                VALUES (\(applicant.id), 'P-1', '2025-01-01', '2026-12-31')
                """
            )
        }
        let (now, statements) = try await TestDatabase.statements {
            try await office.calls.eligibility(call, of: applicant, now: opening)
        }
        #expect(now.filter { !$0.holds } == [])
        #expect(statements.count <= 5)
    }

    @Test("takes questions and shows answers without names")
    func enquiries() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let call = version.call.id
        let asker = try await office.visitor("jauta@example.lv", .editor, in: "Jautātājs novads")
        let other = try await office.visitor("lasa@example.lv", .editor, in: "Lasītājs novads")
        let key = UUID()
        let office = office
        @Sendable func ask(_ text: String, at field: String?) async throws -> Enquiry.ID {
            try await office.calls.ask(text, at: field, of: call, key: key, by: asker, now: office.now)
        }
        let id = try await ask("Vai Jautātājs novads drīkst?", at: "need")
        let again = try await ask("Vai Jautātājs novads drīkst?", at: "need")
        #expect(id == again)
        await #expect(throws: EnquiryRefusal.unknownField("nav")) { try await ask("Vai?", at: "nav") }
        let open = try await office.calls.questions(call)
        #expect(open.rows.isEmpty)
        let own = try await office.calls.questions(call, for: asker.organisation.id)
        #expect(own.rows.map(\.id) == [id])
        let others = try await office.calls.questions(call, for: other.organisation.id)
        #expect(others.rows.isEmpty)
        let inbox = try await office.calls.inbox(call)
        #expect(inbox.rows.map(\.organisation) == ["Jautātājs novads"])
        @Sendable func answer(_ text: String, revision: Int64) async throws {
            try await office.calls.answer(
                id,
                of: call,
                publishedText: "Vai novads drīkst?",
                answer: text,
                basedOn: revision,
                by: officer,
                letter: CallOffice.letter
            )
        }
        try await answer("Jā.", revision: 1)
        await #expect(throws: ChangedMeanwhile(revision: 2)) { try await answer("Nē.", revision: 1) }
        let published = try await office.calls.questions(call)
        #expect(published.rows.map(\.text) == ["Vai novads drīkst?"])
        #expect(published.rows.map(\.answer) == ["Jā."])
        let recipients = try await office.recipients(of: version.call.number)
        #expect(recipients == [asker.person.email])
    }
}
