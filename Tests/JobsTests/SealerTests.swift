import Budget
import Foundation
import Jobs
import Logging
import TestKit
import Testing

@Suite("The nightly sealing", .database)
struct SealerTests {
    private let path = NSTemporaryDirectory() + "kopiena-seals-\(UUID().uuidString)/seals.txt"

    private func seal(_ day: String, _ last: Int, _ byte: String = "0a") throws -> Seal {
        try #require(Seal(line: "\(day) \(last) " + String(repeating: byte, count: 32)))
    }

    private func removed(_ work: () async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
        try await work()
    }

    @Test("writes the seal of the last day down once")
    func writes() async throws {
        try await removed {
            let (ledger, file) = (Ledger(TestDatabase.current.database), SealFile(path))
            let sealer = Sealer(
                ledger: ledger,
                file: file,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            await sealer.seal()
            await sealer.seal()
            let (stored, kept) = (try await ledger.seals(), try file.read())
            #expect(stored == kept && kept.count == 1)
            let fault = try await LedgerCheck(TestDatabase.current.database).run(against: kept).fault
            #expect(fault == nil)
        }
    }

    @Test("adds what is later, and does not go on with a database that tells another story")
    func story() async throws {
        try await removed {
            let file = SealFile(path)
            let (first, second) = (try seal("2026-03-01", 5), try seal("2026-03-02", 9))
            let added = [
                try file.append([first]), try file.append([first, second]), try file.append([first, second]),
            ]
            let lines = try String(contentsOfFile: path, encoding: .utf8)
            #expect(added == [1, 1, 0] && lines == "\(first.line)\n\(second.line)\n")
            #expect(throws: SealFileFailure.otherStory("2026-03-02")) {
                try file.append([first, seal("2026-03-02", 9, "0b"), seal("2026-03-03", 11)])
            }
            #expect(throws: SealFileFailure.otherStory("2026-03-02")) { try file.append([first]) }
        }
    }

    @Test("reads a file in which a seal stands twice, and says which line is none")
    func lines() async throws {
        try await removed {
            let file = SealFile(path)
            let (first, second) = (try seal("2026-03-01", 5), try seal("2026-03-02", 9))
            _ = try file.append([first, second])
            let line = "\(first.line)\n"
            let texts = [line + line + "\(second.line)\n", line + "nothing\n", "\(second.line)\n" + line]
            var read: [Int?] = []
            for text in texts {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                read.append(try? file.read().count)
            }
            #expect(read == [2, nil, nil])
        }
    }
}
