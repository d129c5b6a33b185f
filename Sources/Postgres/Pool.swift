import Dispatch
import Logging
import Synchronization

/// Does what the pool machine decides: keeps the connections, lets people wait, opens and closes.
///
/// A lock and not an actor, so that somebody who stops waiting leaves the queue in that very moment.
final class Pool: Sendable {
    /// A connection in somebody's hands.
    struct Lease: Sendable {
        let id: PoolMachine.ConnectionID
        let connection: Connection
    }

    private struct State {
        var machine: PoolMachine
        var connections: [PoolMachine.ConnectionID: Connection] = [:]
        var waiting: [PoolMachine.WaiterID: Waiting] = [:]
        var nextWaiter = 0
        /// A timer is set for the one who has waited longest.
        var isWatched = false
    }

    private struct Waiting {
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Grant, any Error>
    }

    /// What somebody is told at the end of the wait.
    private enum Grant: Sendable {
        case use(Lease)
        case open(PoolMachine.ConnectionID)
    }

    private let state: Mutex<State>
    private let options: ConnectionOptions
    private let waitLimit: Duration
    private let logger: Logger

    init(_ configuration: Database.Configuration, _ logger: Logger) {
        state = Mutex(State(machine: PoolMachine(size: configuration.poolSize, waiters: configuration.waiters)))
        options = ConnectionOptions(
            url: configuration.url,
            statementTimeout: configuration.statementTimeout,
            secondsToConnect: max(2, Int(configuration.waitSeconds.rounded(.up)))
        )
        waitLimit = .seconds(configuration.waitSeconds)
        self.logger = logger
    }

    /// How many are open, lent and waited for at this moment.
    var figures: (open: Int, lent: Int, waiting: Int) {
        state.withLock { ($0.connections.count, $0.machine.lent.count, $0.machine.waiters.count) }
    }

    /// A connection to work with, at the latest after the time one may wait.
    func lease() async throws -> Lease {
        switch try await grant() {
        case .use(let lease): return lease
        case .open(let id): return try await open(id)
        }
    }

    func giveBack(_ lease: Lease) {
        act { $0.giveBack(lease.id) }
    }

    func connectionLost(_ lease: Lease) {
        act { $0.connectionLost(lease.id) }
    }

    /// Asks each idle connection for a sign of life; whoever gives none is replaced when somebody needs it.
    func checkIdle() async {
        let count = state.withLock { $0.machine.idle.count }
        for _ in 0..<count {
            let lease = state.withLock { state -> Lease? in
                guard let id = state.machine.lendOldest(), let connection = state.connections[id] else { return nil }
                return Lease(id: id, connection: connection)
            }
            guard let lease else { return }
            if await lease.connection.isHealthy() {
                giveBack(lease)
            } else {
                logger.notice("An idle database connection was gone")
                connectionLost(lease)
            }
        }
    }

    /// Refuses newcomers and waits until everything lent is back.
    func close() async {
        act { $0.close() }
        while !state.withLock({ $0.machine.lent.isEmpty }) {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }

    private func grant() async throws -> Grant {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                ask(waiter, continuation)
            }
        } onCancel: {
            leave(waiter, because: CancellationError())
        }
    }

    private func ask(_ waiter: PoolMachine.WaiterID, _ continuation: CheckedContinuation<Grant, any Error>) {
        let mustWatch = state.withLock { state in
            switch state.machine.request(waiter) {
            case .use(let id):
                if let connection = state.connections[id] {
                    continuation.resume(returning: .use(Lease(id: id, connection: connection)))
                } else {
                    continuation.resume(returning: .open(id))
                }
            case .open(let id):
                continuation.resume(returning: .open(id))
            case .refuse:
                continuation.resume(throwing: DatabaseUnavailable.poolExhausted)
            case .wait:
                state.waiting[waiter] = Waiting(until: .now + waitLimit, continuation: continuation)
                defer { state.isWatched = true }
                return !state.isWatched
            }
            return false
        }
        if mustWatch { watch(after: waitLimit) }
        // Who was cancelled before standing in the queue has not been found there by the handler.
        if Task.isCancelled { leave(waiter, because: CancellationError()) }
    }

    /// One timer for all who wait: in a rush every second request does, and nearly none of them for long.
    private func watch(after pause: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + pause / .seconds(1)) { [weak self] in self?.dismissLate() }
    }

    /// Sends away those who have waited as long as one may, and looks again when the next will have.
    private func dismissLate() {
        let now = ContinuousClock.now
        let (late, next) = state.withLock { state in
            let late = state.waiting.filter { $0.value.until <= now }.map(\.key)
            let next = state.waiting.values.map(\.until).filter { $0 > now }.min()
            state.isWatched = next != nil
            return (late, next)
        }
        for waiter in late { leave(waiter, because: DatabaseUnavailable.poolExhausted) }
        if let next { watch(after: next - now) }
    }

    private func leave(_ waiter: PoolMachine.WaiterID, because error: any Error) {
        let continuation = state.withLock { state -> CheckedContinuation<Grant, any Error>? in
            guard state.machine.cancel(waiter) else { return nil }
            return state.waiting.removeValue(forKey: waiter)?.continuation
        }
        continuation?.resume(throwing: error)
    }

    private func open(_ id: PoolMachine.ConnectionID) async throws -> Lease {
        let connection = Connection(options)
        let lease = Lease(id: id, connection: connection)
        do {
            try await connection.connect()
        } catch {
            logger.warning("Could not connect to the database", metadata: ["reason": "\(error)"])
            connectionLost(lease)
            throw DatabaseUnavailable.notReachable
        }
        state.withLock { $0.connections[id] = connection }
        return lease
    }

    /// Lets the machine decide and does what it says. Connections are dropped outside the lock.
    private func act(_ decide: (inout PoolMachine) -> [PoolMachine.Action]) {
        let dropped = state.withLock { state in
            var dropped: [Connection?] = []
            for action in decide(&state.machine) {
                switch action {
                case .close(let id): dropped.append(state.connections.removeValue(forKey: id))
                case .tell(let waiter, let answer): tell(waiter, answer, &state)
                }
            }
            return dropped
        }
        _ = dropped
    }

    private func tell(_ waiter: PoolMachine.WaiterID, _ answer: PoolMachine.Answer, _ state: inout State) {
        guard let continuation = state.waiting.removeValue(forKey: waiter)?.continuation else { return }
        switch answer {
        case .use(let id):
            guard let connection = state.connections[id] else { return continuation.resume(returning: .open(id)) }
            continuation.resume(returning: .use(Lease(id: id, connection: connection)))
        case .open(let id): continuation.resume(returning: .open(id))
        case .wait, .refuse: continuation.resume(throwing: DatabaseUnavailable.poolExhausted)
        }
    }
}
