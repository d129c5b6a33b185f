public import Money

/// A line of the programme's financing that a call draws on; its amounts are the published ones.
public struct FundingLine: Sendable, Hashable {
    /// `INIC`, `PART`.
    public let code: String
    /// Its name.
    public let name: Bilingual
    /// The first day a project paid from it may run.
    public let starts: Day
    /// The last such day.
    public let ends: Day
    /// All its money.
    public let money: Euro

    /// A line as stored.
    public init(code: String, name: Bilingual, starts: Day, ends: Day, money: Euro) {
        self.code = code
        self.name = name
        self.starts = starts
        self.ends = ends
        self.money = money
    }
}
