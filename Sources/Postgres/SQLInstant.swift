public import Foundation

/// An instant is kept as `timestamptz` and known here to the millisecond.
///
/// What PostgreSQL knows finer is cut off, never rounded up: an instant just before a deadline must stay before it.
extension Date: SQLValue {
    /// `timestamptz`
    public static var sqlType: String { "timestamptz" }

    /// `2026-11-30 21:59:59.123+00`
    public var sqlText: String {
        if timeIntervalSince1970 == .infinity { return "infinity" }
        if timeIntervalSince1970 == -.infinity { return "-infinity" }
        let (days, milliseconds) = milliseconds.quotientAndRemainderFloored(by: 86_400_000)
        let (year, month, day) = civil(days: days)
        let seconds = milliseconds / 1_000
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        let date = "\(padded(year > 0 ? year : 1 - year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return "\(date) \(clock).\(padded(milliseconds % 1_000, 3))+00\(year > 0 ? "" : " BC")"
    }

    /// Reads what PostgreSQL prints with `DateStyle=ISO, TimeZone=UTC`.
    public init?(sqlText: String) {
        if sqlText == "infinity" { self = .distantFuture; return }
        if sqlText == "-infinity" { self = .distantPast; return }
        var reader = DigitReader(sqlText.utf8)
        guard let year = reader.number(), reader.skip("-"), let month = reader.number(), reader.skip("-"),
            let day = reader.number(), reader.skip(" "), let hour = reader.number(), reader.skip(":"),
            let minute = reader.number(), reader.skip(":"), let second = reader.number()
        else { return nil }
        // What no calendar has is no instant: it may come from an address, and large numbers would overflow.
        guard year <= 294_276, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let thousandths = reader.skip(".") ? reader.thousandths() : 0
        guard reader.skip("+"), reader.number() == 0 else { return nil }
        let era = sqlText.hasSuffix(" BC") ? 1 - year : year
        guard reader.isAtEnd || era <= 0 else { return nil }
        let seconds = daysSince1970(year: era, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
        self.init(timeIntervalSince1970: Double(seconds * 1_000 + thousandths) / 1_000)
    }

    /// Whole milliseconds since 1970; the small addend absorbs what a binary fraction cannot hold.
    private var milliseconds: Int {
        Int((timeIntervalSince1970 * 1_000 + 0.001).rounded(.down))
    }
}

extension Int {
    fileprivate func quotientAndRemainderFloored(by divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Days since 1970 of a proleptic Gregorian date, counted in eras of 400 years that begin on the first of March.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let (era, yearOfEra) = shifted.quotientAndRemainderFloored(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloored(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}

/// Reads digits and marks from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number() -> Int? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard !digits.isEmpty, digits.count < 10 else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The first three digits of a fraction; the others are passed over.
    mutating func thousandths() -> Int {
        var value = 0
        var count = 0
        while let next = rest.first, next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") {
            if count < 3 { value = value * 10 + Int(next - UInt8(ascii: "0")) }
            count += 1
            rest = rest.dropFirst()
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }
}
