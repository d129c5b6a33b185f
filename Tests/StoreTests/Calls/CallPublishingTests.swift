import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Publishing a call in the store", .database, .serialized)
struct CallPublishingTests {
    let office = CallOffice()

    @Test("keeps the terms, their digest and numbers for applications")
    func first() async throws {
        let officer = try await office.officer()
        let before = try await office.calls.published()
        let version = try await office.published(by: officer)
        #expect(version.version == 1)
        #expect(version.terms == office.terms())
        #expect(version.call.state == .published)
        let current = try #require(try await office.calls.current(number: version.call.number))
        #expect(current.version == version)
        #expect(current.closesBefore == version.terms.closesBefore)
        let after = try await office.calls.published()
        #expect(after.count == before.count + 1)
        let text = try CanonicalJSON(encoding: version.terms).text
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                SELECT encode(sha256(convert_to(\(text), 'UTF8')), 'hex') AS digest,
                       next_application_number(\(version.call.id)) AS number
                """
            )
        }
        let digest: String? = try row?.get("digest")
        let number: Int? = try row?.get("number")
        #expect(number == 1)
        let history = try await office.calls.history(version.call.id)
        #expect(history.versions.map(\.sha256) == [digest])
    }

    @Test("is one publication when two officers press at once")
    func together() async throws {
        let first = try await office.officer()
        let second = try await office.officer("otra@example.lv")
        let id = try await office.created(by: first)
        let office = office
        async let one = office.publish(id, revision: 1, by: first)
        async let two = office.publish(id, revision: 1, by: second)
        let (left, right) = try await (one, two)
        #expect(left.id == right.id)
        let history = try await office.calls.history(id)
        #expect(history.versions.count == 1)
        let events = try await office.events(of: id)
        #expect(events == ["call.created", "call.published"])
    }

    @Test("is refused while something stops it, and for a revision nobody looked at")
    func refused() async throws {
        let officer = try await office.officer()
        let id = try await office.created(by: officer)
        var terms = office.terms()
        terms.title.en = ""
        _ = try await office.calls.save(terms, of: id, basedOn: 1, part: "texts", by: officer)
        await #expect(throws: ChangedMeanwhile(revision: 2)) { try await office.publish(id, revision: 1, by: officer) }
        await #expect(throws: PublicationRefusal.problems([CallProblem(.title, .englishMissing)])) {
            try await office.publish(id, revision: 2, by: officer)
        }
        terms.title.en = "A call"
        terms.fundingLine = "XXX"
        _ = try await office.calls.save(terms, of: id, basedOn: 2, part: "texts", by: officer)
        await #expect(throws: PublicationRefusal.problems([CallProblem(.money, .fundingLineUnknown("XXX"))])) {
            try await office.publish(id, revision: 3, by: officer)
        }
        let current = try await office.calls.current(id)
        #expect(current == nil)
        await #expect(throws: Missing.self) { try await office.publish(Identifier(999_999), revision: 1, by: officer) }
    }

    @Test("tells those with drafts what a new version changes, and nobody else")
    func newVersion() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let id = version.call.id
        let writer = try await office.visitor("raksta@example.lv", .editor, in: "Rakstu novads")
        let done = try await office.visitor("iesniedza@example.lv", .editor, in: "Gatavais novads")
        _ = try await office.visitor("skatas@example.lv", .auditor, in: "Rakstu novads")
        try await office.application(to: version, by: writer)
        try await office.application(to: version, by: writer)
        await #expect(throws: PublicationRefusal.nothingChanged) {
            _ = try await office.calls.save(version.terms, of: id, basedOn: 1, part: "texts", by: officer)
            return try await office.publish(id, revision: 2, note: "Nekas.", by: officer)
        }
        var terms = version.terms
        terms.moneyAvailable = Euro(euros: 900_000)
        _ = try await office.calls.save(terms, of: id, basedOn: 2, part: "money", by: officer)
        await #expect(throws: PublicationRefusal.noteLength(longest: 2_000)) {
            try await office.publish(id, revision: 3, by: officer)
        }
        let draft = try #require(try await office.calls.draft(id))
        let review = try await office.calls.review(draft, now: office.now)
        #expect(review.told.map(\.name) == ["Rakstu novads"])
        #expect(review.told.map(\.drafts) == [2])
        #expect(review.told.map(\.people) == [1])
        #expect(review.changes == [.money(from: Euro(euros: 700_000), to: Euro(euros: 900_000))])
        let second = try await office.publish(id, revision: 3, note: "Vairāk naudas.", by: officer)
        #expect(second.version == 2)
        let recipients = try await office.recipients(of: version.call.number)
        #expect(recipients == [writer.person.email])
        #expect(!recipients.contains(done.person.email))
        let kept = try await office.calls.version(version.id)
        #expect(kept.terms == version.terms)
        let current = try await office.calls.current(id)
        #expect(current?.version.id == second.id)
    }

    @Test("counts among those it tells whoever works there on the office's day, also after midnight in Riga")
    func officeDay() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let writer = try await office.visitor("lidz@example.lv", .editor, in: "Pusnakts novads")
        try await office.application(to: version, by: writer)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("UPDATE membership SET until_day = '2026-11-22' WHERE person_id = \(writer.person.id)")
        }
        let draft = try #require(try await office.calls.draft(version.call.id))
        let midnight = OfficeTime.instant(of: Day(2026, 11, 23) ?? .epoch, hour: 0, minute: 0)
        let before = try await office.calls.review(draft, now: midnight.addingTimeInterval(-1))
        #expect(before.told.map(\.people) == [1])
        let after = try await office.calls.review(draft, now: midnight)
        #expect(after.told.map(\.people) == [0])
    }

    @Test("that fails in its last moment leaves no version behind, in memory either", .database)
    func phantom() async throws {
        let officer = try await office.officer()
        let id = try await office.created(by: officer)
        let number = try #require(try await office.calls.draft(id)?.call.number)
        // Says no at COMMIT, when all has been written and read again.
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = 'check_violation'; END $$
                """
            )
            try await tx.run(
                """
                CREATE CONSTRAINT TRIGGER refused_late AFTER INSERT ON call_version DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION refuse_late()
                """
            )
        }
        await #expect(throws: PostgresError.self) { try await office.publish(id, revision: 1, by: officer) }
        let known = try await office.calls.known(number: number)
        let current = try await office.calls.current(id)
        #expect(known == nil && current == nil)
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run("DROP TRIGGER refused_late ON call_version")
        }
        let version = try await office.publish(id, revision: 1, by: officer)
        let (kept, statements) = try await TestDatabase.statements { try await office.calls.known(number: number) }
        #expect(kept == version && statements == [])
    }

    @Test("serves versions from memory once read")
    func cached() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let calls = Calls(database: TestDatabase.current.database)
        _ = try await calls.published()
        let (_, again) = try await TestDatabase.statements { try await calls.published() }
        #expect(again.count == 1)
        let (_, none) = try await TestDatabase.statements { try await calls.version(version.id) }
        #expect(none.isEmpty)
    }

    @Test("ends with a cancellation that has a reason")
    func cancelled() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let id = version.call.id
        let writer = try await office.visitor("gaida@example.lv", .signatory, in: "Gaidu novads")
        try await office.application(to: version, by: writer)
        let office = office
        @Sendable func cancel(_ reason: String) async throws {
            try await office.calls.cancel(id, reason: reason, by: officer, now: office.now, letter: CallOffice.letter)
        }
        await #expect(throws: CancellationRefusal.reasonLength(longest: 2_000)) { try await cancel(" ") }
        try await cancel("Programma pārtraukta.")
        await #expect(throws: CancellationRefusal.cancelled) { try await cancel("Vēlreiz.") }
        let current = try #require(try await office.calls.current(id))
        #expect(current.phase(at: version.terms.opensAt) == .closed)
        #expect(current.cancelledReason == "Programma pārtraukta.")
        let recipients = try await office.recipients(of: version.call.number)
        #expect(recipients == [writer.person.email])
        await #expect(throws: PublicationRefusal.cancelled) {
            try await office.calls.save(version.terms, of: id, basedOn: 1, part: "texts", by: officer)
        }
        await #expect(throws: PublicationRefusal.cancelled) {
            try await office.publish(id, revision: 9, note: "Nē.", by: officer)
        }
    }

    @Test("cannot be undone, not even by the owner of the schema")
    func unchanging() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run("UPDATE call_version SET cents = 1 WHERE call_version_id = \(version.id)")
            }
        }
    }
}
