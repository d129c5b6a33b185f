import Documents
import Foundation
import TestKit
import Testing

@Suite("Writing workbooks")
struct SpreadsheetFileTests {
    private let head = TableHead(
        name: "Iesniegumi [2026]: a/b",
        columns: [
            .init("Numurs", width: 24), .init("Skaits", width: 8), .init("Summa", width: 14), .init("Diena", width: 12),
            .init("Saņemts", width: 20),
        ],
        zone: TimeZone(identifier: "Europe/Riga") ?? .gmt
    )

    @Test("keeps types, and text stays text", .enabled(if: Judges.areInstalled, "deploy/test installs the judges"))
    func types() async throws {
        let bytes = try await workbook([
            [
                .text("=1+1"), .number(42), .money(cents: 700_005), .day(year: 2026, month: 11, day: 30),
                .instant(Date(timeIntervalSince1970: 1_796_075_999)),
            ],
            [.text("Ā <&> \"\u{301} _x0041_"), .empty, .money(cents: -1), .empty, .empty],
        ])
        let verdict = try await Judges.verdict(
            of: """
                import sys, openpyxl
                book = openpyxl.load_workbook(sys.argv[1])
                sheet = book.active
                print(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["A"].width > 24)
                for row in sheet.iter_rows():
                    print([(cell.data_type, cell.value) for cell in row])
                """,
            on: bytes,
            suffix: "xlsx"
        )
        let lines = verdict.split(separator: "\n").map(String.init)
        #expect(lines.count == 4, "\(verdict)")
        #expect(lines.first == "Iesniegumi 2026 ab A2 A1:E3 True")
        #expect(
            lines[2] == "[('s', '=1+1'), ('n', 42), ('n', 7000.05), ('d', datetime.datetime(2026, 11, 30, 0, 0)), "
                + "('d', datetime.datetime(2026, 11, 30, 23, 59, 59))]"
        )
        let escaped = "[('s', 'Ā <&> \"\u{301} _x0041_'), ('n', None), ('n', -0.01)"
        #expect(lines[3].hasPrefix(escaped))
    }

    @Test("stands hostile text", .enabled(if: Judges.areInstalled, "deploy/test installs the judges"))
    func hostile() async throws {
        let texts = [
            "a\0b", "\u{1}\u{1F}\u{FFFE}", String(repeating: "ž", count: 40_000), String(repeating: "😀", count: 20_000),
            " x ",
            "]]>", "\r\n",
        ]
        let bytes = try await workbook(texts.map { [.text($0)] })
        let verdict = try await Judges.verdict(
            of: """
                import sys, openpyxl
                for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(min_row=2, max_col=1):
                    value = row[0].value
                    print(len(value.encode("utf-16-le")) // 2, ascii(value[:5]))
                """,
            on: bytes,
            suffix: "xlsx"
        )
        #expect(
            verdict == """
                3 'a\\ufffdb'
                3 '\\ufffd\\ufffd\\ufffd'
                32767 '\\u017e\\u017e\\u017e\\u017e\\u017e'
                32766 '\\U0001f600\\U0001f600\\U0001f600\\U0001f600\\U0001f600'
                3 ' x '
                3 ']]>'
                1 '\\n'

                """
        )
    }

    @Test("writes a table without rows")
    func empty() async throws {
        let bytes = try await workbook([])
        #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
    }

    @Test("leaves nothing behind")
    func tidy() async throws {
        let file = try SpreadsheetFile(head)
        try await file.add([.text("x")])
        try await file.finish()
        #expect(FileManager.default.fileExists(atPath: file.path))
        await file.discard()
        #expect(!FileManager.default.fileExists(atPath: (file.path as NSString).deletingLastPathComponent))
    }

    @Test("takes no rows once it is closed")
    func closed() async throws {
        let file = try SpreadsheetFile(head)
        try await file.finish()
        await #expect(throws: SpreadsheetFile.Failure.self) { try await file.add([.text("x")]) }
        await file.discard()
    }

    private func workbook(_ rows: [[Cell]]) async throws -> [UInt8] {
        let file = try SpreadsheetFile(head)
        for row in rows { try await file.add(row) }
        try await file.finish()
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: file.path)))
        await file.discard()
        return bytes
    }
}
