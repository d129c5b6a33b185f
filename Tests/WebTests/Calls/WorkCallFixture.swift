import Foundation
import Grants
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit

/// An office with an officer and the programme's lines, for the workplace pages of calls.
struct WorkCallFixture {
    let office: TestOffice
    let officer: Visitor

    init() async throws {
        office = try TestOffice(now: OfficeTime.instant(of: Day(2026, 11, 22) ?? .epoch, hour: 10, minute: 0))
        officer = try await office.person("programma@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO funding_line (code, name_lv, name_en, point, starts, ends, target_count, target_unit, cents, mode)
                VALUES ('INIC', 'Iniciatīvas', 'Initiatives', '23.5.1', '2025-09-01', '2028-12-31', 300, 'projects', 210000000,
                        'competitive'),
                       ('PART', 'Partnerības', 'Partnerships', '23.5.2', '2025-09-01', '2027-12-31', 200, 'projects', 100000000,
                        'competitive')
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    var calls: Calls { office.stores.calls }

    /// A call as made from its model.
    func created(_ kind: Call.Kind = .initiative, mode: CallAmount.Mode = .fixed) async throws -> CallDraft {
        let first = Day(2026, 12, 1) ?? .epoch
        let last = Day(2027, 1, 15) ?? .epoch
        let terms = CallTemplate.terms(of: kind, from: first, until: last, mode: mode)
        let id = try await calls.create(kind, from: terms, key: UUID(), by: officer)
        guard let draft = try await calls.draft(id) else { throw Missing() }
        return draft
    }

    /// The same, published.
    func published(_ kind: Call.Kind = .initiative) async throws -> CallVersion {
        let draft = try await created(kind)
        return try await calls.publish(
            draft.call.id,
            revision: draft.revision,
            by: officer,
            now: office.now,
            letter: { _, _ in nil }
        )
    }

    /// A browser of somebody signed in.
    func browser(
        _ client: any TestClientProtocol,
        _ email: String = "programma@example.lv"
    ) async throws -> TestBrowser {
        let browser = TestBrowser(client)
        _ = try await browser.signIn(email)
        return browser
    }
}
