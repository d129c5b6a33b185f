public import Logging
import Metrics
public import ServiceLifecycle
public import Store

/// Does jobs as they come, a few at a time, until the service stops. A job under way is finished first; one that was cut off all
/// the same comes back when its lease is over.
public struct Worker: Service {
    private let jobs: Jobs
    private let handlers: Handlers
    private let logger: Logger
    private let pace: Pace
    private let isRush: @Sendable () -> Bool
    private let courtesy: Courtesy

    /// How a worker spends its time.
    public struct Pace: Sendable {
        /// How many jobs at once.
        public var width: Int
        /// How long a job may take before another worker tries it.
        public var lease: Duration
        /// How often to look without being told.
        public var rest: Duration
        /// The wait after the first failure; it doubles with each further one, up to an hour.
        public var firstRetry: Duration
        /// After so many attempts a job is given up.
        public var attempts: Int
        /// How long jobs stand back from the beginning of a rush; then they are done all the same until it is over.
        public var courtesy: Duration

        /// The usual pace.
        public init(
            width: Int = 2,
            lease: Duration = .seconds(300),
            rest: Duration = .seconds(2),
            firstRetry: Duration = .seconds(10),
            attempts: Int = 10,
            courtesy: Duration = .seconds(60)
        ) {
            self.width = width
            self.lease = lease
            self.rest = rest
            self.firstRetry = firstRetry
            self.attempts = attempts
            self.courtesy = courtesy
        }
    }

    /// A worker for the given kinds of jobs.
    /// - Parameter isRush: whether people have to be served first: printing and mail can wait, the last minute of a call cannot.
    public init(
        jobs: Jobs,
        handlers: Handlers,
        logger: Logger,
        pace: Pace = Pace(),
        isRush: @escaping @Sendable () -> Bool = { false }
    ) {
        self.jobs = jobs
        self.handlers = handlers
        self.logger = logger
        self.pace = pace
        self.isRush = isRush
        courtesy = Courtesy(pace.courtesy)
    }

    /// Works until cancelled or told to stop.
    public func run() async throws {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        signal.yield()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await listen(signal) }
            group.addTask { await tick(signal) }
            await withGracefulShutdownHandler {
                for await _ in signals { await drain() }
            } onGracefulShutdown: {
                signal.finish()
            }
            group.cancelAll()
        }
    }

    /// Does all that is due now.
    public func drain() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<pace.width {
                group.addTask {
                    while !Task.isCancelled, !Task.isShuttingDownGracefully, let job = await next() {
                        await perform(job)
                    }
                }
            }
        }
    }

    /// Inserts wake the worker at once. While the database is away it is asked again and again, quietly.
    private func listen(_ signal: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            do {
                for try await _ in jobs.announcements() { signal.yield() }
            } catch {
                logger.debug("Could not listen for jobs", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    /// Jobs for later, those of workers that died, and those added in the instant in which this one fell asleep are announced by
    /// nobody.
    private func tick(_ signal: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: pace.rest)
            signal.yield()
        }
    }

    private func next() async -> Job? {
        do {
            while courtesy.holds(in: isRush()), !Task.isShuttingDownGracefully {
                try await Task.sleep(for: .milliseconds(200))
            }
            return try await jobs.take(handlers.kinds, lease: pace.lease)
        } catch is CancellationError {
            return nil
        } catch {
            logger.notice("Could not ask for jobs", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func perform(_ job: Job) async {
        let metadata: Logger.Metadata = ["job.id": "\(job.id)", "job.kind": "\(job.kind.rawValue)"]
        do {
            guard let handler = handlers[job.kind] else { return }
            try await handler(job)
            try await jobs.finish(job)
            count(job, "done")
        } catch is CancellationError {
            // The lease brings it back.
        } catch {
            let isLast = job.attempt >= pace.attempts
            let wait = isLast ? nil : pause(after: job.attempt)
            do {
                try await jobs.fail(job, because: "\(error)", retryAfter: wait)
            } catch {
                logger.notice("Could not note that a job failed", error: error, metadata: metadata)
            }
            count(job, isLast ? "given_up" : "failed")
            if isLast {
                logger.error("Gave a job up", error: error, metadata: metadata)
            } else {
                logger.notice("A job failed and will be tried again", error: error, metadata: metadata)
            }
        }
    }

    private func pause(after attempt: Int) -> Duration {
        min(pace.firstRetry * (1 << min(attempt - 1, 20)), .seconds(3_600))
    }

    private func count(_ job: Job, _ outcome: String) {
        Counter(label: "kopiena_jobs", dimensions: [("kind", job.kind.rawValue), ("outcome", outcome)]).increment()
    }
}
