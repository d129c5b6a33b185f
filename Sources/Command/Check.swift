import ArgumentParser
import Foundation
import Postgres
import Site

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks whether the service could start, or whether the ledger is sound.",
        subcommands: [StartCheck.self, LedgerCheckCommand.self],
        defaultSubcommand: StartCheck.self
    )
}

struct StartCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Looks whether the service could start, part by part.",
        discussion: "Reads only. Ends with 1 if a part is not in order."
    )

    func run() async throws {
        let settings = try await Settings.read()
        print("settings: ok, from \(settings.home.path)")
        var faults = 0
        faults += await look("database and schema") {
            let database = settings.database()
            try await settings.migrator.check(database)
            await database.shutdown()
        }
        faults += await look("templates and texts") { _ = try Templates(folder: settings.home.templates) }
        faults += await look("WeasyPrint") {
            guard FileManager.default.isExecutableFile(atPath: settings.pressPython) else {
                throw Refused("\(settings.pressPython) cannot be run; deploy/run installs it")
            }
        }
        guard faults == 0 else { throw ExitCode.failure }
    }

    private func look(_ part: String, _ work: () async throws -> Void) async -> Int {
        do {
            try await work()
            print("\(part): ok")
            return 0
        } catch {
            print("\(part): \(error)")
            return 1
        }
    }
}
