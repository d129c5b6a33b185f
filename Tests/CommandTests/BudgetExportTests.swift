import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The ledger as a file from the command line", .database)
struct BudgetExportTests {
    @Test("holds every posting, to the standard output or to a file that appears when it is whole")
    func whole() async throws {
        let money = PostedMoney()
        let programme = try await money.node("4.2.3.1/1/24/I/001")
        let line = try await money.node("INIC")
        let agreement = DocumentReference(kind: "appropriation", key: "2025-02-24")
        try await money.post(.appropriate(Euro(euros: 10), to: programme), on: "2025-02-24", cause: agreement)
        try await money.post(
            .assign(Euro(cents: 250), from: programme, to: line),
            on: "2025-03-01",
            reason: "=1+1; \"x\""
        )
        let file = FileManager.default.temporaryDirectory.appending(path: "kopiena-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try await CommandLineRun.output(of: "kopiena budget export >\(file)")
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n").map(String.init)
        #expect(lines.count == 5)
        #expect(
            lines.first
                == "account,node,stage,document,number,move,verb,undoes,amount,balance,effective,recorded,cause,reason"
        )
        let free = lines.filter { $0.contains(",4.2.3.1/1/24/I/001,free,") }
        #expect(free.count == 2)
        #expect(free.first?.contains(",appropriate,,10.00,10.00,2025-02-24,") == true)
        #expect(free.first?.contains(",appropriation:2025-02-24,") == true)
        #expect(free.last?.contains(",assign,,-2.50,7.50,2025-03-01,") == true)
        #expect(free.last?.hasSuffix("\"'=1+1; \"\"x\"\"\"") == true, "\(free)")
        _ = try await CommandLineRun.output(of: "kopiena budget export --as-of 2025-02-28 --to \(file)")
        let written = try String(contentsOfFile: file, encoding: .utf8)
        #expect(written.split(separator: "\r\n").count == 3)
        #expect(!FileManager.default.fileExists(atPath: "\(file).part"))
        _ = try await CommandLineRun.output(of: "kopiena budget export --known-at 2020-01-01T00:00:00Z --to \(file)")
        let none = try String(contentsOfFile: file, encoding: .utf8)
        #expect(none.split(separator: "\r\n").count == 1)
    }

    @Test(
        "is refused with 64 for what is no moment, and with 1 where it cannot be written",
        arguments: [
            ("--as-of 2025-02-30", 64), ("--known-at yesterday", 64),
            ("--as-of 2025-02-28 --known-at 2025-02-28T00:00:00Z", 64), ("--to /nowhere/at/all.csv", 1),
        ]
    )
    func refused(options: String, code: Int) async throws {
        let said = try await CommandLineRun.output(
            of: "code=0; kopiena budget export \(options) >/dev/null 2>&1 || code=$?; echo $code"
        )
        #expect(said == "\(code)")
    }
}
