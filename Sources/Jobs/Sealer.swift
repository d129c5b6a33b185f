public import Budget
public import Logging
import Money
public import ServiceLifecycle

/// Seals the ledger's last day when it is over, and writes the seal down outside the database.
public struct Sealer: Service {
    private let ledger: Ledger
    private let file: SealFile
    private let logger: Logger
    private let pause: Duration

    /// - Parameter pause: the time between two looks whether another day is over.
    public init(ledger: Ledger, file: SealFile, logger: Logger, pause: Duration = .seconds(600)) {
        self.ledger = ledger
        self.file = file
        self.logger = logger
        self.pause = pause
    }

    /// Seals until cancelled or told to stop.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await seal()
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Seals what can be sealed now. What cannot is tried the next time.
    public func seal() async {
        do {
            let seal = try await ledger.seal()
            guard try file.append(try await ledger.seals()) > 0 else { return }
            logger.info("Sealed the ledger", metadata: ["day": "\(seal.day.iso)", "move": "\(seal.last)"])
        } catch let failure as SealFileFailure {
            logger.error("Could not write the ledger's seal down", error: failure)
        } catch {
            logger.notice("Could not seal the ledger", error: error)
        }
    }
}
