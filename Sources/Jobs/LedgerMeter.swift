public import Budget
public import Logging
import Metrics
import Money
public import ServiceLifecycle

/// Counts what moves in the ledger, whoever moves it: another server over the same database as well. `kopiena_ledger_moves_total` by
/// verb since this process began, and `kopiena_ledger_last_move`, which stands at the same key on every server.
public struct LedgerMeter: Service {
    private let ledger: Ledger
    private let logger: Logger
    private let pause: Duration

    /// - Parameter pause: the time until another try after a failure.
    public init(ledger: Ledger, logger: Logger, pause: Duration = .seconds(30)) {
        self.ledger = ledger
        self.logger = logger
        self.pause = pause
    }

    /// Counts until cancelled or told to stop.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await ledger.follow { count($0) }
                } catch {
                    try Task.checkCancellation()
                    logger.error("Could not follow the ledger", error: error)
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func count(_ change: LedgerChange) {
        let last = Gauge(label: "kopiena_ledger_last_move")
        switch change {
        case .listening(let start):
            last.record(start.rawValue)
        case .moves(let moves):
            for move in moves {
                let verb = [("verb", move.verb.rawValue), ("kind", move.reverses == nil ? "move" : "reversal")]
                Counter(label: "kopiena_ledger_moves_total", dimensions: verb).increment()
            }
            if let move = moves.last { last.record(move.id.rawValue) }
        }
    }
}
