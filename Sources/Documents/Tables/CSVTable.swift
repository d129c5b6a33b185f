/// Writes a table as comma-separated values (RFC 4180), line by line.
///
/// Text that a spreadsheet would take for a formula gets an apostrophe before it.
public struct CSVTable: Sendable {
    /// For whom the file is.
    public enum Dialect: Sendable {
        /// For programs: commas, `7000.00`, instants with their offset, no byte order mark.
        case plain
        /// For Excel in Latvian: semicolons, `7000,00`, instants as Excel reads them, a byte order mark so that it sees UTF-8.
        case excel
    }

    private let head: TableHead
    private let dialect: Dialect

    /// A table to be written.
    public init(_ head: TableHead, dialect: Dialect) {
        self.head = head
        self.dialect = dialect
    }

    /// The first line: headings.
    public func start() -> String {
        (dialect == .excel ? "\u{FEFF}" : "") + line(head.columns.map { Cell.text($0.title) })
    }

    /// One row with its line end.
    public func line(_ cells: [Cell]) -> String {
        let fields = cells.map { field($0) }
        return fields.joined(separator: dialect == .excel ? ";" : ",") + "\r\n"
    }

    private func field(_ cell: Cell) -> String {
        switch cell {
        case .empty: ""
        case .text(let text): quoted(Self.harmless(text))
        case .number(let number): String(number)
        case .money(let cents): money(cents)
        case .day(let year, let month, let day): "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
        case .instant(let instant): written(WallClock(instant, in: head.zone))
        }
    }

    /// What begins like a formula for any of the common spreadsheets is shown as text (OWASP: CSV injection).
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first) ? "'" + text : text
    }

    private func quoted(_ text: String) -> String {
        let special: Set<UInt8> = [34, 44, 59, 10, 13]
        let edges: Set<UInt8> = [32, 9]
        let bytes = text.utf8
        guard
            bytes.contains(where: special.contains) || bytes.first.map(edges.contains) == true
                || bytes.last.map(edges.contains) == true
        else {
            return text
        }
        // By scalars: a quotation mark followed by a combining accent is one character, and would not be doubled.
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    private func money(_ cents: Int64) -> String {
        let magnitude = cents.magnitude
        let mark = dialect == .excel ? "," : "."
        return "\(cents < 0 ? "-" : "")\(magnitude / 100)\(mark)\(Int(magnitude % 100).padded(2))"
    }

    private func written(_ clock: WallClock) -> String {
        let day = "\(clock.year.padded(4))-\(clock.month.padded(2))-\(clock.day.padded(2))"
        let time = "\(clock.hour.padded(2)):\(clock.minute.padded(2)):\(clock.second.padded(2))"
        guard dialect == .plain else { return "\(day) \(time)" }
        let sign = clock.offset < 0 ? "-" : "+"
        let offset = "\(sign)\((abs(clock.offset) / 60).padded(2)):\((abs(clock.offset) % 60).padded(2))"
        return "\(day)T\(time).\(clock.millisecond.padded(3))\(offset)"
    }
}
