import Foundation
import Postgres
import Store
import TestKit
import Testing

@Suite("Feedback", .database, .serialized)
struct FeedbackTests {
    private let box = Stores.forTests.feedback

    @Test("sent twice by the same form is told once")
    func once() async throws {
        let message = Feedback(key: UUID(), page: "/calls", text: "Saite nestrādā.", replyTo: nil)
        let first = try await box.put(message)
        let second = try await box.put(message)
        #expect(first == second)
        let notes = try await box.list(limit: 50).filter { $0.number == first }
        #expect(notes.count == 1)
        #expect(notes.first?.text == "Saite nestrādā.")
    }

    @Test("is read a page at a time, the newest first")
    func pages() async throws {
        for number in 1...3 {
            _ = try await box.put(Feedback(key: UUID(), page: "", text: "Ziņa \(number)", replyTo: "a@example.lv"))
        }
        let page = try await box.list(limit: 2)
        #expect(page.prefix(2).map(\.text) == ["Ziņa 3", "Ziņa 2"])
        #expect(page.count == 3)
        let next = try await box.list(before: page[1].number, limit: 2)
        #expect(next.first?.text == "Ziņa 1")
    }

    @Test("is forgotten after two years", .database)
    func forgotten() async throws {
        let old = try await box.put(Feedback(key: UUID(), page: "", text: "Sen.", replyTo: nil))
        let young = try await box.put(Feedback(key: UUID(), page: "", text: "Nesen.", replyTo: nil))
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("UPDATE feedback SET at = '2024-11-21 12:00Z' WHERE feedback_id = \(old)")
            try await tx.run("UPDATE feedback SET at = '2024-11-23 12:00Z' WHERE feedback_id = \(young)")
        }
        // 22 November 2026.
        let swept = try await Stores.forTests.feedback.sweep(at: Date(timeIntervalSince1970: 1_795_348_800))
        #expect(swept == 1)
        let left = try await Stores.forTests.feedback.list(limit: 50)
        #expect(left.map(\.number) == [young])
    }

    @Test("longer than its column is refused by the database")
    func long() async throws {
        let message = Feedback(
            key: UUID(),
            page: "",
            text: String(repeating: "a", count: Feedback.longestText + 1),
            replyTo: nil
        )
        await #expect(throws: PostgresError.self) { try await box.put(message) }
    }
}
