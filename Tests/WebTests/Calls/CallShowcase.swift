import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit

/// The site at 10:00 on 22 November 2026 with calls that officers published.
struct CallShowcase {
    static let day = Day(2026, 11, 22) ?? .epoch
    let test: TestOffice
    let officer: Visitor

    var calls: Calls { test.stores.calls }

    init() async throws {
        test = try TestOffice(now: OfficeTime.instant(of: Self.day, hour: 10, minute: 0))
        officer = try await test.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO funding_line (code, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode)
                VALUES ('INIC', 'Skolas - kopienas iniciatīvu projekti', 'School-community initiative projects', '23.5.1',
                        '2025-09-01', '2028-12-31', 300, 'projects', 210000000, 'competitive'),
                       ('PART', 'Izglītības iestāžu partnerības projekti', 'Partnership projects of education institutions',
                        '23.5.2', '2025-09-01', '2027-12-31', 200, 'projects', 100000000, 'competitive')
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// Publishes a call made from its model; gives its number.
    @discardableResult
    func publish(
        _ kind: Call.Kind = .initiative,
        from first: Day? = Day(2026, 11, 1),
        until last: Day? = Day(2027, 1, 15),
        mode: CallAmount.Mode = .fixed,
        at instant: Date? = nil,
        change: (inout CallTerms) -> Void = { _ in }
    ) async throws -> PublishedCall {
        var terms = CallTemplate.terms(of: kind, from: first ?? .epoch, until: last ?? .epoch, mode: mode)
        change(&terms)
        let id = try await calls.create(kind, from: terms, key: UUID(), by: officer)
        let before = instant ?? OfficeTime.instant(of: Day(2026, 10, 15) ?? .epoch, hour: 12, minute: 0)
        _ = try await calls.publish(id, revision: 1, by: officer, now: before) { _, _ in nil }
        guard let call = try await calls.current(id) else { throw Missing() }
        return call
    }

    /// Publishes the call anew with changed terms.
    func change(_ call: PublishedCall, note: String, _ change: (inout CallTerms) -> Void) async throws {
        guard let draft = try await calls.draft(call.call.id) else { throw Missing() }
        var terms = draft.terms
        change(&terms)
        let revision = try await calls.save(
            terms,
            of: call.call.id,
            basedOn: draft.revision,
            part: "money",
            by: officer
        )
        _ = try await calls.publish(call.call.id, revision: revision, note: note, by: officer, now: test.now) { _, _ in
            nil
        }
    }

    /// Asks as an applicant and answers as the office.
    func enquire(_ call: PublishedCall, at field: String?, _ question: String, _ answer: String) async throws {
        let asker = try await test.person("jautatajs@example.lv", .editor)
        let id = try await calls.ask(question, at: field, of: call.call.id, key: UUID(), by: asker, now: test.now)
        try await calls.answer(
            id,
            of: call.call.id,
            publishedText: question,
            answer: answer,
            basedOn: 1,
            by: officer,
            letter: { _, _ in nil }
        )
    }

    func extend(_ call: PublishedCall, for organisation: Organisation.ID? = nil, reason: String) async throws {
        try await calls.extend(
            call.call.id,
            for: organisation,
            to: call.closesBefore.addingTimeInterval(7 * 86_400),
            reason: reason,
            key: UUID(),
            by: officer,
            now: test.now,
            letter: { _, _ in nil }
        )
    }
}
