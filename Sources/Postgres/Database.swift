public import Logging

/// The module's front: a database that many may ask at once.
///
/// Here belongs what is true of any PostgreSQL database: statements with parameters, rows, connections, transactions,
/// migrations. No table name and nothing of grants.
public final class Database: Sendable {
    /// What a database needs to be told.
    public struct Configuration: Sendable {
        /// A libpq connection string or `postgresql://` address.
        public var url: String
        /// At most so many connections.
        public var poolSize: Int
        /// At most so many may wait for one; the next is refused at once.
        public var waiters: Int
        /// At most so long.
        public var waitSeconds: Double
        /// The server gives up a statement after this time.
        public var statementTimeout: Duration
        /// Hears the text and the values of every statement, except BEGIN, COMMIT and the settings of a transaction. For tests:
        /// values are people's own and belong in no log.
        public var onStatement: (@Sendable (String, [String?]) -> Void)?

        /// A configuration with limits that suit a service on two cores.
        public init(
            url: String,
            poolSize: Int = 12,
            waiters: Int = 400,
            waitSeconds: Double = 5,
            statementTimeout: Duration = .seconds(10),
            onStatement: (@Sendable (String, [String?]) -> Void)? = nil
        ) {
            self.url = url
            self.poolSize = poolSize
            self.waiters = waiters
            self.waitSeconds = waitSeconds
            self.statementTimeout = statementTimeout
            self.onStatement = onStatement
        }
    }

    private let configuration: Configuration
    private let pool: Pool
    private let hints = Hints()
    private let logger: Logger

    /// A database that connects when first asked.
    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pool = Pool(configuration, logger)
    }

    /// How many connections are open and lent, and how many callers wait: for the metrics.
    public var figures: (open: Int, lent: Int, waiting: Int) { pool.figures }

    /// Looks after idle connections and sends the hints of transactions until cancelled, then closes.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    do { try await Task.sleep(for: .seconds(15)) } catch { break }
                    await self.pool.checkIdle()
                }
            }
            group.addTask {
                for await _ in self.hints.signals {
                    await self.sendHints()
                    do { try await Task.sleep(for: Hints.pause) } catch { break }
                }
            }
        }
        await shutdown()
    }

    /// Refuses newcomers, waits for the transactions under way and closes all connections.
    public func shutdown() async {
        await sendHints()
        await pool.close()
    }

    /// Runs the body in one transaction at READ COMMITTED.
    ///
    /// The body may be run again, after a deadlock, a serialization failure or a connection that broke before COMMIT: it
    /// must have no effect outside the database. A COMMIT is never cancelled; where its answer is lost,
    /// `DatabaseUnavailable.unknownOutcome` says so.
    @discardableResult public func transaction<Result: Sendable>(
        _ settings: TransactionSettings = .none,
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        try await repeated {
            try await once(settings) { connection, ticket in
                let transaction = Transaction(connection, ticket, onStatement: configuration.onStatement)
                let result = try await body(transaction)
                try Task.checkCancellation()
                // Nothing may be added from here on, not even by a task that outlives the body.
                ticket.end()
                if ticket.concernsServer { try await connection.commit(ticket) }
                hints.add(ticket.hints)
                return result
            }
        }
    }

    /// The answers of a transaction that is known as a whole: from BEGIN to COMMIT in one round trip.
    ///
    /// For reading, and for what may be done twice: where the connection breaks all is sent again. Cannot be cancelled; the
    /// server's time limit holds.
    public func answers(_ statements: [SQL], _ settings: TransactionSettings = .none) async throws -> [[Row]] {
        let statements = statements.map(Statement.init)
        for statement in statements {
            try statement.checkValues()
            configuration.onStatement?(statement.text, statement.values)
        }
        return try await repeated {
            try await once(settings) { connection, ticket in
                try await connection.executeWhole(statements, in: ticket).map(\.rows)
            }
        }
    }

    /// The notifications of a channel, on a connection of its own that is reopened when it breaks.
    ///
    /// The first element, and the first after every reconnection, only says that listening has begun: look then for what
    /// came before.
    /// - Parameter rest: after so long a silence comes an element that only says so, for those who look by themselves then.
    public func listen(_ channel: String, remindingAfter rest: Duration? = nil)
        -> AsyncThrowingStream<Notification, any Error>
    {
        let listener = Listener(channel: channel, rest: rest, url: configuration.url, logger: logger)
        return AsyncThrowingStream { try await listener.next() }
    }

    /// Hints are nobody's worry: one that cannot be sent is not missed, only late.
    private func sendHints() async {
        let channels = hints.take()
        guard !channels.isEmpty else { return }
        do {
            _ = try await answers(channels.map { "SELECT pg_notify(\($0), '')" })
        } catch {
            logger.debug("A hint was not sent", metadata: ["reason": "\(error)"])
        }
    }

    /// Again after a deadlock, a serialization failure or a connection that broke, a few times.
    private func repeated<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        var attempt = 1
        while true {
            do {
                return try await work()
            } catch let error as PostgresError where error.isWorthRetrying && attempt < 6 {
                logger.debug("A transaction is run again", metadata: ["attempt": "\(attempt)", "reason": "\(error)"])
                try await Task.sleep(for: .milliseconds(Int.random(in: 2...20) * attempt))
            } catch let error as ConnectionLost {
                logger.notice("A database connection broke", metadata: ["reason": "\(error)"])
                guard attempt < 3 else { throw DatabaseUnavailable.notReachable }
            }
            attempt += 1
        }
    }

    /// Once, on a connection that goes back to the pool if it is still good.
    private func once<Result: Sendable>(
        _ settings: TransactionSettings,
        _ work: (Connection, Ticket) async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        let lease = try await pool.lease()
        let connection = lease.connection
        let ticket = Ticket(settings)
        connection.canceller.reset(for: ticket.number)
        do {
            let result = try await work(connection, ticket)
            ticket.end()
            pool.giveBack(lease)
            return result
        } catch {
            ticket.end()
            let isGood = ticket.hasBegun ? await connection.rollback(ticket) : !(error is ConnectionLost)
            isGood ? pool.giveBack(lease) : pool.connectionLost(lease)
            throw error
        }
    }
}
