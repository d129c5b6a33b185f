import Budget
import Documents
import Foundation
import Money
import NIOCore
import Site

/// The forecast as a file: every month of every line, what has no dates, and each line as a whole, in the moment of the page.
struct ForecastExport {
    let texts: Texts
    let choice: ForecastChoice
    let forecast: Forecast

    var name: String { texts("forecast.file.file_name") }

    private var head: TableHead {
        let columns: [(String, Double)] = [
            ("moment", 40), ("code", 12), ("name", 60), ("part_of", 12), ("kind", 16), ("month", 12), ("paid", 18),
            ("expected", 18), ("late", 18), ("assigned", 18), ("reserved", 18), ("free", 18), ("open", 18),
            ("elapsed", 12), ("used", 12), ("risk", 28),
        ]
        return TableHead(
            name: texts("forecast.title"),
            columns: columns.map { TableHead.Column(texts("forecast.file.\($0)"), width: $1) },
            zone: OfficeTime.zone
        )
    }

    /// Comma-separated values.
    func csv(_ dialect: CSVTable.Dialect) -> ByteBuffer {
        let table = CSVTable(head, dialect: dialect)
        return ByteBuffer(string: table.start() + rows.map { table.line($0) }.joined())
    }

    /// A workbook, small enough to be held whole.
    func workbook() async throws -> ByteBuffer {
        let file = try SpreadsheetFile(head)
        for row in rows { try await file.add(row) }
        try await file.finish()
        let bytes = try Data(contentsOf: URL(filePath: file.path))
        await file.discard()
        return ByteBuffer(bytes: bytes)
    }

    private var rows: [[Cell]] {
        forecast.lines.filter { $0.portions.total > .zero }.flatMap { line in
            months(line) + [withoutDates(line), whole(line)].compactMap(\.self)
        }
    }

    private func facts(_ line: LineForecast, _ kind: String) -> [Cell] {
        [
            .text(choice.budget.when.sentence(texts)), .text(line.line.code), .text(texts.words(line.line.name)),
            .text(line.line.parentLine), .text(texts("forecast.file.kinds.\(kind)")),
        ]
    }

    private func months(_ line: LineForecast) -> [[Cell]] {
        let flow = line.flow
        return Set(flow.paid.keys).union(flow.expected.keys).sorted().map { month in
            let late = month == forecast.month ? flow.late : .zero
            let sums = [flow.paid[month] ?? .zero, flow.expected[month] ?? .zero, late]
            var row = facts(line, "month")
            row.append(.day(year: month.year, month: month.number, day: 1))
            row += sums.map { Cell.money(cents: $0.cents) }
            return row + empty(7)
        }
    }

    private func withoutDates(_ line: LineForecast) -> [Cell]? {
        guard line.flow.withoutDates > .zero else { return nil }
        var row = facts(line, "without_dates") + empty(2)
        row.append(.money(cents: line.flow.withoutDates.cents))
        return row + empty(8)
    }

    private func whole(_ line: LineForecast) -> [Cell] {
        let flow = line.flow
        let sums = [
            flow.paidSoFar, flow.unpaid, flow.late, line.portions.total, line.portions[.reserved], line.free,
            line.unplanned,
        ]
        let shares = [line.elapsed, line.share(of: line.used)]
        var row = facts(line, "whole") + empty(1)
        row += sums.map { Cell.money(cents: $0.cents) }
        row += shares.map { share in Cell.text(share.map { texts.percent(basisPoints: $0) }) }
        row.append(.text(line.risk.map { texts("forecast.risk.\($0.rawValue)") }))
        return row
    }

    private func empty(_ count: Int) -> [Cell] { Array(repeating: .empty, count: count) }
}
