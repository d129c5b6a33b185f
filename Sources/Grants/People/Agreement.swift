public import Money

/// A cooperation agreement of a partner with the agency (sadarbības līgums, MK 483 p.15, 18). Without one in force a partner
/// may not apply.
public struct Agreement: Sendable, Hashable {
    /// The partner.
    public let organisation: Organisation.ID
    /// Its number.
    public let number: String
    /// The first day.
    public let from: Day
    /// The last day, inclusive; at the latest 31.08.2029 (MK 483 p.39).
    public let until: Day

    /// An agreement as stored.
    public init(organisation: Organisation.ID, number: String, from: Day, until: Day) {
        self.organisation = organisation
        self.number = number
        self.from = from
        self.until = until
    }

    /// Whether it is in force on a day, its last day included.
    public func isInForce(on day: Day) -> Bool {
        from <= day && day <= until
    }
}
