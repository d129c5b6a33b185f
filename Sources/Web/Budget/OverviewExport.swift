import Budget
import Documents
import Foundation
import Money
import NIOCore
import Site

/// The programme's money as a file: every line, what is not assigned, and all together, in the moment of the page.
struct OverviewExport {
    let texts: Texts
    let choice: BudgetChoice
    let sums: ProgrammeSums

    private var rate: SourceRate? { choice.showsSources ? sums.terms.rate : nil }

    var name: String { texts("budget.file.file_name") }

    private var head: TableHead {
        let columns: [(String, Double)] = [
            ("moment", 40), ("code", 12), ("name", 60), ("part_of", 12), ("point", 12), ("target", 10), ("unit", 14),
            ("commitments", 10), ("published", 18), ("payer", 26), ("total", 18),
        ]
        return TableHead(
            name: texts("budget.title"),
            columns: columns.map { TableHead.Column(texts("budget.file.\($0)"), width: $1) }
                + Portion.allCases.map { TableHead.Column(portion($0), width: 18) },
            zone: OfficeTime.zone
        )
    }

    private func portion(_ portion: Portion) -> String {
        rate == nil ? texts.portion(portion) : "\(texts.portion(portion)) (\(texts.splitting(portion)))"
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
        var rows: [[Cell]] = []
        for line in sums.lines {
            let facts: [Cell] = [
                .text(line.line.code), .text(texts.words(line.line.name)), .text(line.line.parentLine),
                .text(line.line.point), line.line.target.map { .number(Int64($0.count)) } ?? .empty,
                .text(line.line.target.map { texts("budget.unit.\($0.unit.rawValue)") }),
                .number(Int64(line.commitments)),
                line.line.published.map { .money(cents: $0.cents) } ?? .text(texts("budget.not_published")),
            ]
            rows += split(facts, line.whole, rate.map { line.fundParts($0) })
        }
        let programme = Portions(sums.programme)
        rows += split(facts("budget.unassigned"), programme, rate.map { programme.fundParts($0) })
        rows += split(facts("budget.table.all"), sums.whole, rate.map { sums.fundParts($0) })
        return rows
    }

    /// What is said of money that is no line's.
    private func facts(_ label: String) -> [Cell] {
        [.text(sums.programme.node.code), .text(texts(label))] + Array(repeating: Cell.empty, count: 6)
    }

    private func split(_ facts: [Cell], _ portions: Portions, _ fund: Portions?) -> [[Cell]] {
        let moment = Cell.text(choice.when.sentence(texts))
        let row = { (payer: String, portions: Portions) -> [Cell] in
            [moment] + facts + [.text(payer), .money(cents: portions.total.cents)]
                + Portion.allCases.map { .money(cents: portions[$0].cents) }
        }
        let whole = row(texts("budget.sources.both"), portions)
        guard let fund else { return [whole] }
        return [
            whole, row(texts.payer(.fund, of: portions), fund), row(texts.payer(.state, of: portions), portions - fund),
        ]
    }
}
