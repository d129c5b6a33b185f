import ArgumentParser
import Foundation
import Grants
import Logging
import Postgres
import Store

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Fills the office with a demonstration: invented people, calls and applications.",
        discussion: "Run again it changes nothing and prints the accounts again. Never for real use."
    )

    @Option(help: "The password of all accounts of the demonstration.") var password = Seed.password

    func run() async throws {
        let settings = try await Settings.read()
        let logger = Logger(label: "kopiena")
        let database = settings.database(logger: logger)
        let intake = settings.intake(logger: logger)
        let stores = Stores(database: database, intake: intake, passwords: Passwords())
        let accounts = try await Seed(stores: stores, database: database, now: Date()).run(password: password)
        await intake.shutdown()
        await database.shutdown()
        print("Password of every account: \(password)")
        for account in accounts {
            let places = account.places.map { "\($0.role.rawValue), \($0.organisation)" }
            print("  \(account.email)  \(account.name): \(places.joined(separator: "; "))")
        }
    }
}
