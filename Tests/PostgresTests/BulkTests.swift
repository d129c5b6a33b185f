import Logging
import Postgres
import Synchronization
import TestKit
import Testing

@Suite("Moving many rows", .database)
struct BulkTests {
    @Test("streams rows one after another in constant memory")
    func streams() async throws {
        let sum = Mutex(0)
        try await rolledBack { tx in
            try await tx.stream("SELECT n FROM generate_series(1, \(50_000)) AS n") { row in
                let number: Int = try row.get("n")
                sum.withLock { $0 += number }
            }
            try await tx.run("SELECT 1")
        }
        #expect(sum.withLock { $0 } == 1_250_025_000)
    }

    @Test("lets the reader of a stream take longer than a statement may last")
    func waitsForSlowReaders() async throws {
        var configuration = Database.Configuration(url: TestDatabase.current.serviceAddress, poolSize: 1)
        configuration.statementTimeout = .seconds(1)
        let database = Database(configuration, logger: Logger(label: "slow reader") { _ in SwiftLogNoOpLogHandler() })
        let bytes = Mutex(0)
        // Twenty megabytes: far more than the buffers between server and reader hold.
        try await database.transaction { tx in
            try await tx.stream("SELECT repeat('x', 20000) AS text FROM generate_series(1, \(1_000))") { row in
                let text: String = try row.get("text")
                let isFirstOfMany = bytes.withLock { bytes in
                    bytes += text.utf8.count
                    return bytes % 5_000_000 == 20_000
                }
                if isFirstOfMany { try await Task.sleep(for: .milliseconds(600)) }
            }
        }
        #expect(bytes.withLock { $0 } == 20_000_000)
        await database.shutdown()
    }

    @Test("streams nothing where there is nothing")
    func streamsNothing() async throws {
        try await rolledBack { tx in
            try await tx.stream("SELECT 1 WHERE \(false)") { _ in Issue.record("There is a row") }
            try await tx.run("SELECT 1")
        }
    }

    @Test("stops the server when the reader of a stream leaves early")
    func abandons() async throws {
        struct Enough: Error {}
        try await rolledBack { tx in
            await #expect(throws: Enough.self) {
                try await tx.stream("SELECT generate_series(1, 1000000000) AS n") { _ in throw Enough() }
            }
        }
        try await rolledBack { tx in try await tx.run("SELECT 1") }
    }

    @Test("tells an error in the middle of a stream")
    func failsInTheMiddle() async throws {
        try await rolledBack { tx in
            let error = await #expect(throws: PostgresError.self) {
                try await tx.stream("SELECT 1 / (\(500) - n) FROM generate_series(1, 1000) AS n") { _ in }
            }
            #expect(error?.sqlState == "22012")
        }
    }

    @Test("lets no other statement in while a stream is read")
    func refusesOthers() async throws {
        try await rolledBack { tx in
            await #expect(throws: TransactionMisuse.busy) {
                try await tx.stream("SELECT n FROM generate_series(1, 10) AS n") { _ in try await tx.run("SELECT 1") }
            }
        }
    }

    @Test("copies hostile texts in and out unchanged")
    func copies() async throws {
        let texts: [String?] = ["", nil, "\\N", "a\tb\nc\rd\\e", "\u{8}\u{B}\u{C}", "ā", "\\."]
        let back = Mutex<[String?]>([])
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.run("CREATE TABLE copied (n bigint, text text)")
            let count = try await tx.copyIn("COPY copied (n, text) FROM STDIN") { copy in
                for (number, text) in texts.enumerated() { try await copy.row([number, text]) }
            }
            #expect(count == texts.count)
            try await tx.copyOut("COPY (SELECT text FROM copied ORDER BY n) TO STDOUT") { fields in
                back.withLock { $0 += fields }
            }
        }
        #expect(back.withLock { $0 } == texts)
    }

    @Test("copies a hundred thousand rows")
    func copiesMany() async throws {
        let lines = Mutex(0)
        // A COPY is one statement however long it is: whoever moves much gives it the time.
        let patient = TransactionSettings([("statement_timeout", "0")])
        try await TestDatabase.current.owner.transaction(patient) { tx in
            try await tx.run("CREATE TABLE many (n bigint, text text)")
            let count = try await tx.copyIn("COPY many (n, text) FROM STDIN") { copy in
                for block in 0..<100 {
                    let rows: [[(any SQLValue)?]] = (0..<1_000).map { [block * 1_000 + $0, "text of row \($0)"] }
                    try await copy.rows(rows)
                }
            }
            #expect(count == 100_000)
            try await tx.copyOut("COPY many TO STDOUT") { _ in lines.withLock { $0 += 1 } }
        }
        #expect(lines.withLock { $0 } == 100_000)
    }

    @Test("keeps nothing of a copy that breaks off")
    func undoesCopies() async throws {
        struct Enough: Error {}
        await #expect(throws: Enough.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run("CREATE TABLE half (n bigint)")
                try await tx.copyIn("COPY half FROM STDIN") { copy in
                    try await copy.row([1])
                    throw Enough()
                }
            }
        }
        let error = await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run("CREATE TABLE half (n bigint)")
                try await tx.copyIn("COPY half FROM STDIN") { copy in try await copy.row(["no number"]) }
            }
        }
        #expect(error?.sqlState == "22P02")
    }

    @Test("takes no values in COPY")
    func refusesValues() async throws {
        try await rolledBack { tx in
            await #expect(throws: TransactionMisuse.valuesNotAllowed) {
                try await tx.copyOut("COPY (SELECT \(1)) TO STDOUT") { _ in }
            }
        }
    }
}
