import Foundation
import Money
import Postgres

extension Ledger {
    /// Folds moves that wait into the sums of nodes, a thousand at a time, until few are left; says how many moves that were.
    ///
    /// Nothing depends on it but speed: who reads the sums adds what is not folded in. Nobody who posts waits for it, and where
    /// somebody else is at it already nothing is done.
    /// - Parameter least: that so few wait is not worth it.
    @discardableResult
    public func fold(atLeast least: Int = 1_000) async throws -> Int {
        var folded = 0
        while true {
            let row = try await database.transaction { try await $0.row("SELECT budget.fold(\(least)) AS moves") }
            let moves: Int = try row?.get("moves") ?? 0
            folded += moves
            guard moves > 0 else { return folded }
        }
    }
}

extension Moment {
    /// The instant until which moves were recorded, if it is asked for.
    var instant: Date? {
        if case .knownAt(let instant) = self { instant } else { nil }
    }

    /// The day by which moves count, if it is asked for.
    var day: String? {
        if case .asOf(let day) = self { day.iso } else { nil }
    }
}
