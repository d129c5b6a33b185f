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
    private var current: Ticket?
    /// BEGIN has not been sent yet.
    private var isToBegin = false
    var isInTransaction = false
    /// An answer is being streamed or copied; nothing else may be sent meanwhile.
    var isBusy = false
    var patience: Duration?
    /// What the server called the last statement it did.
    private var lastTag = ""

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

    /// Sends statements of a transaction in one round trip and reads their whole answers, one for each.
    func execute(_ statements: [Statement], in ticket: Ticket) throws -> [Reply] {
        try enter(ticket)
        try canceller.begin()
        do {
            let replies = try send(opening(ticket) + statements.map(Command.prepared))
            canceller.end()
            return replies.suffix(statements.count)
        } catch {
            throw explained(error, wasCancelled: canceller.end())
        }
    }

    /// A whole transaction in one round trip, without BEGIN and COMMIT: what leaves in one pipeline is one transaction, settings
    /// that hold for a transaction included. What fails undoes all of it.
    func executeWhole(_ statements: [Statement], in ticket: Ticket) throws -> [Reply] {
        try enter(ticket)
        isToBegin = false
        let settings = ticket.opening.map { [Command.quiet($0)] } ?? []
        return try commit(settings + statements.map(Command.prepared), byWord: [])
    }

    /// Ends the transaction for good, with the statements that nobody waited for. Cannot be cancelled: whoever asks wants to
    /// know how it ended.
    func commit(_ ticket: Ticket) throws {
        try enter(ticket, toCommit: true)
        do {
            try commit(opening(ticket))
        } catch is ConnectionLost {
            throw DatabaseUnavailable.unknownOutcome
        }
    }

    @discardableResult private func commit(
        _ commands: [Command],
        byWord word: [Command] = [.quiet(.commit)]
    ) throws -> [Reply] {
        notices.forgetWarnings()
        let replies: [Reply]
        do {
            replies = try send(commands + word)
        } catch {
            // A COMMIT that was refused has ended the transaction; one that was not reached has not.
            isInTransaction = link.map { PQtransactionStatus($0) != PQTRANS_IDLE } ?? false
            throw explained(error, wasCancelled: false)
        }
        isInTransaction = false
        if lastTag == "ROLLBACK" { throw TransactionMisuse.alreadyRolledBack }
        // The server warns instead of failing when a standby has not confirmed what is committed here.
        if notices.hasWarning { throw DatabaseUnavailable.unknownOutcome }
        return replies
    }

    /// Undoes the transaction. Says whether the connection can be used again.
    func rollback(_ ticket: Ticket) -> Bool {
        guard link != nil, !isBusy else { return false }
        guard current === ticket, isInTransaction else { return true }
        isInTransaction = false
        guard !isToBegin else { return true }
        return (try? send([.plain("ROLLBACK")])) != nil
    }

    /// Asks the server for a sign of life.
    func isHealthy() -> Bool {
        guard link != nil, !isBusy, (try? checkAlive()) != nil else { return false }
        return (try? send([])) != nil
    }

    /// Makes sure that the transaction is the one under way; its first statement begins it. Throws if the server hung up meanwhile.
    func enter(_ ticket: Ticket, toCommit: Bool = false) throws {
        guard toCommit || !ticket.isOver else { throw TransactionMisuse.ended }
        guard !isBusy else { throw TransactionMisuse.busy }
        guard current !== ticket else {
            guard isInTransaction else { throw TransactionMisuse.ended }
            return
        }
        try checkAlive()
        try ticket.opening?.checkValues()
        current = ticket
        isToBegin = true
        isInTransaction = true
        patience = ticket.settings.limitsStatements ? nil : options.patience
        ticket.begin()
    }

    /// What leaves before the next statement: BEGIN and the settings, if the server has not heard of this transaction yet, and the
    /// statements that nobody waits for.
    private func opening(_ ticket: Ticket) -> [Command] {
        var commands: [Command] = []
        if isToBegin {
            isToBegin = false
            commands.append(.quiet(ticket.settings.beginning))
            if let statement = ticket.opening { commands.append(.prepared(statement)) }
        }
        return commands + ticket.takeLate().map(Command.prepared)
    }

    /// Makes sure that the server has heard of this transaction, before a stream or COPY that cannot be pipelined.
    func sendOpening(_ ticket: Ticket) throws {
        let commands = opening(ticket)
        guard !commands.isEmpty else { return }
        do { try send(commands) } catch { throw explained(error, wasCancelled: false) }
    }

    /// What the statement's failure means: somebody cancelled it, the time was up, or what the server says.
    func explained(_ error: any Error, wasCancelled: Bool) -> any Error {
        guard let refused = error as? PostgresError, refused.sqlState == "57014" else { return error }
        return wasCancelled ? CancellationError() : DatabaseUnavailable.tooSlow
    }

    // MARK: - Statements

    enum Command {
        /// Nobody looks at its answer.
        case plain(String)
        /// Asked without being prepared: what it answers differs from time to time.
        case once(String)
        case prepared(Statement)
        /// Prepared as well, and nobody looks at its answer.
        case quiet(Statement)

        var isAsked: Bool {
            switch self {
            case .plain, .quiet: false
            case .once, .prepared: true
            }
        }
    }

    /// Sends the commands in one pipeline and reads every answer; returns those that are asked for, throws the first error.
    @discardableResult func send(_ commands: [Command]) throws -> [Reply] {
        let link = try open()
        guard PQenterPipelineMode(link) == 1 else { throw lost() }
        var questions: [Question] = []
        if commands.contains(where: isNew) { try forgetStatementsIfTooMany(&questions) }
        for command in commands { try send(command, &questions) }
        guard PQpipelineSync(link) == 1 else { throw lost() }
        var replies: [Reply] = []
        var failure: PostgresError?
        for question in questions {
            guard let answer = try answer(to: question, &failure) else { continue }
            lastTag = answer.tag
            if case .execution(_, isAsked: true) = question { replies.append(answer) }
        }
        try awaitEnd(&failure)
        guard PQexitPipelineMode(link) == 1 else { throw lost() }
        if let failure { throw failure }
        return replies
    }

    /// The end of a pipeline commits what no COMMIT did: a rule that waits for the end speaks only here.
    private func awaitEnd(_ failure: inout PostgresError?) throws {
        for _ in 0..<3 {
            guard let result = try nextResult() else { continue }
            if result.status == PGRES_PIPELINE_SYNC { return }
            guard result.isError else { break }
            try checkSession(result)
            if failure == nil { failure = result.error }
        }
        throw lost("The answers do not fit the questions")
    }

    private enum Question {
        case preparation(text: String, name: String)
        case execution(text: String?, isAsked: Bool)
    }

    private func send(_ command: Command, _ questions: inout [Question]) throws {
        let link = try open()
        switch command {
        case .plain(let text):
            guard PQsendQueryParams(link, text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            questions.append(.execution(text: nil, isAsked: false))
        case .once(let text):
            guard PQsendQueryParams(link, text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            questions.append(.execution(text: nil, isAsked: true))
        case .prepared(let statement), .quiet(let statement):
            let known = prepared[statement.text]?.name
            let name = known ?? newName()
            if known == nil {
                guard PQsendPrepare(link, name, statement.text, 0, nil) == 1 else { throw lost() }
                questions.append(.preparation(text: statement.text, name: name))
            }
            let sent = withCStrings(statement.values) { values in
                PQsendQueryPrepared(link, name, Int32(values.count), values, nil, nil, 0)
            }
            guard sent == 1 else { throw lost() }
            questions.append(.execution(text: statement.text, isAsked: command.isAsked))
        }
    }

    private func isNew(_ command: Command) -> Bool {
        switch command {
        case .plain, .once: false
        case .prepared(let statement), .quiet(let statement): prepared[statement.text] == nil
        }
    }

    private func newName() -> String {
        namesGiven += 1
        return "s\(namesGiven)"
    }

    /// Statements that differ with every search must not fill the server's memory. Only before a pipeline: what was prepared in
    /// one would be remembered after its end, and gone.
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
            } else if case .execution(let text, _) = question {
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
