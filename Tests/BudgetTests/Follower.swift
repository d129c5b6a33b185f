import Budget
import Logging
import Money
import Postgres
import Synchronization
import TestKit

/// Somebody who follows the ledger over connections of its own, and what was heard, in its order.
final class Follower: Sendable {
    private struct State {
        var keys: [Int64] = []
        var beginnings: [Int64] = []
        var looks = 0
    }

    private let state = Mutex(State())

    /// The keys of moves.
    var keys: [Int64] { state.withLock(\.keys) }
    /// After which key listening began, each time.
    var beginnings: [Int64] { state.withLock(\.beginnings) }
    /// How often it looked who is still writing.
    var looks: Int { state.withLock(\.looks) }

    /// Follows during the work, and on until the move was heard that the work made last.
    static func listen(
        lookingAfter rest: Duration,
        during work: @escaping @Sendable (Follower) async throws -> Posted.ID
    ) async throws -> Follower {
        let follower = Follower()
        let database = database { follower.note($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Ledger(database).follow(lookingAfter: rest) { follower.take($0) }
            }
            while follower.beginnings.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let last = try await work(follower).rawValue
            while follower.keys.last.map({ $0 < last }) ?? true { try await Task.sleep(for: .milliseconds(5)) }
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
        await database.shutdown()
        return follower
    }

    /// A database of its own over the test's.
    static func database(_ onStatement: (@Sendable (String) -> Void)? = nil) -> Database {
        var configuration = Database.Configuration(url: TestDatabase.current.serviceAddress, waitSeconds: 120)
        configuration.onStatement = { text, _ in onStatement?(text) }
        return Database(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func take(_ change: LedgerChange) {
        state.withLock { state in
            switch change {
            case .listening(let start): state.beginnings.append(start.rawValue)
            case .moves(let moves): state.keys += moves.map(\.id.rawValue)
            }
        }
    }

    private func note(_ statement: String) {
        if statement.contains("pg_locks") { state.withLock { $0.looks += 1 } }
    }
}
