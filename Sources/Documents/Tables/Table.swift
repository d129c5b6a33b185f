public import Foundation

/// The head of a table that is given out as a spreadsheet or as CSV.
public struct TableHead: Sendable {
    /// The name of the sheet.
    public let name: String
    /// The columns.
    public let columns: [Column]
    /// The zone in which instants are written.
    public let zone: TimeZone

    /// The head of a table.
    public init(name: String, columns: [Column], zone: TimeZone) {
        self.name = name
        self.columns = columns
        self.zone = zone
    }

    /// A column.
    public struct Column: Sendable {
        /// Its heading.
        public let title: String
        /// Its width in a spreadsheet, in characters.
        public let width: Double

        /// A column.
        public init(_ title: String, width: Double) {
            self.title = title
            self.width = width
        }
    }
}

/// One cell of a table that is given out.
public enum Cell: Sendable, Hashable {
    /// Nothing.
    case empty
    /// Text; never a formula, whatever it begins with.
    case text(String)
    /// A whole number.
    case number(Int64)
    /// Euros, in cents.
    case money(cents: Int64)
    /// A day of the calendar.
    case day(year: Int, month: Int, day: Int)
    /// An instant, written in the table's zone.
    case instant(Date)

    /// Text, or nothing where it is absent.
    public static func text(_ text: String?) -> Cell {
        text.map { Cell.text($0) } ?? .empty
    }

    /// An instant, or nothing where it is absent.
    public static func instant(_ instant: Date?) -> Cell {
        instant.map { Cell.instant($0) } ?? .empty
    }
}

/// An instant taken apart in a zone, to the millisecond.
struct WallClock {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int
    /// Minutes east of Greenwich.
    let offset: Int

    init(_ instant: Date, in zone: TimeZone) {
        let milliseconds = Int64((instant.timeIntervalSince1970 * 1_000).rounded())
        let offset = zone.secondsFromGMT(for: instant)
        let local = milliseconds + Int64(offset) * 1_000
        let (days, inDay) = Self.floored(local, by: 86_400_000)
        (year, month, day) = Self.civil(days)
        hour = Int(inDay / 3_600_000)
        minute = Int(inDay / 60_000 % 60)
        second = Int(inDay / 1_000 % 60)
        millisecond = Int(inDay % 1_000)
        self.offset = offset / 60
    }

    private static func floored(_ value: Int64, by unit: Int64) -> (Int64, Int64) {
        let rest = value % unit
        return rest < 0 ? (value / unit - 1, rest + unit) : (value / unit, rest)
    }

    /// The calendar day a number of days after 1 January 1970 (Howard Hinnant's "civil from days").
    private static func civil(_ days: Int64) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let (era, dayOfEra) = floored(shifted, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
    }
}

extension Int {
    /// At least as many digits as asked, with zeros before.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
