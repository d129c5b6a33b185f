import CLibPQ
import Dispatch
import Glibc

/// Opening, waiting and reading: the part of a connection that talks to libpq about the socket.
extension Connection {
    /// Connects and sets what every session of ours has set.
    func connect() throws(ConnectionLost) {
        let parameters: [(String, String)] = [
            ("connect_timeout", String(options.secondsToConnect)), ("tcp_user_timeout", "20000"),
            ("keepalives_idle", "20"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("application_name", "kopiena"),
            ("dbname", options.url), ("client_encoding", "UTF8"),
        ]
        let names = parameters.map { strdup($0.0) } + [nil]
        let values = parameters.map { strdup($0.1) } + [nil]
        defer { for text in names + values { free(text) } }
        let link = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        self.link = link
        guard let link, PQstatus(link) == CONNECTION_OK else { throw lost() }
        PQsetnonblocking(link, 1)
        notices.listen(to: link)
        if let handle = PQgetCancel(link) { canceller.aim(at: UInt(bitPattern: handle)) }
        let milliseconds = options.statementTimeout.map { String($0.components.seconds * 1_000) } ?? "0"
        let settings = TransactionSettings([
            ("TimeZone", "UTC"), ("DateStyle", "ISO"), ("statement_timeout", milliseconds),
            ("idle_in_transaction_session_timeout", options.statementTimeout == nil ? "0" : "120000"),
        ])
        do {
            if let statement = settings.statement(local: false) { try send([.prepared(statement)]) }
        } catch {
            throw (error as? ConnectionLost) ?? ConnectionLost(description: "\(error)")
        }
    }

    /// The connection, which must not have been closed.
    func open() throws(ConnectionLost) -> OpaquePointer {
        guard let link else { throw ConnectionLost(description: "The connection is closed") }
        return link
    }

    /// Closes what is broken and says why.
    func lost(_ reason: String? = nil) -> ConnectionLost {
        let said = link.map { String(cString: PQerrorMessage($0)) } ?? "closed"
        close()
        return ConnectionLost(description: reason ?? said)
    }

    /// Looks, without a round trip, whether the server hung up while the connection lay idle.
    func checkAlive() throws(ConnectionLost) {
        let link = try open()
        guard PQconsumeInput(link) == 1, PQstatus(link) == CONNECTION_OK else { throw lost() }
    }

    /// The next result of what was sent; nil at the end of each command's results.
    func nextResult() throws(ConnectionLost) -> ServerResult? {
        let link = try open()
        try awaitAnswer()
        guard let handle = PQgetResult(link) else {
            guard PQstatus(link) == CONNECTION_OK else { throw lost() }
            return nil
        }
        return ServerResult(handle)
    }

    /// An error that ends the session is not an answer to the statement.
    func checkSession(_ result: ServerResult) throws(ConnectionLost) {
        guard !result.endsSession, let link, PQstatus(link) == CONNECTION_OK else { throw lost(result.message) }
    }

    /// Waits until an answer can be read without blocking. A server silent for longer than a statement may last is gone.
    private func awaitAnswer() throws(ConnectionLost) {
        let link = try open()
        let start = ContinuousClock.now
        while true {
            let unsent = PQflush(link)
            guard unsent >= 0 else { throw lost() }
            if PQisBusy(link) == 0 { return }
            let isReady = wait(forWriting: unsent == 1, milliseconds: 1_000)
            if isReady, PQconsumeInput(link) == 0 { throw lost() }
            if let patience, ContinuousClock.now - start > patience { throw lost("The server does not answer") }
        }
    }

    /// Sends what libpq still holds back.
    func flush() throws(ConnectionLost) {
        let link = try open()
        let start = ContinuousClock.now
        while true {
            let unsent = PQflush(link)
            guard unsent >= 0 else { throw lost() }
            if unsent == 0 { return }
            if wait(forWriting: true, milliseconds: 1_000), PQconsumeInput(link) == 0 { throw lost() }
            if let patience, ContinuousClock.now - start > patience { throw lost("The server does not read") }
        }
    }

    /// Blocks until the socket has something to read (or room to write); says whether it has.
    func wait(forWriting: Bool, milliseconds: Int32) -> Bool {
        guard let link else { return false }
        let interest = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
        var descriptor = pollfd(fd: PQsocket(link), events: interest, revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}

/// Calls the body with the values as C strings, nil for NULL. The values have been checked for NUL characters before.
func withCStrings<Result>(_ values: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    var bytes: [UInt8] = []
    var offsets: [Int?] = []
    for value in values {
        guard let value else {
            offsets.append(nil)
            continue
        }
        offsets.append(bytes.count)
        bytes.append(contentsOf: value.utf8)
        bytes.append(0)
    }
    return bytes.withUnsafeBytes { buffer in
        let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        return body(offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } })
    }
}
