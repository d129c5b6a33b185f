/// A day of the calendar, without an hour and without a zone: what a form asks and a contract names.
public struct Day: Sendable, Hashable, Comparable, Codable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    /// A day, if the calendar has it.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.length(of: month, in: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-30`.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
        guard let year = Self.number(parts[0]), let month = Self.number(parts[1]), let day = Self.number(parts[2])
        else {
            return nil
        }
        self.init(year, month, day)
    }

    /// Reads a day the way people type it: `30.11.2026.`, `30.11.2026`, `30/11/2026`, `30 11 2026`, `2026-11-30`.
    public init?(typed text: String) {
        let parts = text.split { !$0.isASCII || !$0.isNumber }
        guard parts.count == 3, text.utf8.count <= 20 else { return nil }
        guard text.allSatisfy({ ($0.isASCII && $0.isNumber) || " .-/\u{00A0}".contains($0) }) else { return nil }
        guard let first = Self.number(parts[0]), let month = Self.number(parts[1]), let last = Self.number(parts[2])
        else {
            return nil
        }
        if parts[0].count == 4 {
            self.init(first, month, last)
        } else {
            guard parts[2].count == 4 else { return nil }
            self.init(last, month, first)
        }
    }

    /// The day as `2026-11-30`.
    public var iso: String {
        let years = String(year)
        return "\(String(repeating: "0", count: 4 - years.count))\(years)-\(Self.two(month))-\(Self.two(day))"
    }

    /// The earlier day comes first.
    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Stored and exchanged as `2026-11-30`.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let read = Day(iso: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a day of the calendar")
            )
        }
        self = read
    }

    /// Stored and exchanged as `2026-11-30`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }

    /// 1 January 1970.
    public static let epoch = Day(year: 1970, month: 1, day: 1)

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
