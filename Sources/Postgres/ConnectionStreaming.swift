/// Answers too large to hold at once: read through a cursor, batch by batch.
///
/// Each batch is a statement of its own. The server therefore never waits for a slow reader in the middle of a statement,
/// and the time a statement may last is the server's work alone, however long the reader takes over the rows.
extension Connection {
    /// Opens a cursor over the answer, whose rows `nextRows` then gives.
    func startStream(_ statement: Statement, in ticket: Ticket) throws {
        let cursor = Statement(text: "DECLARE stream NO SCROLL CURSOR FOR " + statement.text, values: statement.values)
        _ = try execute([cursor], in: ticket)
        isBusy = true
    }

    /// The next rows, at most a few hundred; none at the end of the answer.
    func nextRows() throws -> [Row] {
        guard isBusy else { return [] }
        do {
            try canceller.begin()
            let rows = try send([.once("FETCH FORWARD 256 FROM stream")])[0].rows
            canceller.end()
            if rows.isEmpty { try endStream() }
            return rows
        } catch {
            isBusy = false
            throw explained(error, wasCancelled: canceller.end())
        }
    }

    /// Closes the cursor: read to its end, or left by its reader.
    func endStream() throws {
        guard isBusy else { return }
        isBusy = false
        try send([.plain("CLOSE stream")])
    }

    /// The reader of a COPY has left: stops the statement and reads what is still on its way.
    func abandon() {
        guard isBusy else { return }
        canceller.stop()
        drain()
        endBusy()
    }

    func drain() {
        while (try? nextResult()) != nil {}
    }

    /// Ends a COPY that the server broke off.
    func brokenCopy(_ error: PostgresError) -> any Error {
        drain()
        return explained(error, wasCancelled: endBusy())
    }

    @discardableResult func endBusy() -> Bool {
        isBusy = false
        return canceller.end()
    }
}
