import CLibPQ

/// COPY in both directions, in PostgreSQL's text format.
extension Connection {
    /// Sends `COPY … FROM STDIN` or `… TO STDOUT`.
    func startCopy(_ statement: Statement, in ticket: Ticket, expecting direction: ExecStatusType) throws {
        try enter(ticket)
        guard statement.values.isEmpty else { throw TransactionMisuse.valuesNotAllowed }
        try sendOpening(ticket)
        let link = try open()
        try canceller.begin()
        guard PQsendQueryParams(link, statement.text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
        isBusy = true
        guard let result = try nextResult() else { throw lost("COPY was not answered") }
        if result.isError {
            try checkSession(result)
            throw brokenCopy(result.error)
        }
        guard result.status == direction else { throw lost("The statement is no COPY in this direction") }
    }

    /// Sends lines of rows.
    func putCopy(_ text: [UInt8]) throws {
        let link = try open()
        let bytes = text.map { CChar(bitPattern: $0) }
        while true {
            switch PQputCopyData(link, bytes, Int32(bytes.count)) {
            case 1: return try flush()
            case 0: try flush()
            default: throw lost()
            }
        }
    }

    /// Ends COPY IN, for good or with a reason to undo it; says how many rows were taken.
    func endCopyIn(failure: String? = nil) throws -> Int {
        let link = try open()
        while true {
            let ended = PQputCopyEnd(link, failure)
            if ended == 1 { break }
            guard ended == 0 else { throw lost() }
            try flush()
        }
        return try endCopy()
    }

    /// The next lines of COPY OUT; none at the end.
    func nextCopy() throws -> [[UInt8]] {
        guard isBusy else { return [] }
        let link = try open()
        var lines: [[UInt8]] = []
        while lines.count < 256 {
            var start: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(link, &start, 1)
            if let start {
                lines.append([UInt8](UnsafeRawBufferPointer(start: start, count: Int(length))))
                PQfreemem(start)
            } else if length == 0 {
                if !lines.isEmpty { return lines }
                try awaitCopyData()
            } else if !lines.isEmpty {
                return lines
            } else {
                _ = try endCopy()
                return []
            }
        }
        return lines
    }

    private func awaitCopyData() throws {
        let link = try open()
        let start = ContinuousClock.now
        while !wait(forWriting: false, milliseconds: 1_000) {
            if let patience, ContinuousClock.now - start > patience { throw lost("The server does not answer") }
        }
        guard PQconsumeInput(link) == 1 else { throw lost() }
    }

    private func endCopy() throws -> Int {
        var rows = 0
        while let result = try nextResult() {
            if result.isError {
                try checkSession(result)
                throw brokenCopy(result.error)
            }
            rows = result.affected
        }
        endBusy()
        return rows
    }
}

/// A row in COPY's text format: tabs between fields, `\N` for NULL, the marks themselves escaped.
enum CopyText {
    static func encode(_ values: [(any SQLValue)?], into bytes: inout [UInt8]) throws(PostgresError) {
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            guard let value else {
                bytes += Array("\\N".utf8)
                continue
            }
            for byte in value.sqlText.utf8 { try encode(byte, into: &bytes) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func encode(_ byte: UInt8, into bytes: inout [UInt8]) throws(PostgresError) {
        switch byte {
        case 0: throw PostgresError(sqlState: "22021", message: "A text holds a NUL character")
        case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
        case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
        case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
        case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
        default: bytes.append(byte)
        }
    }

    static func decode(_ line: [UInt8]) -> [String?] {
        var body = line[...]
        if body.last == UInt8(ascii: "\n") { body = body.dropLast() }
        return body.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { field in
            if field.elementsEqual("\\N".utf8) { return nil }
            return String(decoding: unescaped(field), as: UTF8.self)
        }
    }

    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in field {
            if isEscaped {
                bytes.append(meaning(of: byte))
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// The server escapes control characters by C's letters.
    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: letter
        }
    }
}
