import Foundation
import Logging
import Postgres
import TestKit
import Testing

@Suite("Backup and restore")
struct RestoreTests {
    private let state = "/tmp/kopiena-restore-\(UUID().uuidString.prefix(8))"

    private func connected(_ folder: String) -> Database {
        let address = "host=\(folder) user=kopiena_owner dbname=kopiena"
        return Database(
            .init(url: address, poolSize: 2),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func total(_ database: Database) async throws -> [Int] {
        try await database.transaction { tx in
            let row = try await tx.row("SELECT count(*) AS count, coalesce(sum(amount), 0)::bigint AS sum FROM kept")
            guard let row else { return [] }
            return [try row.get("count"), try row.get("sum")]
        }
    }

    @Test("brings back the instant before a mistake, beside the running cluster and then in its place")
    func restores() async throws {
        let copies = [state + "/copy", state + "/whole"]
        let drops = copies.map { "deploy/restore --drop \($0)" }.joined(separator: "; ")
        let cleanUp = "\(drops); deploy/database stop; rm -rf \(state)"
        let shell = try GuardedProcess.shell(atTheEnd: "export KOPIENA_STATE=\(state); \(cleanUp)")
        try await shell.run("mkdir -m 755 \(state)")
        try await shell.run("KOPIENA_STATE=\(state) deploy/database start")
        let database = connected(state + "/cluster/socket")
        try await database.transaction { tx in
            try await tx.run("CREATE TABLE kept (id bigint PRIMARY KEY, amount bigint NOT NULL)")
            try await tx.run("INSERT INTO kept SELECT n, n * 100 FROM generate_series(1, 1000) AS n")
        }
        try await shell.run("KOPIENA_STATE=\(state) deploy/backup")
        try await database.transaction { tx in try await tx.run("INSERT INTO kept VALUES (1001, 42)") }
        // After that COMMIT and before the next, however long either takes.
        let good = try await database.transaction { tx in
            try await tx.row("SELECT clock_timestamp()::text AS instant")
        }
        let instant: String = try #require(try good?.get("instant"))
        try await database.transaction { tx in try await tx.run("DELETE FROM kept WHERE id > 10") }

        let told = try await shell.run(
            "KOPIENA_STATE=\(state) deploy/restore --into \(copies[0]) --at '\(instant)' --port 5999"
        )
        #expect(told.contains("Restored in"))
        let copy = Database(
            .init(url: "host=\(copies[0]) port=5999 user=kopiena_owner dbname=kopiena", poolSize: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let restored = try await total(copy)
        #expect(restored == [1_001, 50_050_042])
        let running = try await total(database)
        #expect(running == [10, 5_500])
        await copy.shutdown()

        try await shell.run("KOPIENA_STATE=\(state) deploy/restore --into \(copies[1])")
        let newest = connected(copies[1])
        let everything = try await total(newest)
        #expect(everything == [10, 5_500])
        await newest.shutdown()

        await database.shutdown()
        try await shell.run("KOPIENA_STATE=\(state) deploy/database stop")
        try await shell.run("KOPIENA_STATE=\(state) deploy/restore --in-place \(copies[0])")
        try await shell.run("KOPIENA_STATE=\(state) deploy/database start")
        let again = connected(state + "/cluster/socket")
        let inPlace = try await total(again)
        #expect(inPlace == [1_001, 50_050_042])
        try await again.transaction { tx in try await tx.run("INSERT INTO kept VALUES (1002, 1)") }
        await again.shutdown()
        try await shell.run("KOPIENA_STATE=\(state) deploy/backup")
    }

    @Test("says what is wrong in words, and with the right exit code")
    func refuses() async throws {
        let shell = try GuardedProcess.shell(atTheEnd: "rm -rf \(state)")
        try await shell.run("mkdir -m 755 \(state)")
        let usage = try await shell.run("KOPIENA_STATE=\(state) deploy/restore --nonsense x; echo code=$?")
        #expect(usage.contains("usage") || usage.contains("deploy/restore --into"))
        #expect(usage.hasSuffix("code=64"))
        let nothing = try await shell.run("KOPIENA_STATE=\(state) deploy/backup; echo code=$?")
        #expect(nothing.contains("the database is not running"))
        #expect(nothing.hasSuffix("code=1"))
    }
}
