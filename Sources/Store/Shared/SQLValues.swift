public import Grants
public import Money
public import Postgres

extension Day: SQLValue {
    /// `date`
    public static var sqlType: String { "date" }
    /// `2026-11-30`
    public var sqlText: String { iso }
    /// `2026-11-30`
    public init?(sqlText: String) { self.init(iso: sqlText) }
}

extension Euro: SQLValue {
    /// `bigint`, whole cents.
    public static var sqlType: String { "bigint" }
    /// Whole cents.
    public var sqlText: String { String(cents) }
    /// Whole cents.
    public init?(sqlText: String) {
        guard let cents = Int64(sqlText) else { return nil }
        self.init(cents: cents)
    }
}

extension Identifier: SQLValue {
    /// `bigint`
    public static var sqlType: String { "bigint" }
    /// Decimal digits.
    public var sqlText: String { String(rawValue) }
    /// Decimal digits.
    public init?(sqlText: String) {
        guard let key = Int64(sqlText) else { return nil }
        self.init(key)
    }
}

extension Role: SQLValue {}
extension Organisation.Kind: SQLValue {}
extension PlanningRegion: SQLValue {}
extension Call.Kind: SQLValue {}
extension Call.State: SQLValue {}
extension Application.State: SQLValue {}
