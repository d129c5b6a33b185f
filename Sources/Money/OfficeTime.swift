public import Foundation

/// The office's clock on the wall: Europe/Riga. Instants are kept as such; only here do they become days and hours.
public enum OfficeTime {
    /// Europe/Riga, with its summer time.
    public static let zone: TimeZone = TimeZone(identifier: "Europe/Riga") ?? TimeZone(secondsFromGMT: 7_200) ?? .gmt

    /// The calendar of the office: Gregorian, Europe/Riga.
    public static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }()

    /// The day on which an instant falls in Riga.
    public static func day(of instant: Date) -> Day {
        let parts = calendar.dateComponents([.year, .month, .day], from: instant)
        return Day(parts.year ?? 1, parts.month ?? 1, parts.day ?? 1) ?? Day.epoch
    }

    /// The first instant of a day in Riga: a deadline "until the end of 30 November" is `start(of: 1 December)`, exclusive.
    public static func start(of day: Day) -> Date {
        instant(of: day, hour: 0, minute: 0)
    }

    /// An instant by the wall clock in Riga. An hour that summer time skips gives the instant just after it.
    public static func instant(of day: Day, hour: Int, minute: Int, second: Int = 0) -> Date {
        let parts = DateComponents(
            year: day.year,
            month: day.month,
            day: day.day,
            hour: hour,
            minute: minute,
            second: second
        )
        return calendar.date(from: parts) ?? Date(timeIntervalSince1970: Double(day.number) * 86_400 - 7_200)
    }

    /// The instant cut to whole milliseconds: what is stored then equals what was meant.
    ///
    /// The thousandth of a millisecond absorbs what a binary fraction cannot hold, or cutting twice could cut twice.
    public static func millisecond(_ instant: Date) -> Date {
        Date(timeIntervalSince1970: (instant.timeIntervalSince1970 * 1_000 + 0.001).rounded(.down) / 1_000)
    }
}
