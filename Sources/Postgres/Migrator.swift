import CLibPQ

/// Brings the schema up to what the folder of migrations says, forward only, as the owner of the database.
public struct Migrator: Sendable {
    private let folder: String
    private let url: String

    /// A migrator for the folder, with the owner's address of the database.
    public init(folder: String, url: String) {
        self.folder = folder
        self.url = url
    }

    /// Runs the missing migrations, each in a transaction of its own; says which.
    ///
    /// Of several that start at once one works and the others find nothing left to do.
    public func migrate() async throws -> [String] {
        let migrations = try Migration.all(in: folder)
        let connection = Connection(ConnectionOptions(url: url, statementTimeout: nil))
        do {
            try await connection.connect()
            // The number is this table's lock and nothing else.
            try await connection.script("SELECT pg_advisory_lock(4203231001)")
            try await connection.script(Self.table)
            let done = try await connection.query(Self.history)
            let rest = try missing(migrations, done: history(done))
            for migration in rest { try await connection.apply(migration) }
            await connection.close()
            return rest.map(\.name)
        } catch let error as ConnectionLost {
            throw MigrationFailed(description: "The database cannot be reached: \(error)")
        }
    }

    /// Makes sure that the database has exactly the schema of the folder.
    public func check(_ database: Database) async throws {
        let migrations = try Migration.all(in: folder)
        let rows = try await database.transaction { tx in
            let table = try await tx.row("SELECT to_regclass('schema_migration') IS NOT NULL AS here")
            return try table?.get("here") == true ? try await tx.rows(Self.history) : []
        }
        let rest = try missing(migrations, done: history(rows))
        guard rest.isEmpty else { throw SchemaMismatch.older(missing: rest.map(\.name)) }
    }

    private func history(_ rows: [Row]) throws -> [(name: String, checksum: String)] {
        try rows.map { (name: try $0.get("name"), checksum: try $0.get("checksum")) }
    }

    private static let history: SQL = "SELECT name, checksum FROM schema_migration ORDER BY name"

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            name text PRIMARY KEY,
            checksum text NOT NULL,
            migrated_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        GRANT SELECT ON schema_migration TO PUBLIC;
        """
}

/// A migration was not run; nothing of it was kept.
public struct MigrationFailed: Error, Sendable, CustomStringConvertible {
    /// Which, and what the server says.
    public let description: String
}

extension Connection {
    /// Runs a script of several statements. It comes from a file of ours and holds no values.
    func script(_ text: String) throws {
        let link = try open()
        guard PQsendQuery(link, text) == 1 else { throw lost() }
        var failure: PostgresError?
        while let result = try nextResult() {
            guard result.isError else { continue }
            try checkSession(result)
            if failure == nil { failure = result.error }
        }
        if let failure { throw failure }
    }

    func query(_ sql: SQL) throws -> [Row] {
        try send([.prepared(Statement(sql))]).last?.rows ?? []
    }

    fileprivate func apply(_ migration: Migration) throws {
        do {
            try script("BEGIN")
            try script(migration.text)
            _ = try query(
                "INSERT INTO schema_migration (name, checksum) VALUES (\(migration.name), \(migration.checksum))"
            )
            try script("COMMIT")
        } catch let error as PostgresError {
            try? script("ROLLBACK")
            throw MigrationFailed(description: "Migration \(migration.name) failed: \(error)")
        }
    }
}
