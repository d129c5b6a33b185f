import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Preparing a call", .database, .serialized)
struct CallPreparingTests {
    let office = CallOffice()

    @Test("makes one call of a double click, and numbers without a race")
    func create() async throws {
        let officer = try await office.officer()
        let key = UUID()
        let office = office
        let ids = try await withThrowingTaskGroup(of: Call.ID.self) { group in
            for index in 0..<12 {
                group.addTask {
                    try await office.calls.create(
                        .partnership,
                        from: office.terms(.partnership),
                        key: index < 6 ? key : UUID(),
                        by: officer
                    )
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 7)
        let list = try await office.calls.list(kind: .partnership, limit: 50)
        let numbers = Set(list.map(\.call.number))
        #expect(numbers.isSuperset(of: (1...7).map { "SK-PART-\($0)" }))
        let events = try await office.events(of: try #require(ids.first))
        #expect(events == ["call.created"])
    }

    @Test("saves against the revision that was read")
    func save() async throws {
        let officer = try await office.officer()
        let id = try await office.created(by: officer)
        var terms = office.terms()
        terms.title.lv = #"Nosaukums ar "pēdiņām", '); DROP TABLE call; -- un 🎒"#
        let revision = try await office.calls.save(terms, of: id, basedOn: 1, part: "texts", by: officer)
        #expect(revision == 2)
        await #expect(throws: ChangedMeanwhile(revision: 2)) {
            try await office.calls.save(terms, of: id, basedOn: 1, part: "texts", by: officer)
        }
        let draft = try #require(try await office.calls.draft(id))
        #expect(draft.terms == terms)
        #expect(draft.hasUnpublishedChanges)
        #expect(draft.lastChange.by == "Parauga Persona")
        await #expect(throws: Missing.self) {
            try await office.calls.save(terms, of: Identifier(999_999), basedOn: 1, part: "texts", by: officer)
        }
        let missing = try await office.calls.draft(Identifier(999_999))
        #expect(missing == nil)
    }

    @Test("gives another number only before publication, and none twice")
    func renumber() async throws {
        let officer = try await office.officer()
        let id = try await office.created(by: officer)
        try await office.calls.renumber(id, to: "SK-INIC-2026-A", by: officer)
        for wrong in ["sk-inic-1", "SK--1", "", "SK-1-", String(repeating: "A", count: 31), "SK-1\u{0}"] {
            await #expect(throws: CallNumberRefusal.misshapen) {
                try await office.calls.renumber(id, to: wrong, by: officer)
            }
        }
        let other = try await office.published(by: officer)
        await #expect(throws: CallNumberRefusal.taken) {
            try await office.calls.renumber(id, to: other.call.number, by: officer)
        }
        await #expect(throws: CallNumberRefusal.published) {
            try await office.calls.renumber(other.call.id, to: "SK-INIC-77", by: officer)
        }
    }

    @Test("shows a page with a bounded number of statements")
    func statements() async throws {
        let officer = try await office.officer()
        let version = try await office.published(by: officer)
        let (_, list) = try await TestDatabase.statements { try await office.calls.list(limit: 50) }
        #expect(list.count == 1)
        let (draft, one) = try await TestDatabase.statements { try await office.calls.draft(version.call.id) }
        #expect(one.count == 1)
        let found = try #require(draft)
        let (_, review) = try await TestDatabase.statements { try await office.calls.review(found, now: office.now) }
        #expect(review.count <= 4)
    }
}
