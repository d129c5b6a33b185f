/// One row of an answer, read by column name.
public struct Row: Sendable {
    @usableFromInline let columns: Columns
    @usableFromInline let values: [String?]

    init(columns: Columns, values: [String?]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column that is never NULL.
    @inlinable public func get<Value: SQLValue>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let value = try find(column, as: type) else { throw RowError.isNull(column: column) }
        return value
    }

    /// The value of a column that may be NULL.
    @inlinable public func find<Value: SQLValue>(_ column: String, as type: Value.Type = Value.self) throws -> Value? {
        guard let index = columns.index[column] else { throw RowError.noSuchColumn(column) }
        guard let text = values[index] else { return nil }
        guard let value = Value(sqlText: text) else { throw RowError.unreadable(column: column, as: "\(type)") }
        return value
    }

    /// The names of the columns in their order.
    public var columnNames: [String] { columns.names }
}

/// A row was not what the code asking for it expects: always our mistake, never the user's.
public enum RowError: Error, Equatable, CustomStringConvertible {
    /// The statement returned no column of this name.
    case noSuchColumn(String)
    /// The column was NULL where a value was promised.
    case isNull(column: String)
    /// The column's text is not a value of the type; the text itself is not told.
    case unreadable(column: String, as: String)

    /// One sentence for the log.
    public var description: String {
        switch self {
        case .noSuchColumn(let column): "The answer has no column \(column)"
        case .isNull(let column): "Column \(column) is NULL"
        case .unreadable(let column, let type): "Column \(column) does not hold a \(type)"
        }
    }
}

/// The column names of an answer, shared by all its rows.
@usableFromInline final class Columns: Sendable {
    let names: [String]
    @usableFromInline let index: [String: Int]

    init(_ names: [String]) {
        self.names = names
        index = Dictionary(zip(names, names.indices)) { first, _ in first }
    }
}

/// A whole answer: rows, and how many were touched.
struct Reply: Sendable {
    var columns = Columns([])
    var rows: [Row] = []
    var tag = ""
    var affected = 0
}
