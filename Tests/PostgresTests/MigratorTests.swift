import Foundation
import Postgres
import TestKit
import Testing

@Suite("Migrating", .database)
struct MigratorTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/migrations-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name).sql", atomically: true, encoding: .utf8)
    }

    /// In a database of its own, since each test has its own history.
    private func fresh(_ work: (Migrator, Database) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestDatabase.with { database in
            try await database.owner.transaction { tx in try await tx.run("DROP TABLE schema_migration") }
            try await work(Migrator(folder: folder, url: database.ownerAddress), database.database)
        }
    }

    @Test("runs what is missing, once and in order")
    func runs() async throws {
        try write("0002_second", "INSERT INTO first VALUES (1); INSERT INTO first VALUES (2);")
        try write("0001_first", "CREATE TABLE first (id bigint);")
        try await fresh { migrator, database in
            let done = try await migrator.migrate()
            #expect(done == ["0001_first", "0002_second"])
            let again = try await migrator.migrate()
            #expect(again == [])
            try await migrator.check(database)
        }
    }

    @Test("keeps nothing of a migration that fails, and the ones before it")
    func failsWhole() async throws {
        try write("0001_first", "CREATE TABLE first (id bigint);")
        try write("0002_second", "CREATE TABLE second (id bigint); SELECT 1 / 0;")
        try await fresh { migrator, database in
            let error = await #expect(throws: MigrationFailed.self) { try await migrator.migrate() }
            #expect(error?.description.hasPrefix("Migration 0002_second failed: PostgreSQL 22012") == true)
            await #expect(throws: SchemaMismatch.older(missing: ["0002_second"])) { try await migrator.check(database) }
            try write("0002_second", "CREATE TABLE second (id bigint);")
            let done = try await migrator.migrate()
            #expect(done == ["0002_second"])
        }
    }

    @Test("refuses a schema that is newer, changed or out of order")
    func refuses() async throws {
        try write("0001_first", "CREATE TABLE first (id bigint);")
        try write("0003_third", "CREATE TABLE third (id bigint);")
        try await fresh { migrator, database in
            _ = try await migrator.migrate()
            try write("0001_first", "CREATE TABLE first (id text);")
            await #expect(throws: SchemaMismatch.changed("0001_first")) { try await migrator.check(database) }
            await #expect(throws: SchemaMismatch.changed("0001_first")) { try await migrator.migrate() }
            try write("0001_first", "CREATE TABLE first (id bigint);")
            try write("0002_second", "CREATE TABLE second (id bigint);")
            await #expect(throws: SchemaMismatch.outOfOrder("0002_second")) { try await migrator.migrate() }
            try FileManager.default.removeItem(atPath: "\(folder)/0002_second.sql")
            try FileManager.default.removeItem(atPath: "\(folder)/0003_third.sql")
            await #expect(throws: SchemaMismatch.newer(unknown: ["0003_third"])) { try await migrator.check(database) }
        }
    }

    @Test("refuses a file without a number of its own")
    func refusesNames() async throws {
        try write("0001_first", "")
        try write("0001_other", "")
        try await fresh { migrator, _ in
            await #expect(throws: SchemaMismatch.misnamed("0001_other.sql")) { try await migrator.migrate() }
            try FileManager.default.removeItem(atPath: "\(folder)/0001_other.sql")
            try write("2_Second", "")
            await #expect(throws: SchemaMismatch.misnamed("2_Second.sql")) { try await migrator.migrate() }
        }
    }

    @Test("lets one of several work at a time")
    func waitsForOthers() async throws {
        try write("0001_first", "SELECT pg_sleep(0.3); CREATE TABLE first (id bigint);")
        try await fresh { migrator, _ in
            let done = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 { group.addTask { try await migrator.migrate() } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(done == ["0001_first"])
        }
    }
}
