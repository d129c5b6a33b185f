import Foundation
import Glibc
import Logging
public import Postgres
import Synchronization
public import Testing

/// A fresh database with the whole schema and nothing of anybody's in it.
public final class TestDatabase: Sendable {
    @TaskLocal private static var bound: TestDatabase?
    @TaskLocal private static var log: StatementLog?

    /// The database of the suite that runs.
    public static var current: TestDatabase {
        guard let bound else { preconditionFailure("The suite needs the trait .database") }
        return bound
    }

    /// The database's name.
    public let name: String
    /// The connection string of the service's role.
    public let serviceAddress: String
    /// The connection string of the owner.
    public let ownerAddress: String
    /// Connected as the service is: owns nothing, may only what was granted.
    public let database: Database
    /// Connected as the owner of the schema.
    public let owner: Database

    private init(_ server: TestServer.Prepared, name: String) {
        self.name = name
        serviceAddress = server.url(user: "kopiena_service", database: name)
        ownerAddress = server.url(user: "kopiena_owner", database: name)
        database = Self.connected(serviceAddress)
        owner = Self.connected(ownerAddress)
    }

    private static func connected(_ address: String) -> Database {
        var configuration = Database.Configuration(url: address, poolSize: 8, waitSeconds: 120)
        configuration.statementTimeout = .seconds(60)
        configuration.onStatement = { text, values in log?.add(SentStatement(text: text, values: values)) }
        // Why a connection could not be made is told nowhere else.
        let logger = Logger(label: "test database") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        return Database(configuration, logger: logger)
    }

    /// Runs the work and says which statements it sent, all but BEGIN, COMMIT and the settings. What other tests send
    /// meanwhile is not counted.
    public static func statements<Result>(_ work: () async throws -> Result) async throws -> (Result, [String]) {
        let (result, sent) = try await sent(work)
        return (result, sent.map(\.text))
    }

    /// The same with the values that were sent.
    public static func sent<Result>(_ work: () async throws -> Result) async throws -> (Result, [SentStatement]) {
        let log = StatementLog()
        let result = try await $log.withValue(log) { try await work() }
        return (result, log.statements)
    }

    /// Copies a database from the template for the time of the work.
    public static func with<Result>(_ work: (TestDatabase) async throws -> Result) async throws -> Result {
        try await with(TestServer.shared.prepared(), work)
    }

    /// The same on a server of the test's own, which it may kill.
    public static func with<Result>(
        on server: PostgresServer,
        _ work: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let prepared = TestServer.Prepared(
            server: server,
            address: "host=\(server.folder)",
            template: try TestServer.templateName()
        )
        try await TestServer.prepareDatabase(prepared)
        return try await with(prepared, work)
    }

    private static func with<Result>(
        _ server: TestServer.Prepared,
        _ work: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let administrator = server.url(user: "postgres", database: "postgres")
        let name = "kopiena_test_\(getpid())_\(number.withLock { $0 += 1; return $0 })"
        try await administer(administrator, "CREATE DATABASE \(name) TEMPLATE \(server.template) OWNER kopiena_owner")
        // A copy does not take over what the migrations said of the database itself.
        try await administer(administrator, "REVOKE TEMPORARY ON DATABASE \(name) FROM PUBLIC")
        let database = TestDatabase(server, name: name)
        do {
            let result = try await $bound.withValue(database) { try await work(database) }
            try await database.drop(administrator)
            return result
        } catch {
            try? await database.drop(administrator)
            throw error
        }
    }

    private static let number = Mutex(0)

    private func drop(_ administrator: String) async throws {
        await database.shutdown()
        await owner.shutdown()
        try await administer(administrator, "DROP DATABASE \(name) WITH (FORCE)")
    }
}

/// A statement as it went to the database.
public struct SentStatement: Sendable {
    /// Its text, with numbered places for values.
    public let text: String
    /// The values.
    public let values: [String?]

    /// How the database goes about it: the plan, line by line.
    public func plan() async throws -> [String] {
        var text = text
        for (index, value) in values.enumerated().reversed() {
            let literal = value.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
            text = text.replacing("$\(index + 1)::", with: literal + "::")
        }
        let explained = text
        return try await TestDatabase.current.owner.transaction { tx in
            // Only tests turn text into a statement.
            try await tx.rows(SQL(stringLiteral: "EXPLAIN " + explained)).map { try $0.get("QUERY PLAN") }
        }
    }
}

/// Hears the statements of one piece of work.
private final class StatementLog: Sendable {
    private let heard = Mutex<[SentStatement]>([])

    var statements: [SentStatement] { heard.withLock { $0 } }

    func add(_ statement: SentStatement) {
        heard.withLock { $0.append(statement) }
    }
}

/// Gives a suite, or a single test that commits, a database of its own as `TestDatabase.current`.
public struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
    /// How many suites have a database at one time. All suites begin at once, and a hundred copies side by side would keep the
    /// server from answering those whose tests run already.
    private static let suites = Turns(8)

    /// Copies the database, binds it and drops it afterwards.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        // A single test waits for its turn already, and must not wait for suites that wait for it.
        guard test.isSuite else { return try await TestDatabase.with { _ in try await function() } }
        try await Self.suites.take { try await TestDatabase.with { _ in try await function() } }
    }
}

extension Trait where Self == DatabaseTrait {
    /// A fresh database for this suite or test.
    public static var database: DatabaseTrait { DatabaseTrait() }
}

/// Runs the body in a transaction of the service's role that leaves nothing behind.
public func rolledBack(
    _ settings: TransactionSettings = .none,
    _ body: @Sendable (Transaction) async throws -> Void
) async throws {
    struct RollBack: Error {}
    do {
        try await TestDatabase.current.database.transaction(settings) { tx in
            try await body(tx)
            throw RollBack()
        }
    } catch is RollBack {
        return
    }
}
