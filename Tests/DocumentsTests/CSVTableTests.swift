import Documents
import Foundation
import Testing

@Suite("Writing CSV")
struct CSVTableTests {
    private let head = TableHead(
        name: "Iesniegumi",
        columns: [.init("Numurs", width: 20), .init("Nosaukums", width: 40)],
        zone: TimeZone(identifier: "Europe/Riga") ?? .gmt
    )

    @Test("for Excel begins with a byte order mark and parts by semicolons")
    func excelHead() {
        #expect(CSVTable(head, dialect: .excel).start() == "\u{FEFF}Numurs;Nosaukums\r\n")
    }

    @Test("for programs has neither")
    func plainHead() {
        #expect(CSVTable(head, dialect: .plain).start() == "Numurs,Nosaukums\r\n")
    }

    @Test("quotes what would break a field")
    func quotes() {
        let line = CSVTable(head, dialect: .plain).line([.text("a\"b"), .text("x,y"), .text("1\r\n2"), .text(" z")])
        #expect(line == "\"a\"\"b\",\"x,y\",\"1\r\n2\",\" z\"\r\n")
    }

    @Test("doubles a quotation mark that carries an accent")
    func accentedQuote() {
        let line = CSVTable(head, dialect: .plain).line([.text("a\"\u{301},b")])
        #expect(line.unicodeScalars.elementsEqual("\"a\"\"\u{301},b\"\r\n".unicodeScalars))
    }

    @Test(
        "shows what begins like a formula as text",
        arguments: ["=1+1", "+371", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "=cmd|' /C calc'!A0"]
    )
    func harmless(text: String) {
        let line = CSVTable(head, dialect: .plain).line([.text(text)])
        #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
    }

    @Test("leaves numbers below zero numbers")
    func negative() {
        #expect(CSVTable(head, dialect: .plain).line([.number(-5), .money(cents: -1)]) == "-5,-0.01\r\n")
    }

    @Test("writes money, days and instants for each reader", arguments: [CSVTable.Dialect.plain, .excel])
    func values(dialect: CSVTable.Dialect) {
        let line = CSVTable(head, dialect: dialect).line([
            .money(cents: 700_005), .day(year: 2026, month: 11, day: 30),
            .instant(Date(timeIntervalSince1970: 1_796_075_999.8)), .empty,
        ])
        switch dialect {
        case .plain: #expect(line == "7000.05,2026-11-30,2026-11-30T23:59:59.800+02:00,\r\n")
        case .excel: #expect(line == "7000,05;2026-11-30;2026-11-30 23:59:59;\r\n")
        }
    }

    @Test("knows summer time")
    func summer() {
        let line = CSVTable(head, dialect: .plain).line([.instant(Date(timeIntervalSince1970: 1_782_853_200))])
        #expect(line == "2026-07-01T00:00:00.000+03:00\r\n")
    }
}
