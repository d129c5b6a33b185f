import Budget
import Foundation
import Synchronization

/// Says on the standard error how far the check of a ledger is: every few seconds, so that a short one says nothing.
final class CheckProgress: Sendable {
    private static let pause: Duration = .seconds(5)
    private let said = Mutex(ContinuousClock.now)
    private let output: @Sendable (String) -> Void

    /// - Parameter output: takes the lines; without it, the standard error.
    init(_ output: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }) {
        self.output = output
    }

    /// Hears how far it is at an instant.
    func hear(_ progress: LedgerProgress, at now: ContinuousClock.Instant = .now) {
        let isTime = said.withLock { said in
            guard now - said >= Self.pause else { return false }
            said = now
            return true
        }
        if isTime { output("ledger: \(progress)\n") }
    }
}
