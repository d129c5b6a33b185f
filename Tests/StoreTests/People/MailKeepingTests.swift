import Foundation
import Postgres
import Store
import TestKit
import Testing

@Suite("Keeping mail", .database, .serialized)
struct MailKeepingTests {
    @Test("ends two years after it left; what has not left stays")
    func ends() async throws {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run(
                """
                INSERT INTO mail (recipient, subject, body, created_at, sent_at)
                VALUES ('a@kopiena.example', 'old', '', '2024-11-20', '2024-11-21'),
                       ('a@kopiena.example', 'left late', '', '2024-11-20', '2024-11-23'),
                       ('a@kopiena.example', 'waits', '', '2024-11-20', NULL)
                """
            )
        }
        let mails = Stores.forTests.mails
        // 22 November 2026.
        let swept = try await mails.sweep(at: Date(timeIntervalSince1970: 1_795_348_800))
        #expect(swept == 1)
        let left = try await mails.list(limit: 50)
        #expect(left.map(\.subject) == ["waits", "left late"])
    }
}
