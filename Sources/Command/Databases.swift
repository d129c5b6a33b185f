import Logging
import Postgres

extension Settings {
    /// The database as the service's role.
    func database(logger: Logger = Logger(label: "kopiena")) -> Database {
        Database(Database.Configuration(url: databaseURL, poolSize: poolSize), logger: logger)
    }

    /// The few connections that stamp arrivals: no other work can make a submission late.
    func intake(logger: Logger) -> Database {
        let configuration = Database.Configuration(
            url: databaseURL,
            poolSize: intakePoolSize,
            waiters: 4_000,
            waitSeconds: 20
        )
        return Database(configuration, logger: logger)
    }

    var migrator: Migrator { Migrator(folder: home.migrations, url: ownerURL) }
}
