import CLibPQ
import Dispatch
import Synchronization

/// Cancels the statement a connection is running, and only that one.
///
/// The lock is held while the request to cancel is under way, and the connection needs the lock to go on to its next
/// statement: so a late cancel can never hit another transaction, nor a COMMIT, which is never marked as running here.
final class Canceller: Sendable {
    private struct State {
        /// The address of the `PGcancel`; kept as a number because pointers may not be shared between threads,
        /// while `PQcancel` itself is documented as safe to call from any.
        var handle: UInt = 0
        /// The transaction now on the connection; a cancel that comes late for an earlier one is dropped.
        var transaction: UInt64 = 0
        var isRunning = false
        var isRequested = false
    }

    private let state = Mutex(State())

    /// Tells which server process to address; called once, when the connection is open.
    func aim(at handle: UInt) {
        state.withLock { $0.handle = handle }
    }

    /// A new transaction begins; what was cancelled before is over.
    func reset(for transaction: UInt64) {
        state.withLock { state in
            state.transaction = transaction
            state.isRequested = false
        }
    }

    /// A statement begins that may be cancelled.
    func begin() throws(CancellationError) {
        let isRequested = state.withLock { state in
            state.isRunning = !state.isRequested
            return state.isRequested
        }
        if isRequested { throw CancellationError() }
    }

    /// The statement is over. Says whether it had been told to stop.
    @discardableResult func end() -> Bool {
        state.withLock { state in
            state.isRunning = false
            return state.isRequested
        }
    }

    /// Stops the running statement and keeps the transaction from sending another. Returns at once.
    func cancel(_ transaction: UInt64) {
        DispatchQueue.global().async { self.send(for: transaction) }
    }

    private func send(for transaction: UInt64) {
        state.withLock { state in
            guard state.transaction == transaction else { return }
            state.isRequested = true
            guard state.isRunning, let handle = OpaquePointer(bitPattern: state.handle) else { return }
            Self.request(handle)
        }
    }

    /// Stops the running statement before returning; for a stream its reader has left.
    func stop() {
        state.withLock { state in
            guard state.isRunning, let handle = OpaquePointer(bitPattern: state.handle) else { return }
            Self.request(handle)
        }
    }

    private static func request(_ handle: OpaquePointer) {
        var reason = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &reason, Int32(reason.count))
    }

    deinit {
        let handle = state.withLock { $0.handle }
        if let handle = OpaquePointer(bitPattern: handle) { PQfreeCancel(handle) }
    }
}
