import Documents
public import Foundation
public import Grants
import HTTPTypes
import Hummingbird
public import HummingbirdTesting
import Logging
public import Money
public import Postgres
import Site
public import Store
import Synchronization
public import Web

/// The whole site over the suite's database, with a clock that tests can move and people to sign in as.
public final class TestOffice: Sendable {
    /// The password of everybody made here.
    public static let password = "vienmēr pareizā parole"

    /// What the pages work with.
    public let office: Office
    /// What the office can do with its files.
    public let stores: Stores
    private let hands: Clock

    /// The site over `TestDatabase.current`; the clock stands still until it is moved. It is more patient than a real one: what is
    /// tested is what comes, not how soon, on whatever machine.
    /// - Parameter intake: stamps arrivals; without it, the same database.
    public init(
        now: Date? = nil,
        settings: OfficeSettings = OfficeSettings(patience: .seconds(180)),
        intake: Database? = nil
    ) throws {
        let database = TestDatabase.current.database
        let start = OfficeTime.millisecond(now ?? Date())
        let hands = Clock(start)
        stores = Stores(database: database, intake: intake ?? database, passwords: Passwords(cost: .cheap))
        office = Office(
            stores: stores,
            templates: try Self.templates(),
            settings: settings,
            now: { hands.now },
            papers: PaperShelf(LetterPress(LetterPress.Settings(seconds: 180, patience: 180)))
        )
        self.hands = hands
    }

    /// The office's clock now.
    public var now: Date { hands.now }

    /// Lets time pass.
    public func wait(_ seconds: Double) {
        hands.move(by: seconds)
    }

    /// Every route with who may call it.
    public var routes: [Routes.Entry] {
        OfficeSite(office, readiness: { [] }).routes.entries
    }

    /// Runs the work with a client that reaches the site without a network.
    public func serve<Value: Sendable>(
        _ work: @escaping @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let site = OfficeSite(office, readiness: { [] })
        let application = Application(
            router: site.router,
            logger: Logger(label: "test site") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await application.test(.router) { client in try await work(client) }
    }

    /// Makes an organisation, or finds it by its name.
    @discardableResult
    public func organisation(_ name: String, _ kind: Organisation.Kind = .municipality) async throws -> Organisation.ID
    {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                INSERT INTO organisation (kind, name, region, invented)
                VALUES (\(kind), \(name), \(kind == .municipality ? "Vidzeme" : nil), true)
                ON CONFLICT ON CONSTRAINT organisation_name_once DO UPDATE SET name = excluded.name
                RETURNING organisation_id
                """
            )
        }
        guard let row else { throw Missing() }
        return try row.get("organisation_id")
    }

    /// An agreement in force from a year ago until the programme's end.
    public func agreement(_ organisation: Organisation.ID) async throws {
        let from = OfficeTime.day(of: now).adding(days: -365)
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run(
                """
                INSERT INTO agreement (organisation_id, number, in_force_from, in_force_until)
                VALUES (\(organisation), 'Parauga 1', \(from), DATE '2029-08-31')
                """
            )
        }
    }

    /// Makes a person with roles in an organisation, or finds the person by the address, and says who that is.
    @discardableResult
    public func person(
        _ email: String,
        _ roles: Role...,
        in organisation: String = "Parauga novads",
        _ kind: Organisation.Kind = .municipality
    ) async throws -> Visitor {
        let id = try await self.organisation(organisation, kind)
        let name = "Parauga \(email.prefix { $0 != "@" }.capitalized)"
        let person = try await account(name, email)
        let yesterday = OfficeTime.day(of: now).adding(days: -1) ?? OfficeTime.day(of: now)
        for role in roles {
            try await stores.people.give(role, to: email, in: organisation, from: yesterday)
        }
        return Visitor(
            person: Person(id: person, name: name, email: email, language: "lv"),
            organisation: Organisation(
                id: id,
                kind: kind,
                name: organisation,
                registrationNumber: nil,
                region: kind == .municipality ? "Vidzeme" : nil,
                invented: true
            ),
            roles: Set(roles)
        )
    }

    private func account(_ name: String, _ email: String) async throws -> Person.ID {
        do {
            return try await stores.people.create(name: name, email: email, password: Self.password)
        } catch AccountRefusal.taken {
            let row = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row("SELECT person_id FROM person WHERE email = \(email)")
            }
            guard let row else { throw Missing() }
            return try row.get("person_id")
        }
    }

    private static let folder = Mutex<Templates?>(nil)

    /// Read once a process: they are the same for every suite.
    private static func templates() throws -> Templates {
        try folder.withLock { known in
            if let known { return known }
            let read = try Templates(folder: Project.root + "/Templates")
            known = read
            return read
        }
    }
}

/// A clock that stands still until it is moved.
private final class Clock: Sendable {
    private let instant: Mutex<Date>

    init(_ start: Date) {
        instant = Mutex(start)
    }

    var now: Date { instant.withLock { $0 } }

    func move(by seconds: Double) {
        instant.withLock { $0 = OfficeTime.millisecond($0.addingTimeInterval(seconds)) }
    }
}

extension TestBrowser {
    /// Signs in by the page, as people do, and shows where that leads.
    @discardableResult
    public func signIn(_ email: String, password: String = TestOffice.password) async throws -> TestPage {
        // Tests side by side may sign in the same person; attempts under way hold back further ones until they have succeeded.
        for _ in 0..<40 {
            try await get("/sign-in")
            let page = try await submit(["email": email, "password": password])
            if page.status != .tooManyRequests { return page }
            try await Task.sleep(for: .milliseconds(250))
        }
        return try await submit(["email": email, "password": password])
    }
}
