import ArgumentParser
import Budget
import CoreMetrics
import Documents
import Foundation
import Hummingbird
import Jobs
import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Site
import Store
import UnixSignals
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the site until it is told to stop.",
        discussion: "Refuses to start on a schema that is older or newer than this program; only migrate changes it."
    )

    func run() async throws {
        let settings = try await Settings.read()
        LoggingSystem.bootstrap { JSONLog(label: $0, level: settings.logLevel) }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let logger = Logger(label: "kopiena")
        let database = settings.database(logger: logger)
        let intake = settings.intake(logger: logger)
        try await settings.migrator.check(database)
        let clock = try await OfficeClock(database)
        let office = try office(settings, database, intake, clock)
        try await office.stores.calls.askForPapers()
        let readiness: Readiness = {
            [
                ("database", await answers(database, as: "database", logger)),
                ("intake", await answers(intake, as: "intake", logger)),
            ]
        }

        // The last is stopped first: requests under way still find the database.
        let services: [any Service] = [
            Background { try await database.run() },
            Background { try await intake.run() },
            Background { try await clock.keep(with: database, logger: logger) },
            Background { try await office.banner.keepFresh(from: office.stores.outages, now: office.now) },
            Background { try await watch(database, intake, office.stores.jobs) },
            Worker(
                jobs: office.stores.jobs,
                handlers: handlers(office, settings),
                logger: logger,
                isRush: { office.traffic.underway > 8 }
            ),
            Finisher(applications: office.stores.applications, logger: logger),
            Sweeper(stores: office.stores, logger: logger, now: office.now),
            Sealer(ledger: Ledger(database), file: SealFile(settings.sealFile), logger: logger),
            LedgerMeter(ledger: Ledger(database), logger: logger),
            LedgerFolder(ledger: Ledger(database), logger: logger),
            metrics(registry, settings, logger),
            site(buildRouter(office, readiness: readiness), settings, logger),
        ]
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// What happens later; one line a kind of job.
    private func handlers(_ office: Office, _ settings: Settings) -> Handlers {
        let transport: MailTransport =
            settings.mailCommand.isEmpty
            ? .maildir(settings.home.state + "/mail") : .command(settings.mailCommand)
        let mail = MailSender(
            mails: office.stores.mails,
            transport: transport,
            sender: settings.mailSender,
            now: office.now
        )
        var handlers = Handlers()
        handlers.on(.mail) { try await mail.send($0) }
        let letters = ApplicationLetters(office)
        handlers.on(.receiptPaper) { try await letters.printReceipt($0) }
        handlers.on(.receiptMail) { try await letters.sendReceipt($0) }
        handlers.on(.signatureWanted) { try await letters.callSignatories($0) }
        handlers.on(.refusalMail) { try await letters.sendRefusal($0) }
        let papers = CallPapers(office)
        handlers.on(.callPaper) { try await papers.print($0) }
        return handlers
    }

    private func office(
        _ settings: Settings,
        _ database: Database,
        _ intake: Database,
        _ clock: OfficeClock
    ) throws -> Office {
        try Office(
            stores: Stores(database: database, intake: intake, passwords: Passwords()),
            templates: Templates(folder: settings.home.templates, reload: settings.isDevelopment),
            settings: OfficeSettings(origin: settings.origin, isDemo: settings.isDemo, proxies: settings.proxies),
            now: { clock.now },
            papers: PaperShelf(LetterPress(.init(python: settings.pressPython, templates: settings.home.templates)))
        )
    }

    private func site(
        _ router: Router<PlainContext>,
        _ settings: Settings,
        _ logger: Logger
    ) -> some ApplicationProtocol {
        var configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port),
            serverName: nil,
            backlog: 4_096
        )
        configuration.availableConnectionsDelegate = .maximum(8_000, logger: logger)
        return Application(
            router: router,
            server: .http1(
                configuration: .init(additionalChannelHandlers: [UnreadBody()], idleTimeout: .seconds(75))
            ),
            configuration: configuration,
            onServerRunning: { _ in logger.info("The site is open", metadata: ["origin": "\(settings.origin)"]) },
            logger: logger
        )
    }

    /// On a port of its own and on this machine alone.
    private func metrics(
        _ registry: PrometheusRegistry,
        _ settings: Settings,
        _ logger: Logger
    ) -> some ApplicationProtocol {
        Application(
            router: metricsRouter(registry),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(address: .hostname("127.0.0.1", port: settings.metricsPort), serverName: nil),
            logger: logger
        )
    }
}

/// Work that goes on until the service stops.
private struct Background: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown(work)
        } catch is CancellationError {
            return
        }
    }
}

/// Whether the database answers; why it does not goes to the log.
private func answers(_ database: Database, as pool: String, _ logger: Logger) async -> Bool {
    do {
        try await database.transaction { tx in try await tx.run("SELECT 1") }
        return true
    } catch {
        logger.warning("The database does not answer", error: error, metadata: ["pool": "\(pool)"])
        return false
    }
}

/// Measures what waits, every few seconds.
private func watch(_ database: Database, _ intake: Database, _ jobs: Jobs) async throws {
    while !Task.isCancelled {
        for (name, pool) in [("main", database), ("intake", intake)] {
            let figures = pool.figures
            Gauge(label: "database_connections_open", dimensions: [("pool", name)]).record(figures.open)
            Gauge(label: "database_connections_lent", dimensions: [("pool", name)]).record(figures.lent)
            Gauge(label: "database_waiters", dimensions: [("pool", name)]).record(figures.waiting)
        }
        if let backlog = try? await jobs.backlog() {
            Gauge(label: "jobs_waiting").record(backlog.waiting)
            Gauge(label: "jobs_oldest_seconds").record(backlog.oldestSeconds)
            Gauge(label: "jobs_given_up").record(backlog.givenUp)
        }
        try await Task.sleep(for: .seconds(5))
    }
}
