import ArgumentParser
import Budget
import Foundation
import Logging
import Money
import Postgres

struct BudgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Shows the programme's money.",
        subcommands: [BudgetShow.self]
    )
}

struct BudgetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints every line with its money by stage, in euro, tab-separated.",
        discussion:
            "As of a day means: by the days on which moves count. Known at an instant means: what was recorded by then."
    )

    @Option(help: "A day, 2026-11-30.") var asOf: String?
    @Option(help: "An instant, 2026-11-30T22:00:00Z.") var knownAt: String?

    func validate() throws {
        guard asOf == nil || knownAt == nil else { throw ValidationError("Give a day or an instant, not both.") }
        _ = try moment()
    }

    func run() async throws {
        let moment = try moment()
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

    private func moment() throws -> Moment {
        if let asOf {
            guard let day = Day(iso: asOf) else { throw ValidationError("“\(asOf)” is no day; write 2026-11-30.") }
            return .asOf(day)
        }
        if let knownAt {
            guard let instant = try? Date(knownAt, strategy: .iso8601) else {
                throw ValidationError("“\(knownAt)” is no instant; write 2026-11-30T22:00:00Z.")
            }
            return .knownAt(instant)
        }
        return .now
    }
}
