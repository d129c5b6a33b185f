import ArgumentParser
import Budget
import Documents
import Foundation
import Logging
import Money
import Postgres

struct BudgetExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Gives out every posting as comma-separated values, account by account.",
        discussion: "A file appears under its name when it is whole."
    )

    @OptionGroup var when: MomentOptions
    @Option(help: "The file to write; without it, the standard output.") var to: String?

    func run() async throws {
        let moment = try when.moment()
        let database = try await Settings.read().database()
        let output = try PostingsFile(to)
        do {
            try await database.transaction { tx in
                try await output.begin()
                try await Ledger.export(moment, in: tx) { try await output.add($0) }
            }
            try await output.finish()
        } catch {
            await output.giveUp()
            throw error
        }
        await database.shutdown()
    }
}

/// Postings as a file of comma-separated values, written in pieces.
actor PostingsFile {
    private static let columns = [
        "account", "node", "stage", "document", "number", "move", "verb", "undoes", "amount", "balance", "effective",
        "recorded",
        "cause", "reason",
    ]

    /// Why it is not written.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String?
    private let handle: FileHandle
    private let table: CSVTable
    private var waiting = ""
    private var hasWritten = false

    /// Begins the file beside its name, or on the standard output.
    init(_ path: String?) throws {
        self.path = path
        if let path {
            guard FileManager.default.createFile(atPath: "\(path).part", contents: nil) else {
                throw Failure(description: "“\(path)” cannot be written.")
            }
            handle = try FileHandle(forWritingTo: URL(filePath: "\(path).part"))
        } else {
            handle = .standardOutput
        }
        let columns = Self.columns.map { TableHead.Column($0, width: 16) }
        table = CSVTable(TableHead(name: "postings", columns: columns, zone: OfficeTime.zone), dialect: .plain)
    }

    /// Begins with the headings; again, if the database has to be asked anew.
    func begin() throws {
        if hasWritten {
            guard path != nil else { throw Failure(description: "The database was lost on the way.") }
            try handle.truncate(atOffset: 0)
        }
        (waiting, hasWritten) = (table.start(), false)
    }

    /// Adds a posting.
    func add(_ posting: ExportedPosting) throws {
        let (account, move) = (posting.account, posting.move)
        let day = move.effective
        waiting += table.line([
            .number(account.id.rawValue), .text(account.nodeCode), .text(account.stage.rawValue),
            .text(account.document?.text), .number(posting.version), .number(move.id.rawValue),
            .text(move.verb.rawValue),
            move.reverses.map { .number($0.rawValue) } ?? .empty, .money(cents: posting.amount.cents),
            .money(cents: account.balance.cents), .day(year: day.year, month: day.month, day: day.day),
            .instant(move.recordedAt), .text(move.cause?.text), .text(move.reason),
        ])
        if waiting.utf8.count > 65_536 { try flush() }
    }

    /// Writes what waits and gives the file its name.
    func finish() throws {
        try flush()
        guard let path else { return }
        try handle.synchronize()
        try handle.close()
        guard rename("\(path).part", path) == 0 else { throw Failure(description: "“\(path)” cannot be written.") }
    }

    /// Takes away what was begun.
    func giveUp() {
        guard let path else { return }
        try? handle.close()
        try? FileManager.default.removeItem(atPath: "\(path).part")
    }

    private func flush() throws {
        try handle.write(contentsOf: Data(waiting.utf8))
        (waiting, hasWritten) = ("", true)
    }
}
