import ArgumentParser
import Budget
import Jobs
import Logging
import Money
import Postgres

struct LedgerCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Recomputes the ledger from its postings and compares.",
        discussion: """
            Reads only, in one snapshot. Prints the first difference and ends with 1 if there is one: a balance that does not follow \
            from its postings, a move that does not add up or that no verb allows, a split between the sources that drifts, a \
            posting that was changed, added or removed. With the seals that were written down outside the database it also finds \
            what somebody with all rights in the database has made to fit. \
            A long ledger takes its time; how far it is goes to the standard error.
            """
    )

    @Option(help: "The file of seals, as kopiena seal ledger writes it.") var seals: String?

    func run() async throws {
        let kept = try seals.map { try SealFile($0).read() } ?? []
        let database = try await Settings.read().database()
        let progress = CheckProgress()
        let (size, fault) = try await LedgerCheck(database).run(against: kept) { progress.hear($0) }
        await database.shutdown()
        guard let fault else {
            let sealed = kept.last.map { ", as sealed until \($0.day.iso)" } ?? ""
            print("ledger: ok, \(size.postings) postings in \(size.accounts) accounts\(sealed)")
            return
        }
        print("ledger: \(fault)")
        throw ExitCode.failure
    }
}
