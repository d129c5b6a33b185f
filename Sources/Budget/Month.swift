public import Money

/// A month of the calendar: what a forecast is told by.
public struct Month: Sendable, Hashable, Comparable {
    /// The first day of it.
    public let first: Day

    /// The month of a day.
    public init(of day: Day) {
        first = Day(day.year, day.month, 1) ?? day
    }

    /// The year.
    public var year: Int { first.year }
    /// The month of the year, 1 to 12.
    public var number: Int { first.month }

    /// Its last day, also that of a February with 29.
    public var last: Day { next.first.adding(days: -1) ?? first }

    /// The month after it.
    public var next: Month { Month(of: first.adding(months: 1) ?? first) }

    /// The earlier month comes first.
    public static func < (left: Month, right: Month) -> Bool { left.first < right.first }

    /// All months from one to another, both included.
    public static func all(from first: Month, through last: Month) -> [Month] {
        var months: [Month] = []
        var month = first
        while month <= last {
            months.append(month)
            // The calendar ends with the year 9999.
            guard month.next > month else { break }
            month = month.next
        }
        return months
    }
}
