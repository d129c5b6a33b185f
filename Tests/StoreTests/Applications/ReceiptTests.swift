import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Checking receipts", .database)
struct ReceiptStoreTests {
    @Test("is found by its code and by its bytes; one changed byte finds nothing")
    func find() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let submitted = try await programme.submit(id)
        let receipts = programme.applications.receipts
        let byCode = try await receipts.find(submitted.receipt.code)
        #expect(byCode?.receipt == submitted.receipt)
        #expect(byCode?.text == submitted.text)
        #expect(byCode?.standing == .counts)
        let bytes = Array(submitted.text.utf8)
        let byBytes = try await receipts.find(sha256: Array(SHA256.hash(data: bytes)))
        #expect(byBytes?.receipt == submitted.receipt)
        for place in stride(from: 0, to: bytes.count, by: 37) {
            var changed = bytes
            changed[place] ^= 1
            let found = try await receipts.find(sha256: Array(SHA256.hash(data: changed)))
            #expect(found == nil)
        }
        var other = submitted.receipt.code.bytes
        other[15] ^= 1
        let wrong = try await receipts.find(try #require(ReceiptCode(bytes: other)))
        #expect(wrong == nil)
        let short = try await receipts.find(sha256: [1, 2, 3])
        #expect(short == nil)
    }

    @Test("the paper is kept once and proves itself")
    func paper() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let submitted = try await programme.submit(id)
        let receipts = programme.applications.receipts
        let checked = try #require(try await receipts.find(submitted.receipt.code))
        #expect(!checked.hasPaper)
        let work = try #require(try await receipts.paperwork(for: checked.submission))
        #expect(work.readers.map(\.id) == [programme.signatory.person.id])
        let pdf = Array("%PDF-1.7 ".utf8) + [UInt8](repeating: 7, count: 600_000)
        try await receipts.attachPaper(pdf, to: checked.submission)
        try await receipts.attachPaper(Array("%PDF-1.7 another".utf8), to: checked.submission)
        let paper = try #require(try await receipts.paper(submitted.receipt.code))
        let bytes = try await paper.bytes()
        #expect(bytes == pdf)
        let found = try await receipts.find(sha256: Array(SHA256.hash(data: pdf)))
        #expect(found?.receipt == submitted.receipt)
        #expect(found?.hasPaper == true)
    }

    @Test("tells when what it proves was taken back")
    func withdrawn() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let submitted = try await programme.submit(id)
        try await programme.applications.withdraw(id, reason: "", by: programme.signatory)
        let checked = try await programme.applications.receipts.find(submitted.receipt.code)
        guard case .withdrawn? = checked?.standing else {
            Issue.record("should be withdrawn")
            return
        }
        let stranger = try await Programme.open()
        let others = try await programme.applications.receipts.all(of: id, for: stranger.signatory)
        #expect(others.isEmpty)
    }

    @Test("a submission never changes, not even by its owner")
    func unchanging() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        try await programme.submit(id)
        for sql: SQL in [
            "UPDATE submission SET number = 'X' WHERE application_id = \(id)",
            "DELETE FROM submission WHERE application_id = \(id)",
            "UPDATE intake SET arrived_at = arrived_at WHERE application_id = \(id)",
        ] {
            await #expect(throws: PostgresError.self) {
                try await TestDatabase.current.owner.transaction { tx in try await tx.run(sql) }
            }
        }
    }
}
