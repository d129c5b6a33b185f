import CLibPQ

/// One session with the server.
///
/// Its calls block, so it lives on a queue of its own. Statements are prepared once and kept by their text; values
/// travel as text. Whatever belongs together goes in one pipeline: BEGIN and the settings of a transaction leave with its
/// first statement, in one round trip.
actor Connection {
    private nonisolated let executor = QueueExecutor(label: "postgres")
    nonisolated let canceller = Canceller()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let options: ConnectionOptions
    let notices = Notices()
    var link: OpaquePointer?
    private var prepared: [String: PreparedStatement] = [:]
    private var namesGiven = 0
    private var transaction: UInt64 = 0
    private var waiting: TransactionSettings?
    var isInTransaction = false
    /// An answer is being streamed or copied; nothing else may be sent meanwhile.
    var isBusy = false
    var streamColumns: Columns?
    var patience: Duration?

    init(_ options: ConnectionOptions) {
        self.options = options
        patience = options.patience
    }

    isolated deinit {
        close()
    }

    func close() {
        if let link { PQfinish(link) }
        link = nil
    }

    // MARK: - Transactions

    /// Opens a transaction that the server hears of with its first statement. Throws if the server hung up meanwhile.
    func begin(_ settings: TransactionSettings) throws -> UInt64 {
        try checkAlive()
        try settings.statement?.checkValues()
        transaction += 1
        waiting = settings
        isInTransaction = true
        patience = settings.limitsStatements ? nil : options.patience
        canceller.reset(for: transaction)
        return transaction
    }

    /// Sends a statement of the transaction and reads its whole answer.
    func execute(_ statement: Statement, in transaction: UInt64) throws -> Reply {
        try check(transaction)
        try statement.checkValues()
        try canceller.begin()
        do {
            let reply = try send(opening() + [.prepared(statement)])
            canceller.end()
            return reply
        } catch {
            throw explained(error, wasCancelled: canceller.end())
        }
    }

    /// Ends the transaction for good. Cannot be cancelled: whoever asks wants to know how it ended.
    func commit(_ transaction: UInt64) throws {
        try check(transaction)
        isInTransaction = false
        guard waiting == nil else {
            waiting = nil
            return
        }
        notices.forgetWarnings()
        let reply: Reply
        do {
            reply = try send([.plain("COMMIT")])
        } catch is ConnectionLost {
            throw DatabaseUnavailable.unknownOutcome
        }
        if reply.tag == "ROLLBACK" { throw TransactionMisuse.alreadyRolledBack }
        // The server warns instead of failing when a standby has not confirmed what is committed here.
        if notices.hasWarning { throw DatabaseUnavailable.unknownOutcome }
    }

    /// Undoes the transaction. Says whether the connection can be used again.
    func rollback(_ transaction: UInt64) -> Bool {
        guard link != nil, !isBusy else { return false }
        guard self.transaction == transaction, isInTransaction else { return true }
        isInTransaction = false
        guard waiting == nil else {
            waiting = nil
            return true
        }
        return (try? send([.plain("ROLLBACK")])) != nil
    }

    /// Asks the server for a sign of life.
    func isHealthy() -> Bool {
        guard link != nil, !isBusy, (try? checkAlive()) != nil else { return false }
        return (try? send([])) != nil
    }

    func check(_ transaction: UInt64) throws {
        guard self.transaction == transaction, isInTransaction else { throw TransactionMisuse.ended }
        guard !isBusy else { throw TransactionMisuse.busy }
    }

    /// BEGIN and the settings, if the server has not heard of this transaction yet.
    private func opening() -> [Command] {
        guard let settings = waiting else { return [] }
        waiting = nil
        guard let statement = settings.statement else { return [.plain("BEGIN")] }
        return [.plain("BEGIN"), .prepared(statement)]
    }

    /// Makes sure that the server has heard of this transaction, before a stream or COPY that cannot be pipelined.
    func sendOpening() throws {
        let commands = opening()
        if !commands.isEmpty { try send(commands) }
    }

    /// What the statement's failure means: somebody cancelled it, the time was up, or what the server says.
    func explained(_ error: any Error, wasCancelled: Bool) -> any Error {
        guard let refused = error as? PostgresError, refused.sqlState == "57014" else { return error }
        return wasCancelled ? CancellationError() : DatabaseUnavailable.tooSlow
    }

    // MARK: - Statements

    enum Command {
        case plain(String)
        case prepared(Statement)
    }

    /// Sends the commands in one pipeline and reads every answer; returns that of the last, throws the first error.
    @discardableResult func send(_ commands: [Command]) throws -> Reply {
        let link = try open()
        guard PQenterPipelineMode(link) == 1 else { throw lost() }
        var questions: [Question] = []
        for command in commands { try send(command, &questions) }
        guard PQpipelineSync(link) == 1 else { throw lost() }
        var reply = Reply()
        var failure: PostgresError?
        for question in questions {
            guard let answer = try answer(to: question, &failure) else { continue }
            reply = answer
        }
        guard let end = try nextResult(), end.status == PGRES_PIPELINE_SYNC, PQexitPipelineMode(link) == 1 else {
            throw lost()
        }
        if let failure { throw failure }
        return reply
    }

    private enum Question {
        case preparation(text: String, name: String)
        case execution(text: String?)
    }

    private func send(_ command: Command, _ questions: inout [Question]) throws {
        let link = try open()
        switch command {
        case .plain(let text):
            guard PQsendQueryParams(link, text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            questions.append(.execution(text: nil))
        case .prepared(let statement):
            let known = prepared[statement.text]?.name
            let name = known ?? newName()
            if known == nil {
                try forgetStatementsIfTooMany(&questions)
                guard PQsendPrepare(link, name, statement.text, 0, nil) == 1 else { throw lost() }
                questions.append(.preparation(text: statement.text, name: name))
            }
            let sent = withCStrings(statement.values) { values in
                PQsendQueryPrepared(link, name, Int32(values.count), values, nil, nil, 0)
            }
            guard sent == 1 else { throw lost() }
            questions.append(.execution(text: statement.text))
        }
    }

    private func newName() -> String {
        namesGiven += 1
        return "s\(namesGiven)"
    }

    /// Statements that differ with every search must not fill the server's memory.
    private func forgetStatementsIfTooMany(_ questions: inout [Question]) throws {
        guard prepared.count >= 500 else { return }
        prepared = [:]
        try send(.plain("DEALLOCATE ALL"), &questions)
    }

    private func answer(to question: Question, _ failure: inout PostgresError?) throws -> Reply? {
        var reply: Reply?
        while let result = try nextResult() {
            if result.isError {
                try checkSession(result)
                if failure == nil { failure = result.error }
            } else if result.status == PGRES_PIPELINE_ABORTED {
                continue
            } else if case .preparation(let text, let name) = question {
                prepared[text] = PreparedStatement(name: name)
            } else if case .execution(let text) = question {
                reply = read(result, of: text)
            }
        }
        return reply
    }

    private func read(_ result: ServerResult, of text: String?) -> Reply {
        guard result.status == PGRES_TUPLES_OK else {
            return Reply(tag: result.tag, affected: result.affected)
        }
        let columns = columns(of: result, text)
        return Reply(columns: columns, rows: result.rows(columns), tag: result.tag, affected: result.affected)
    }

    /// The columns of a prepared statement never change, so their names are read once.
    private func columns(of result: ServerResult, _ text: String?) -> Columns {
        if let text, let known = prepared[text]?.columns { return known }
        let columns = Columns(result.columnNames)
        if let text { prepared[text]?.columns = columns }
        return columns
    }

    private struct PreparedStatement {
        let name: String
        var columns: Columns?
    }
}
