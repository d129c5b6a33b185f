import ArgumentParser

/// The command `kopiena`. It only puts the rooms together: what a command does is written where it belongs.
///
/// Exit codes: 0 done, 1 refused or failed, 64 wrong usage; what went wrong is one line on standard error.
@main
struct Kopiena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kopiena",
        abstract: "Runs a grant programme, from a published call to the last payment.",
        discussion: """
            Settings come from the environment and, where it does not say, from .kopiena/settings.env, which deploy/run \
            writes. README.md lists them.
            """,
        subcommands: [
            Serve.self, Migrate.self, SeedCommand.self, PersonCommand.self, OrganisationCommand.self,
            AgreementCommand.self, BudgetCommand.self, JobsCommand.self, SealCommand.self, Check.self,
        ]
    )
}
