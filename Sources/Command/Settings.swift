import Configuration
import Foundation
import Logging
import Site
import SystemPackage

/// Everything that can be set, read once at the start.
struct Settings {
    let home: Home
    /// The database as the service's role, which owns nothing.
    let databaseURL: String
    /// The database as the owner of its schema; only `migrate` needs it.
    let ownerURL: String
    let poolSize: Int
    /// Connections that only the instant of a submission's arrival uses.
    let intakePoolSize: Int
    let host: String
    let port: Int
    let metricsPort: Int
    /// How the world reaches the site: links in mail and the check of a form's origin.
    let origin: String
    let proxies: TrustedProxies
    /// Every page says that the data are a demonstration.
    let isDemo: Bool
    /// Templates and texts are read anew when they change.
    let isDevelopment: Bool
    let logLevel: Logger.Level
    /// The Python in whose virtual environment WeasyPrint is installed.
    let pressPython: String
    /// A program compatible with sendmail; where it is empty mail goes to the Maildir `.kopiena/mail`.
    let mailCommand: String
    /// Whom mail comes from.
    let mailSender: String
    /// Where the ledger's seals are written down outside the database.
    let sealFile: String

    /// Reads the environment and the settings file; throws one error that names every mistake.
    static func read() async throws -> Settings {
        guard let home = Home.find() else {
            throw SettingsMistakes(["KOPIENA_HOME: no folder with Migrations and Templates found here or above"])
        }
        let config = ConfigReader(
            providers: [
                EnvironmentVariablesProvider(secretsSpecifier: .specific(secrets)),
                try await EnvironmentVariablesProvider(
                    environmentFilePath: FilePath(home.settingsFile),
                    allowMissing: true,
                    secretsSpecifier: .specific(secrets)
                ),
            ]
        )
        var reader = SettingsReader(config)
        let port = reader.number("kopiena.port", default: 8080, in: 1...65_535)
        let settings = Settings(
            home: home,
            databaseURL: reader.required("kopiena.database.url", hint: "start deploy/run or deploy/database start"),
            ownerURL: reader.text("kopiena.owner.url", default: ""),
            poolSize: reader.number("kopiena.pool.size", default: 12, in: 2...200),
            intakePoolSize: reader.number("kopiena.intake.pool.size", default: 4, in: 1...50),
            host: reader.text("kopiena.host", default: "127.0.0.1"),
            port: port,
            metricsPort: reader.number("kopiena.metrics.port", default: 9180, in: 1...65_535),
            origin: reader.origin("kopiena.origin", default: "http://127.0.0.1:\(port)"),
            proxies: reader.proxies("kopiena.proxies"),
            isDemo: reader.flag("kopiena.demo", default: false),
            isDevelopment: reader.flag("kopiena.development", default: false),
            logLevel: reader.level("kopiena.log.level", default: .info),
            pressPython: reader.text(
                "kopiena.weasyprint.python",
                default: home.state + "/weasyprint/bin/python"
            ),
            mailCommand: reader.text("kopiena.mail.command", default: ""),
            mailSender: reader.text("kopiena.mail.sender", default: "kopiena@localhost"),
            sealFile: reader.text("kopiena.seal.file", default: home.state + "/seals.txt")
        )
        guard reader.mistakes.isEmpty else { throw SettingsMistakes(reader.mistakes) }
        return settings
    }

    /// Addresses may hold a password.
    private static let secrets: Set<String> = ["KOPIENA_DATABASE_URL", "KOPIENA_OWNER_URL"]
}

/// All that is wrong with the settings, in one line.
struct SettingsMistakes: Error, CustomStringConvertible {
    let mistakes: [String]

    init(_ mistakes: [String]) {
        self.mistakes = mistakes
    }

    var description: String { "Settings: " + mistakes.joined(separator: "; ") }
}
