import CLibPQ

/// Owns one `PGresult` for as long as it is read.
final class ServerResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    var status: ExecStatusType { PQresultStatus(handle) }

    var isError: Bool { status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE }

    /// FATAL and PANIC end the session, whatever their SQLSTATE.
    var endsSession: Bool {
        let severity = field("V")
        return severity == "FATAL" || severity == "PANIC"
    }

    var message: String { field("M") ?? String(cString: PQresultErrorMessage(handle)) }

    var error: PostgresError {
        PostgresError(
            sqlState: field("C") ?? "XX000",
            message: message,
            constraint: field("n"),
            table: field("t"),
            column: field("c")
        )
    }

    var tag: String { String(cString: PQcmdStatus(handle)) }

    var affected: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    var columnNames: [String] {
        (0..<PQnfields(handle)).map { String(cString: PQfname(handle, $0)) }
    }

    /// All rows, read out at once: the memory of libpq is freed with this object.
    func rows(_ columns: Columns) -> [Row] {
        let count = PQntuples(handle)
        var rows: [Row] = []
        rows.reserveCapacity(Int(count))
        for row in 0..<count {
            rows.append(Row(columns: columns, values: columns.names.indices.map { value(row, Int32($0)) }))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32) -> String? {
        guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return nil }
        let text = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        return String(decoding: text, as: UTF8.self)
    }

    /// One field of the server's report, by the letters of `PG_DIAG_…`.
    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(letter.value)).map { String(cString: $0) }
    }
}
