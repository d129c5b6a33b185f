import Synchronization

/// One transaction as its connection and whoever uses it know it: its number, its settings, and the statements that nobody waits for.
///
/// The server hears of a transaction with its first statement; one that asks nothing costs nothing.
final class Ticket: Sendable {
    /// Grows from transaction to transaction: a cancel that comes late for an earlier one is told apart by it.
    let number: UInt64
    let settings: TransactionSettings
    /// What sets them.
    let opening: Statement?

    private struct State {
        var late: [Statement] = []
        var hints: Set<String> = []
        var hasBegun = false
        var isOver = false
    }

    private let state = Mutex(State())
    private static let last = Atomic<UInt64>(0)

    init(_ settings: TransactionSettings) {
        self.settings = settings
        opening = settings.statement
        number = Self.last.wrappingAdd(1, ordering: .relaxed).newValue
    }

    var hasBegun: Bool { state.withLock(\.hasBegun) }
    var isOver: Bool { state.withLock(\.isOver) }

    /// Whether the server has to be told at the end: it knows of the transaction, or statements still have to leave.
    var concernsServer: Bool { state.withLock { $0.hasBegun || !$0.late.isEmpty } }

    func begin() {
        state.withLock { $0.hasBegun = true }
    }

    /// The body has returned: nothing more can be asked.
    func end() {
        state.withLock { $0.isOver = true }
    }

    func add(_ statement: Statement) throws(TransactionMisuse) {
        let isOver = state.withLock { state in
            if !state.isOver { state.late.append(statement) }
            return state.isOver
        }
        if isOver { throw .ended }
    }

    func hint(_ channel: String) {
        _ = state.withLock { $0.hints.insert(channel) }
    }

    /// The channels to whose listeners it means something that this transaction is committed.
    var hints: Set<String> { state.withLock(\.hints) }

    /// What has to leave before anything else.
    func takeLate() -> [Statement] {
        state.withLock { state in
            let late = state.late
            state.late = []
            return late
        }
    }
}
