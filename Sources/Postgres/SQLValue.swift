public import Foundation

/// Something PostgreSQL can keep, written and read in its text format.
public protocol SQLValue: Sendable {
    /// The name of the PostgreSQL type, as in a cast.
    static var sqlType: String { get }
    /// The value in PostgreSQL's text format.
    var sqlText: String { get }
    /// Reads PostgreSQL's text format; nil where the text is not such a value.
    init?(sqlText: String)
}

/// Enums and identifiers are kept as their raw value: `extension CallState: SQLValue {}` is enough.
extension SQLValue where Self: RawRepresentable, RawValue: SQLValue {
    /// The type of the raw value.
    @inlinable public static var sqlType: String { RawValue.sqlType }
    /// The raw value's text.
    @inlinable public var sqlText: String { rawValue.sqlText }
    /// Reads the raw value; nil where no such case exists.
    @inlinable public init?(sqlText: String) {
        guard let raw = RawValue(sqlText: sqlText) else { return nil }
        self.init(rawValue: raw)
    }
}

extension String: SQLValue {
    /// `text`
    public static var sqlType: String { "text" }
    /// The string itself.
    public var sqlText: String { self }
    /// The string itself.
    public init?(sqlText: String) { self = sqlText }
}

extension Int: SQLValue {
    /// `bigint`
    public static var sqlType: String { "bigint" }
    /// Decimal digits.
    public var sqlText: String { String(self) }
    /// Decimal digits.
    public init?(sqlText: String) { self.init(sqlText, radix: 10) }
}

extension Int64: SQLValue {
    /// `bigint`
    public static var sqlType: String { "bigint" }
    /// Decimal digits.
    public var sqlText: String { String(self) }
    /// Decimal digits.
    public init?(sqlText: String) { self.init(sqlText, radix: 10) }
}

extension Double: SQLValue {
    /// `double precision`
    public static var sqlType: String { "double precision" }
    /// The shortest text that reads back as the same number.
    public var sqlText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        return description
    }
    /// Any spelling of a number that PostgreSQL prints.
    public init?(sqlText: String) { self.init(sqlText) }
}

extension Bool: SQLValue {
    /// `boolean`
    public static var sqlType: String { "boolean" }
    /// `t` or `f`
    public var sqlText: String { self ? "t" : "f" }
    /// `t` or `f`
    public init?(sqlText: String) {
        switch sqlText {
        case "t": self = true
        case "f": self = false
        default: return nil
        }
    }
}

extension UUID: SQLValue {
    /// `uuid`
    public static var sqlType: String { "uuid" }
    /// Lower case, as PostgreSQL prints it.
    public var sqlText: String { uuidString.lowercased() }
    /// Either case.
    public init?(sqlText: String) { self.init(uuidString: sqlText) }
}
