import ArgumentParser
import Budget
import Jobs
import Logging
import Money
import Postgres

struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Writes down outside the database what is recorded in it.",
        subcommands: [SealLedger.self]
    )
}

struct SealLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Seals the ledger's last day that is over, and gives the seals: day, last move, digest.",
        discussion: """
            The running service does the same every night, into the file of KOPIENA_SEAL_FILE. Keep a copy where nobody who may change the \
            database may change it; kopiena check ledger --seals compares.
            """
    )

    @Option(help: "A file to which the seals are added that it does not have; otherwise all are printed.") var to:
        String?

    func run() async throws {
        let database = try await Settings.read().database()
        let ledger = Ledger(database)
        let (seal, seals) = (try await ledger.seal(), try await ledger.seals())
        await database.shutdown()
        guard let to else {
            for seal in seals { print(seal.line) }
            return
        }
        let added = try SealFile(to).append(seals)
        print("sealed until \(seal.day.iso); \(added) added to \(to)")
    }
}
