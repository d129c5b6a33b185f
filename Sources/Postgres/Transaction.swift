import CLibPQ

/// What the body of a transaction asks the database with. Useless once the body has returned.
public struct Transaction: Sendable {
    private let connection: Connection
    private let ticket: Ticket
    private let onStatement: (@Sendable (String, [String?]) -> Void)?

    init(_ connection: Connection, _ ticket: Ticket, onStatement: (@Sendable (String, [String?]) -> Void)?) {
        self.connection = connection
        self.ticket = ticket
        self.onStatement = onStatement
    }

    /// All rows of the answer.
    public func rows(_ sql: SQL) async throws -> [Row] {
        try await reply(sql).rows
    }

    /// The first row of the answer, if there is one.
    public func row(_ sql: SQL) async throws -> Row? {
        try await reply(sql).rows.first
    }

    /// Runs a statement and says how many rows it touched.
    @discardableResult public func run(_ sql: SQL) async throws -> Int {
        try await reply(sql).affected
    }

    /// Writes something whose answer nobody needs to wait for: it leaves with the next statement or with COMMIT, and fails there.
    public func add(_ sql: SQL) throws {
        try ticket.add(announced(sql))
    }

    /// Lets those who listen to a channel know that there is something new, once this transaction is committed.
    ///
    /// NOTIFY in the transaction itself would make all that do so commit one after another. So it is sent a little later, one for
    /// many, and nobody waits for it; where the process ends before, it is lost. Who listens must look by itself too, if seldom.
    public func hint(_ channel: String) {
        ticket.hint(channel)
    }

    /// The answers of statements that need nothing of one another, in one round trip. Each sees what those before it did.
    public func answers(_ statements: [SQL]) async throws -> [[Row]] {
        try await replies(statements).map(\.rows)
    }

    /// Gives the rows one after another, however many there are and however long the reader takes over them. No other
    /// statement can be sent meanwhile.
    public func stream(_ sql: SQL, _ each: @Sendable (Row) async throws -> Void) async throws {
        let statement = try announced(sql)
        try await cancellable {
            try await connection.startStream(statement, in: ticket)
            do {
                while true {
                    let rows = try await connection.nextRows()
                    if rows.isEmpty { break }
                    for row in rows { try await each(row) }
                }
            } catch {
                try? await connection.endStream()
                throw error
            }
        }
    }

    /// Fills a table by `COPY … FROM STDIN`, which takes no values in its text; says how many rows went in.
    @discardableResult
    public func copyIn(_ sql: SQL, _ write: @Sendable (CopyWriter) async throws -> Void) async throws -> Int {
        let statement = try announced(sql)
        return try await cancellable {
            try await connection.startCopy(statement, in: ticket, expecting: PGRES_COPY_IN)
            do {
                try await write(CopyWriter(connection: connection))
            } catch {
                _ = try? await connection.endCopyIn(failure: "given up")
                throw error
            }
            return try await connection.endCopyIn()
        }
    }

    /// Gives the rows of `COPY … TO STDOUT` as texts, nil for NULL. It is one statement from the first row to the last: a reader
    /// who takes longer than a statement may last is cut off, and reads by `stream` instead.
    public func copyOut(_ sql: SQL, _ each: @Sendable ([String?]) async throws -> Void) async throws {
        let statement = try announced(sql)
        try await cancellable {
            try await connection.startCopy(statement, in: ticket, expecting: PGRES_COPY_OUT)
            do {
                while true {
                    let lines = try await connection.nextCopy()
                    if lines.isEmpty { break }
                    for line in lines { try await each(CopyText.decode(line)) }
                }
            } catch {
                await connection.abandon()
                throw error
            }
        }
    }

    private func reply(_ sql: SQL) async throws -> Reply {
        try await replies([sql])[0]
    }

    private func replies(_ statements: [SQL]) async throws -> [Reply] {
        let statements = try statements.map(announced)
        return try await cancellable { try await connection.execute(statements, in: ticket) }
    }

    private func announced(_ sql: SQL) throws -> Statement {
        let statement = Statement(sql)
        try statement.checkValues()
        onStatement?(statement.text, statement.values)
        return statement
    }

    /// When the task is cancelled, the server is told to stop.
    private func cancellable<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try await work()
        } onCancel: {
            connection.canceller.cancel(ticket.number)
        }
    }
}

/// Takes the rows of a COPY.
public struct CopyWriter: Sendable {
    let connection: Connection

    /// Sends one row; the values stand in the order of the statement's columns.
    public func row(_ values: [(any SQLValue)?]) async throws {
        try await rows([values])
    }

    /// Sends many rows at once, which is faster.
    public func rows(_ rows: [[(any SQLValue)?]]) async throws {
        var bytes: [UInt8] = []
        for values in rows { try CopyText.encode(values, into: &bytes) }
        try await connection.putCopy(bytes)
    }
}
