import Budget
import Foundation
import Grants
import HummingbirdTesting
import Money
import Postgres
import TestKit
import Testing

@Suite("Who paid is shown as it was booked")
struct BookedSplitPageTests {
    private func cents(_ text: String) throws -> Int64 {
        text == "–" ? 0 : try #require(Euro(typed: text)).cents
    }

    @Test("on the page of a line, where the rows add up to the total in every column", .database)
    func line() async throws {
        let page = try await BookedCents.open("/work/budget/lines/INIC?sources=yes&lang=lv")[0]
        #expect(page.document.houseFaults() == [])
        let (first, second) = (
            try BookedCents.rows("SK-INIC-21", in: "sums", of: page),
            try BookedCents.rows("SK-INIC-22", in: "sums", of: page)
        )
        // Name, total, then the portions: advanced is the sixth, accepted the seventh.
        #expect(first[0][7...8] == ["0,03", "0,03"] && first[1][7...8] == ["0,02", "0,02"])
        #expect(second[0][7] == "0,03" && second[1][7] == "0,03" && second[2][7] == "–")
        #expect(second[1][0] == "ESF+ (daļēji aprēķināts)")
        #expect(page.text.contains("dalījums iegrāmatots") && page.text.contains("dalījums aprēķināts"))
        let (rest, total) = (
            try BookedCents.rows("nav sadalīts tālāk", in: "sums", of: page),
            try BookedCents.rows("Kopā līnijā", in: "sums", of: page)
        )
        for (kind, column) in [0, 1, 2].flatMap({ kind in (1...10).map { (kind, $0) } }) {
            let parts = try [first, second, rest].map { try cents($0[kind][column]) }
            let whole = try cents(total[kind][column])
            #expect(parts.reduce(0, +) == whole, "row \(kind), column \(column): \(parts)")
        }
    }

    @Test("in the table of all lines and in both of its files", .database, .enabled(if: Judges.areInstalled))
    func files() async throws {
        let pages = try await BookedCents.open(
            "/work/budget?sources=yes&lang=lv",
            "/work/budget.csv?sources=yes&lang=lv",
            "/work/budget.xlsx?sources=yes&lang=lv"
        )
        let rows = try BookedCents.rows("iniciatīvu projekti", in: "sums", of: pages[0])
        #expect(rows[1][7...8] == ["0,05", "0,02"] && rows[2][7...8] == ["0,01", "0,01"])
        let lines = pages[1].text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(lines[0].contains { $0.contains("Avansi (dalījums iegrāmatots)") })
        let inic = lines.filter { $0.contains("INIC") }
        #expect(inic.map { $0.suffix(4).prefix(2).joined(separator: " ") } == ["0.06 0.03", "0.05 0.02", "0.01 0.01"])
        let verdict = try await Judges.verdict(
            of: """
                import sys, openpyxl
                for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(values_only=True):
                    if row[1] == "INIC": print(row[-4], row[-3])
                """,
            on: pages[2].bytes,
            suffix: "xlsx"
        )
        #expect(verdict.split(separator: "\n") == ["0.06 0.03", "0.05 0.02", "0.01 0.01"])
    }
}
