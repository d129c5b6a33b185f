import Crypto
import Foundation
import Postgres

/// The one server that all suites of a test run share, with a migrated database to copy from.
///
/// `KOPIENA_TEST_SERVER` names another, by a connection string of keywords (`host=… port=…`) that lets `postgres`,
/// `kopiena_owner` and `kopiena_service` in without a password.
public actor TestServer {
    static let shared = TestServer()

    private var preparation: Task<Prepared, any Error>?

    struct Prepared: Sendable {
        /// Held so that the server lives as long as the process.
        let server: PostgresServer?
        let address: String
        let template: String

        func url(user: String, database: String) -> String {
            // How long opening takes on a machine full of tests is no test's matter.
            "\(address) user=\(user) dbname=\(database) connect_timeout=60"
        }
    }

    /// The server, started and prepared by whoever asks first.
    func prepared() async throws -> Prepared {
        let task = preparation ?? Task { try await Self.prepare() }
        preparation = task
        return try await task.value
    }

    /// The socket of the shared server, for a faulty link to it.
    public static func socket() async throws -> String {
        let address = try await shared.prepared().address
        let host = address.split(separator: " ").first { $0.hasPrefix("host=/") }?.dropFirst(5)
        guard let host else { throw ServerFailure(description: "KOPIENA_TEST_SERVER names no socket") }
        return host + "/.s.PGSQL.5432"
    }

    private static func prepare() async throws -> Prepared {
        let given = ProcessInfo.processInfo.environment["KOPIENA_TEST_SERVER"] ?? ""
        let server = given.isEmpty ? try await PostgresServer.start() : nil
        let address = server.map { "host=\($0.folder)" } ?? given
        let prepared = Prepared(server: server, address: address, template: try templateName())
        try await prepareDatabase(prepared)
        return prepared
    }

    /// Makes the two roles and the template. The service's role owns nothing: rights come from the migrations.
    static func prepareDatabase(_ prepared: Prepared) async throws {
        let administrator = prepared.url(user: "postgres", database: "postgres")
        try await ifMissing { try await administer(administrator, "CREATE ROLE kopiena_owner LOGIN CREATEROLE") }
        try await ifMissing { try await administer(administrator, "CREATE ROLE kopiena_service LOGIN") }
        try await ifMissing {
            try await administer(administrator, "CREATE DATABASE \(prepared.template) OWNER kopiena_owner")
        }
        let owner = prepared.url(user: "kopiena_owner", database: prepared.template)
        _ = try await Migrator(folder: Project.root + "/Migrations", url: owner).migrate()
    }

    /// On a server that lives longer than one run, an earlier run has made roles and template already.
    private static func ifMissing(_ create: () async throws -> Void) async throws {
        do {
            try await create()
        } catch let error as PostgresError where ["42710", "42P04", "23505"].contains(error.sqlState) {
            return
        }
    }

    /// A template of its own for every state of the migrations.
    static func templateName() throws -> String {
        let folder = Project.root + "/Migrations"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        var hash = SHA256()
        for file in files where file.hasSuffix(".sql") {
            hash.update(data: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
        }
        let digits = hash.finalize().prefix(6).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        return "kopiena_template_\(digits)"
    }
}

/// Where the project lies.
public enum Project {
    /// The folder that holds `Package.swift`.
    public static let root: String = {
        let here = URL(fileURLWithPath: #filePath)
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    }()
}
