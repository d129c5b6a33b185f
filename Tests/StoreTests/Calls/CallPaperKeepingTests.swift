import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Printed forms of calls", .database, .serialized)
struct CallPaperKeepingTests {
    let office = CallOffice()

    /// Stands for what a call's paper says: the answers it has.
    private static func page(_ dossier: CallDossier) -> String { "answers: \(dossier.enquiries.rows.count)" }

    private func answerOne(about call: Call.ID, by officer: Visitor) async throws {
        let asker = try await office.visitor("jauta@example.lv", .editor, in: "Jautātājs novads")
        let id = try await office.calls.ask("Vai?", at: nil, of: call, key: UUID(), by: asker, now: office.now)
        try await office.calls.answer(
            id,
            of: call,
            publishedText: "Vai?",
            answer: "Jā.",
            basedOn: 1,
            by: officer,
            letter: CallOffice.letter
        )
    }

    @Test("are not kept when the call says something else by the time the printing ends")
    func order() async throws {
        let officer = try await office.officer()
        let call = try await office.published(by: officer).call.id
        let calls = office.calls
        let before = Self.page(try #require(try await calls.dossier(call)))
        let first = try await calls.keep([1], of: before, as: call, in: "lv", ifStill: Self.page)
        #expect(first)
        // Two printings are under way, that of the earlier page ends last.
        try await answerOne(about: call, by: officer)
        let after = Self.page(try #require(try await calls.dossier(call)))
        #expect(after != before)
        let newer = try await calls.keep([2], of: after, as: call, in: "lv", ifStill: Self.page)
        let older = try await calls.keep([1], of: before, as: call, in: "lv", ifStill: Self.page)
        #expect(newer && !older)
        let kept = try await calls.paper(call, in: "lv", of: after)
        #expect(kept == [2])
    }

    @Test("are asked for once by a service that starts, for every call but drafts, whatever was printed before")
    func start() async throws {
        let officer = try await office.officer()
        let call = try await office.published(by: officer).call.id
        let calls = office.calls
        let waiting: SQL = """
            SELECT count(*) AS count, count(*) FILTER (WHERE payload ->> 'call' = \(call.description)) AS own,
                   (SELECT count(*) FROM call WHERE state <> 'draft') AS published
              FROM job WHERE kind = 'call.paper' AND done_at IS NULL
            """
        let database = TestDatabase.current.owner
        try await database.transaction { tx in
            try await tx.run("UPDATE job SET done_at = clock_timestamp() WHERE kind = 'call.paper'")
        }
        for _ in 1...2 { try await calls.askForPapers() }
        let row = try #require(try await database.transaction { tx in try await tx.row(waiting) })
        #expect(try row.get("own", as: Int.self) == 1)
        #expect(try row.get("count", as: Int.self) == row.get("published", as: Int.self))
    }
}
