import ArgumentParser
import Budget
import Logging
import Postgres

struct LedgerCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Recomputes the ledger from its postings and compares.",
        discussion: """
            Reads only, in one snapshot. Prints the first difference and ends with 1 if there is one: a balance that does not follow \
            from its postings, a move that does not add up, a posting that was changed, added or removed.
            """
    )

    func run() async throws {
        let database = try await Settings.read().database()
        let (size, fault) = try await LedgerCheck(database).run()
        await database.shutdown()
        guard let fault else {
            print("ledger: ok, \(size.postings) postings in \(size.accounts) accounts")
            return
        }
        print("ledger: \(fault)")
        throw ExitCode.failure
    }
}
