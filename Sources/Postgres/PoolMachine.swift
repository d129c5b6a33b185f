/// Decides who gets which connection, and does nothing itself: every verb says what is to be done.
///
/// Connections are lent last back, first out, so that a quiet service keeps few of them warm. Those who wait are served
/// in the order they came. Whoever is told to open a connection has it lent from that moment on.
struct PoolMachine {
    typealias ConnectionID = Int
    typealias WaiterID = Int

    /// What to do for one who asks or has been waiting.
    enum Answer: Equatable {
        case use(ConnectionID)
        case open(ConnectionID)
        case wait
        case refuse
    }

    /// What follows from a connection that came back or broke.
    enum Action: Equatable {
        case tell(WaiterID, Answer)
        case close(ConnectionID)
    }

    private let size: Int
    private let waitersAllowed: Int
    private var nextConnection = 0
    private(set) var idle: [ConnectionID] = []
    private(set) var lent: Set<ConnectionID> = []
    private(set) var waiters: [WaiterID] = []
    private(set) var isClosed = false

    init(size: Int, waiters: Int) {
        self.size = size
        waitersAllowed = waiters
    }

    /// Somebody asks for a connection.
    mutating func request(_ waiter: WaiterID) -> Answer {
        guard !isClosed else { return .refuse }
        if let connection = idle.popLast() {
            lent.insert(connection)
            return .use(connection)
        }
        if lent.count < size { return .open(lendNew()) }
        guard waiters.count < waitersAllowed else { return .refuse }
        waiters.append(waiter)
        return .wait
    }

    /// A connection is free again.
    mutating func giveBack(_ connection: ConnectionID) -> [Action] {
        guard lent.contains(connection) else { return [] }
        if isClosed {
            lent.remove(connection)
            return [.close(connection)]
        }
        guard waiters.isEmpty else { return [.tell(waiters.removeFirst(), .use(connection))] }
        lent.remove(connection)
        idle.append(connection)
        return []
    }

    /// A connection broke or could not be opened. What lies idle is as old as the one that broke: it goes too, so that a
    /// server's restart is met once and not by one visitor after another.
    mutating func connectionLost(_ connection: ConnectionID) -> [Action] {
        guard lent.remove(connection) != nil else { return [] }
        var actions: [Action] = [.close(connection)] + idle.map { .close($0) }
        idle = []
        while !isClosed, lent.count < size, !waiters.isEmpty {
            actions.append(.tell(waiters.removeFirst(), .open(lendNew())))
        }
        return actions
    }

    /// Somebody waits no longer; says whether they still did.
    mutating func cancel(_ waiter: WaiterID) -> Bool {
        guard let place = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: place)
        return true
    }

    /// Lends the connection that has been idle longest, to be looked at.
    mutating func lendOldest() -> ConnectionID? {
        guard !idle.isEmpty else { return nil }
        let connection = idle.removeFirst()
        lent.insert(connection)
        return connection
    }

    /// No more lending: those who wait are refused, what is idle is closed, what is lent closes on its return.
    mutating func close() -> [Action] {
        isClosed = true
        let actions: [Action] = waiters.map { .tell($0, .refuse) } + idle.map { .close($0) }
        waiters = []
        idle = []
        return actions
    }

    private mutating func lendNew() -> ConnectionID {
        nextConnection += 1
        lent.insert(nextConnection)
        return nextConnection
    }
}
