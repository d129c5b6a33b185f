public import Foundation

/// The office's calendar: Gregorian, in the zone of Riga.
public enum OfficeCalendar {
    /// The calendar all dates for people are written by.
    public static let riga: Calendar = {
        guard let zone = TimeZone(identifier: "Europe/Riga") else {
            preconditionFailure("This machine has no time zone data for Europe/Riga; install the package tzdata")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }()
}

extension Texts {
    private static let noBreakSpace = "\u{A0}"

    /// A date: `21.11.2026.` in Latvian, `21.11.2026` in English.
    public func date(_ instant: Date) -> String {
        let parts = OfficeCalendar.riga.dateComponents([.year, .month, .day], from: instant)
        return date(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
    }

    /// A date given by its parts.
    public func date(year: Int, month: Int, day: Int) -> String {
        let text = "\(Self.padded(day)).\(Self.padded(month)).\(year)"
        return language == .lv ? text + "." : text
    }

    /// A time of day to the second: `14:02:11`.
    public func time(_ instant: Date) -> String {
        let parts = OfficeCalendar.riga.dateComponents([.hour, .minute, .second], from: instant)
        return "\(Self.padded(parts.hour ?? 0)):\(Self.padded(parts.minute ?? 0)):\(Self.padded(parts.second ?? 0))"
    }

    /// An instant to the second: `30.11.2026. plkst. 23:59:59`, the time held to its word by a no-break space.
    public func instant(_ instant: Date) -> String {
        switch language {
        case .lv: "\(date(instant)) plkst.\(Self.noBreakSpace)\(time(instant))"
        case .en: "\(date(instant)) at \(time(instant))"
        }
    }

    /// The last second before an exclusive end: `closes_before` 00:00:00 of the next day is printed as 23:59:59.
    public func lastSecond(before end: Date) -> String {
        instant(end.addingTimeInterval(-1))
    }

    /// An instant for machines, as in `<time datetime="…">`: `2026-11-30T23:59:59+02:00`.
    public static func machineInstant(_ instant: Date) -> String {
        let calendar = OfficeCalendar.riga
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: instant)
        let offset = calendar.timeZone.secondsFromGMT(for: instant) / 60
        let day = "\(parts.year ?? 0)-\(padded(parts.month ?? 0))-\(padded(parts.day ?? 0))"
        let time = "\(padded(parts.hour ?? 0)):\(padded(parts.minute ?? 0)):\(padded(parts.second ?? 0))"
        let zone = "\(offset < 0 ? "-" : "+")\(padded(abs(offset) / 60)):\(padded(abs(offset) % 60))"
        return "\(day)T\(time)\(zone)"
    }

    /// An amount in whole cents: `7 000,00 EUR`, its parts held together by no-break spaces.
    public func money(_ cents: Int64) -> String {
        "\(amount(cents))\(Self.noBreakSpace)EUR"
    }

    /// An amount without its currency, for table columns whose head names it.
    public func amount(_ cents: Int64) -> String {
        let size = cents.magnitude
        return "\(cents < 0 ? "−" : "")\(Self.grouped(size / 100)),\(Self.padded(Int(size % 100)))"
    }

    /// A whole number with its thousands apart.
    public func number(_ value: Int) -> String {
        "\(value < 0 ? "−" : "")\(Self.grouped(UInt64(value.magnitude)))"
    }

    /// A share given in basis points: `85 %`, `12,5 %`.
    public func percent(basisPoints: Int) -> String {
        let size = basisPoints.magnitude
        var text = Self.grouped(UInt64(size / 100))
        let rest = size % 100
        if rest != 0 {
            text += rest % 10 == 0 ? ",\(rest / 10)" : ",\(Self.padded(Int(rest)))"
        }
        return "\(basisPoints < 0 ? "−" : "")\(text)\(Self.noBreakSpace)%"
    }

    /// The size of a file: `812 B`, `24 kB`, `2,4 MB`.
    public func fileSize(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes)\(Self.noBreakSpace)B" }
        if bytes < 999_500 { return "\((bytes + 500) / 1000)\(Self.noBreakSpace)kB" }
        let tenths = (bytes + 50_000) / 100_000
        return "\(Self.grouped(UInt64(tenths / 10))),\(tenths % 10)\(Self.noBreakSpace)MB"
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    private static func grouped(_ value: UInt64) -> String {
        var digits = Array(String(value))
        var place = digits.count - 3
        while place > 0 {
            digits.insert("\u{A0}", at: place)
            place -= 3
        }
        return String(digits)
    }
}
