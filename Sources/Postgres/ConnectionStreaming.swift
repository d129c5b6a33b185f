import CLibPQ

/// Answers too large to hold at once: rows are read as they arrive, and the reader's pace is the server's.
extension Connection {
    /// Sends a statement whose rows `nextRows` then gives.
    func startStream(_ statement: Statement, in ticket: Ticket) throws {
        try enter(ticket)
        try sendOpening(ticket)
        let link = try open()
        try canceller.begin()
        let sent = withCStrings(statement.values) { values in
            PQsendQueryParams(link, statement.text, Int32(values.count), nil, values, nil, nil, 0)
        }
        guard sent == 1, PQsetSingleRowMode(link) == 1 else { throw lost() }
        isBusy = true
    }

    /// The rows that have arrived, at most a few dozen; none at the end of the answer.
    func nextRows() throws -> [Row] {
        guard isBusy, let link else { return [] }
        var rows: [Row] = []
        while let result = try nextResult() {
            if result.isError {
                try checkSession(result)
                throw finishedStream(result.error)
            }
            guard result.status == PGRES_SINGLE_TUPLE else { continue }
            if streamColumns == nil { streamColumns = Columns(result.columnNames) }
            if let streamColumns { rows += result.rows(streamColumns) }
            if rows.count >= 64 || PQisBusy(link) == 1 { return rows }
        }
        if rows.isEmpty { endBusy() }
        return rows
    }

    /// The reader has left: stops the statement and reads what is still on its way.
    func abandon() {
        guard isBusy else { return }
        canceller.stop()
        drain()
        endBusy()
    }

    func drain() {
        while (try? nextResult()) != nil {}
    }

    /// Ends a stream that the server broke off.
    func finishedStream(_ error: PostgresError) -> any Error {
        drain()
        return explained(error, wasCancelled: endBusy())
    }

    @discardableResult func endBusy() -> Bool {
        isBusy = false
        streamColumns = nil
        return canceller.end()
    }
}
