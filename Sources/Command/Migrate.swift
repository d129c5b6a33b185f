import ArgumentParser
import Postgres

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings the database schema up to this program.",
        discussion: "Needs KOPIENA_OWNER_URL, the database as the owner of its schema."
    )

    func run() async throws {
        let settings = try await Settings.read()
        guard !settings.ownerURL.isEmpty else {
            throw SettingsMistakes(["KOPIENA_OWNER_URL is missing; it names the database as the owner of its schema"])
        }
        let done = try await settings.migrator.migrate()
        for name in done { print("migrated \(name)") }
        if done.isEmpty { print("The schema is up to date.") }
    }
}
