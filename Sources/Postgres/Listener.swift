import CLibPQ
import Logging

/// What came over a channel.
public struct Notification: Sendable, Equatable {
    /// The channel's name.
    public let channel: String
    /// What the sender added.
    public let payload: String
    /// Whether this only says that listening has begun; what was sent before it has not been heard.
    public let isBeginning: Bool
    /// Whether this only says that nothing has come for a while.
    public var isReminder = false
}

/// Listens to a channel for as long as somebody asks for the next notification.
actor Listener {
    private let channel: String
    private let rest: Duration?
    private let url: String
    private let logger: Logger
    private var connection: Connection?
    private var heard: [Notification] = []
    private var pause: Duration = .milliseconds(100)
    private var quietSince = ContinuousClock.now

    init(channel: String, rest: Duration?, url: String, logger: Logger) {
        self.channel = channel
        self.rest = rest
        self.url = url
        self.logger = logger
    }

    /// The next notification; nil when the task is cancelled.
    func next() async throws -> Notification? {
        while !Task.isCancelled {
            if !heard.isEmpty {
                quietSince = .now
                return heard.removeFirst()
            }
            do {
                guard let connection else { return try await begin() }
                heard = try await connection.notifications(within: .milliseconds(250))
                if heard.isEmpty, let rest, .now - quietSince >= rest { heard = [reminder] }
            } catch let error as ConnectionLost {
                connection = nil
                logger.notice("Not listening", metadata: ["channel": "\(channel)", "reason": "\(error)"])
                do { try await Task.sleep(for: pause) } catch { return nil }
                pause = min(pause * 2, .seconds(5))
            }
        }
        connection = nil
        return nil
    }

    private var reminder: Notification {
        Notification(channel: channel, payload: "", isBeginning: false, isReminder: true)
    }

    private func begin() async throws -> Notification {
        let connection = Connection(ConnectionOptions(url: url, statementTimeout: nil))
        try await connection.connect()
        try await connection.listen(channel)
        self.connection = connection
        pause = .milliseconds(100)
        quietSince = .now
        return Notification(channel: channel, payload: "", isBeginning: true)
    }
}

extension Connection {
    /// LISTEN takes a name, not a value: it is quoted as one.
    func listen(_ channel: String) throws {
        let link = try open()
        guard let quoted = PQescapeIdentifier(link, channel, channel.utf8.count) else { throw lost() }
        defer { PQfreemem(quoted) }
        try send([.plain("LISTEN \(String(cString: quoted))")])
    }

    /// The notifications that arrived, waiting a while for the first.
    func notifications(within limit: Duration) throws -> [Notification] {
        let link = try open()
        _ = wait(forWriting: false, milliseconds: Int32(limit / .milliseconds(1)))
        try checkAlive()
        var found: [Notification] = []
        while let notice = PQnotifies(link) {
            let channel = String(cString: notice.pointee.relname)
            let payload = String(cString: notice.pointee.extra)
            found.append(Notification(channel: channel, payload: payload, isBeginning: false))
            PQfreemem(notice)
        }
        return found
    }
}
