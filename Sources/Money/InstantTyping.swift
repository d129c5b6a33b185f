public import Foundation

extension OfficeTime {
    /// Reads an instant the way people type or paste it, by the wall clock in Riga: `31.10.2026. 14:00:00`,
    /// `31.10.2026. plkst. 14:00`, `2026-10-31T14:00:00`. Without a time it is no instant.
    ///
    /// Of an hour that the end of summer time repeats it is the later one.
    public static func instant(typed text: String) -> Date? {
        guard text.utf8.count <= 60 else { return nil }
        var plain = text.lowercased().replacing("\u{A0}", with: " ")
        for word in ["plkst.", "plkst", "at", "t", ","] { plain = plain.replacing(word, with: " ") }
        let words = plain.split(separator: " ")
        guard words.count > 1, let clock = words.last, let day = Day(typed: words.dropLast().joined(separator: " "))
        else { return nil }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        let isClock = (2...3).contains(parts.count) && parts.allSatisfy(isTwoDigits)
        let numbers = parts.compactMap { Int($0) }
        guard isClock, numbers.count == parts.count, numbers[0] < 24, numbers[1] < 60 else { return nil }
        let second = numbers.count > 2 ? numbers[2] : 0
        guard second < 60 else { return nil }
        let instant = instant(of: day, hour: numbers[0], minute: numbers[1], second: second)
        let anHourOn = instant.addingTimeInterval(3_600)
        let isRepeated = zone.secondsFromGMT(for: anHourOn) == zone.secondsFromGMT(for: instant) - 3_600
        return isRepeated ? anHourOn : instant
    }

    private static func isTwoDigits(_ text: Substring) -> Bool {
        (1...2).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
