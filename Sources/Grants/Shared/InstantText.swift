public import Foundation
import Money

/// Instants in documents for programs: `2026-11-30T23:59:59.800+02:00`, Riga's clock with its distance from UTC.
public enum InstantText {
    /// The instant, cut to milliseconds.
    public static func of(_ instant: Date) -> String {
        // Half a millisecond is far more than a Double loses and far less than what is cut.
        let milliseconds = Int64((instant.timeIntervalSince1970 * 1_000 + 0.01).rounded(.down))
        let second = Date(timeIntervalSince1970: Double(milliseconds / 1_000))
        let offset = OfficeTime.zone.secondsFromGMT(for: second)
        let local = Int(milliseconds / 1_000) + offset
        let day = Day(number: local / 86_400) ?? .epoch
        let clock = local % 86_400
        let time = [clock / 3_600, clock / 60 % 60, clock % 60].map { padded($0, to: 2) }.joined(separator: ":")
        let zone = "\(padded(abs(offset) / 3_600, to: 2)):\(padded(abs(offset) / 60 % 60, to: 2))"
        let rest = padded(Int(milliseconds % 1_000), to: 3)
        return "\(day.iso)T\(time).\(rest)\(offset < 0 ? "-" : "+")\(zone)"
    }

    /// Reads what `of` writes.
    public static func read(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let read = try? Date(text, strategy: style) else { return nil }
        // The same Double as the database's reader gives for this millisecond, so that equal instants are equal.
        return Date(timeIntervalSince1970: (read.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
