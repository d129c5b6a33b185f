/// The database refused a statement.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The five characters of the SQL standard, such as `23505`.
    public let sqlState: String
    /// The server's sentence, without its details, which may quote values.
    public let message: String
    /// The constraint that was broken, by name.
    public let constraint: String?
    /// The table it belongs to.
    public let table: String?
    /// The column, where the server names one.
    public let column: String?

    init(sqlState: String, message: String, constraint: String? = nil, table: String? = nil, column: String? = nil) {
        self.sqlState = sqlState
        self.message = Self.withoutValues(message, sqlState)
        self.constraint = constraint
        self.table = table
        self.column = column
    }

    /// State, sentence and constraint; never a parameter.
    public var description: String {
        let broken = constraint.map { " (\($0))" } ?? ""
        return "PostgreSQL \(sqlState): \(message)\(broken)"
    }

    /// Whether the same transaction may well succeed when it is run again.
    var isWorthRetrying: Bool {
        sqlState == "40001" || sqlState == "40P01"
    }

    /// Data errors (class 22) quote the value they dislike: `invalid input syntax for type date: "…"`.
    private static func withoutValues(_ message: String, _ sqlState: String) -> String {
        guard sqlState.hasPrefix("22"), let quote = message.firstIndex(of: "\"") else { return message }
        return message[..<quote].trimmingSuffix(while: { $0 == " " || $0 == ":" })
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> String {
        var rest = self
        while let last = rest.last, isUnwanted(last) { rest.removeLast() }
        return String(rest)
    }
}

/// The database could not be asked, or did not say how it ended. The site answers 503 and keeps what was typed.
public enum DatabaseUnavailable: Error, Sendable, Equatable, CustomStringConvertible {
    /// All connections stayed busy for as long as one may wait, or too many were waiting already.
    case poolExhausted
    /// No connection could be made, or it broke before anything was decided.
    case notReachable
    /// A statement took longer than `statement_timeout`; nothing of its transaction was kept.
    case tooSlow
    /// The connection broke during COMMIT: it may have happened or not. Ask again with the same key.
    case unknownOutcome

    /// One sentence for the log.
    public var description: String {
        switch self {
        case .poolExhausted: "No database connection became free in time"
        case .notReachable: "The database cannot be reached"
        case .tooSlow: "The database took too long over a statement"
        case .unknownOutcome: "The connection broke during COMMIT; whether it happened is not known"
        }
    }
}

/// A connection is gone, with libpq's sentence about it. Stays inside this module.
struct ConnectionLost: Error, CustomStringConvertible {
    let description: String
}

/// A transaction was used in a way that cannot work; our mistake.
public enum TransactionMisuse: Error, Sendable, Equatable {
    /// The transaction had already ended.
    case ended
    /// A statement was sent while an answer was still being streamed or copied on the same connection.
    case busy
    /// COPY and LISTEN take no values; the statement held one.
    case valuesNotAllowed
    /// The body swallowed an error: the server had rolled the transaction back when COMMIT came.
    case alreadyRolledBack
}
