/// A statement whose values travel apart from its text.
///
/// Literal text goes to the statement, every `\(value)` becomes a parameter with its PostgreSQL type, and `\(sql)`
/// splices another statement in and renumbers. There is no interpolation for a plain string as text of the statement,
/// so a value can never become SQL.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Piece: Sendable {
        case text(String)
        case value(type: String, text: String?)
    }

    private(set) var pieces: [Piece]

    /// A statement without values.
    public init(stringLiteral text: String) {
        pieces = [.text(text)]
    }

    /// A statement with values in their places.
    public init(stringInterpolation interpolation: StringInterpolation) {
        pieces = interpolation.pieces
    }

    /// The statements one after another with the separator between them.
    public static func joined(_ parts: [SQL], separator: SQL) -> SQL {
        var whole: SQL = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { whole.pieces += separator.pieces }
            whole.pieces += part.pieces
        }
        return whole
    }

    /// Collects text and values in the order they were written.
    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        /// Makes room for what is to come.
        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Text of the statement, as written in the source.
        public mutating func appendLiteral(_ literal: String) {
            pieces.append(.text(literal))
        }

        /// A value, sent as a parameter.
        public mutating func appendInterpolation<Value: SQLValue>(_ value: Value) {
            pieces.append(.value(type: Value.sqlType, text: value.sqlText))
        }

        /// A value that may be absent; absent is NULL of the same type.
        public mutating func appendInterpolation<Value: SQLValue>(_ value: Value?) {
            pieces.append(.value(type: Value.sqlType, text: value?.sqlText))
        }

        /// Another statement, spliced in with its values.
        public mutating func appendInterpolation(_ sql: SQL) {
            pieces += sql.pieces
        }
    }
}

/// A statement as it goes over the wire: text with numbered places, and the values for them.
struct Statement: Sendable {
    let text: String
    let values: [String?]

    init(text: String, values: [String?]) {
        self.text = text
        self.values = values
    }

    init(_ sql: SQL) {
        var text = ""
        var values: [String?] = []
        for piece in sql.pieces {
            switch piece {
            case .text(let literal):
                text += literal
            case .value(let type, let value):
                values.append(value)
                text += "$\(values.count)::\(type)"
            }
        }
        self.text = text
        self.values = values
    }

    static let begin = Statement(text: "BEGIN", values: [])
    static let beginSnapshot = Statement(text: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", values: [])
    static let commit = Statement(text: "COMMIT", values: [])

    /// PostgreSQL keeps no NUL character in text, and a C string would silently end at it: such a value is refused.
    func checkValues() throws(PostgresError) {
        for case let value? in values where value.utf8.contains(0) {
            throw PostgresError(sqlState: "22021", message: "A text holds a NUL character")
        }
    }
}
