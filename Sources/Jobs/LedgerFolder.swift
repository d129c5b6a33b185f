public import Budget
public import Logging
public import ServiceLifecycle

/// Folds the moves of the ledger into the sums of its nodes, so that what stands at every node is told at once however long the
/// ledger is.
public struct LedgerFolder: Service {
    private let ledger: Ledger
    private let logger: Logger
    private let pause: Duration

    /// - Parameter pause: the time between two looks whether enough moves wait.
    public init(ledger: Ledger, logger: Logger, pause: Duration = .seconds(10)) {
        self.ledger = ledger
        self.logger = logger
        self.pause = pause
    }

    /// Folds until cancelled or told to stop. What cannot be folded now is tried the next time.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await ledger.fold()
                } catch {
                    logger.notice("Could not fold the ledger", error: error)
                }
                try await Task.sleep(for: pause)
            }
        }
    }
}
