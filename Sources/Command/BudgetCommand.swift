import ArgumentParser
import Budget
import Logging
import Money
import Postgres

struct BudgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Shows the programme's money, or gives it out as a file.",
        subcommands: [BudgetShow.self, BudgetExport.self]
    )
}

struct BudgetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints every line with its money by stage, in euro, tab-separated."
    )

    @OptionGroup var when: MomentOptions

    func run() async throws {
        let moment = try when.moment()
        let database = try await Settings.read().database()
        let nodes = try await database.transaction { try await Ledger.overview(moment, in: $0) }
        await database.shutdown()
        let stages = Stage.allCases.filter { $0 != .source }
        print((["node", "under"] + stages.map(\.rawValue)).joined(separator: "\t"))
        for line in nodes {
            let cells = [line.node.code, line.parentCode ?? ""] + stages.map { line[$0].plain }
            print(cells.joined(separator: "\t"))
        }
    }
}
