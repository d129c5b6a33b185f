import Crypto
public import Foundation
import Grants
import Money
public import Postgres

/// Fills an office with a demonstration: invented people of real partners, calls and applications in every state.
///
/// Everything beyond the published facts says "Parauga" (sample) in its name. Only the ordinary verbs are used, so the
/// demonstration obeys every rule. Run again it changes nothing.
public struct Seed: Sendable {
    /// The password of every account of the demonstration, unless another is given.
    public static let password = "parauga parole 2026"

    let stores: Stores
    let database: Database
    let now: Date

    /// A demonstration around an instant: calls opened some days before it and end some weeks after.
    public init(stores: Stores, database: Database, now: Date) {
        self.stores = stores
        self.database = database
        self.now = OfficeTime.millisecond(now)
    }

    /// Makes the demonstration and says who can sign in to it.
    @discardableResult
    public func run(password: String = Seed.password) async throws -> [SeedAccount] {
        guard try await !isThere() else { return try await accounts() }
        guard try await isEmpty() else { throw SeedRefusal() }
        try await organisations()
        try await people(password)
        try await money()
        try await quotas()
        try await moves()
        let calls = try await publishCalls()
        for project in SeedProject.all { try await write(project, calls) }
        try await places(calls)
        try await askAndAnswer(calls)
        try await database.transaction { tx in try await Audit.add("demo.seeded", of: "demo", in: tx) }
        return SeedAccount.all
    }

    /// Invented people with a published password have no place beside real ones.
    private func isEmpty() async throws -> Bool {
        let known = SeedAccount.all.map(\.email)
        return try await database.transaction { tx in
            try await tx.row("SELECT 1 AS yes FROM person WHERE NOT lower(email) = ANY(\(known)) LIMIT 1") == nil
        }
    }

    /// Who can sign in to a demonstration made earlier, perhaps under the addresses of that time.
    private func accounts() async throws -> [SeedAccount] {
        let addresses = SeedAccount.all.flatMap { [$0.email, $0.formerEmail] }
        let rows = try await database.transaction { tx in
            try await tx.rows("SELECT email FROM person WHERE email = ANY(\(addresses)) ORDER BY person_id")
        }
        let there = Set(try rows.map { try $0.get("email", as: String.self) })
        return SeedAccount.all.compactMap { account in
            [account.email, account.formerEmail].first(where: there.contains).map(account.known)
        }
    }

    private func isThere() async throws -> Bool {
        try await database.transaction { tx in
            try await tx.row("SELECT 1 AS yes FROM audit_event WHERE subject = 'demo' AND verb = 'demo.seeded' LIMIT 1")
                != nil
        }
    }

    /// The invented partner, and agreements that the published list does not give.
    private func organisations() async throws {
        let today = OfficeTime.day(of: now)
        let lastYear = today.adding(days: -365) ?? today
        try await database.transaction { tx in
            try await tx.run(
                """
                INSERT INTO organisation (kind, name, region, invented)
                VALUES ('municipality', \(SeedAccount.inventedPartner), 'Vidzeme', true)
                ON CONFLICT ON CONSTRAINT organisation_name_once DO NOTHING
                """
            )
            try await tx.run(
                """
                INSERT INTO agreement (organisation_id, number, in_force_from, in_force_until)
                SELECT o.organisation_id, 'PARAUGS-' || coalesce(o.partner_position, 99),
                       \(lastYear), CASE WHEN o.invented THEN \(today.adding(days: -30)) ELSE DATE '2029-08-31' END
                  FROM organisation o
                 WHERE (o.partner_position <= 17 OR o.partner_position = 21 OR o.name = \(SeedAccount.inventedPartner))
                   AND NOT EXISTS (SELECT FROM agreement a WHERE a.organisation_id = o.organisation_id)
                """
            )
        }
    }

    private func people(_ password: String) async throws {
        let yesterday = OfficeTime.day(of: now).adding(days: -1) ?? OfficeTime.day(of: now)
        for account in SeedAccount.all {
            do {
                try await stores.people.create(name: account.name, email: account.email, password: password)
            } catch AccountRefusal.taken {
                // An earlier run was interrupted; the roles below may still be missing.
            }
            for place in account.places {
                try await stores.people.give(place.role, to: account.email, in: place.organisation, from: yesterday)
            }
        }
    }

    /// Somebody of the demonstration acting for an organisation.
    func visitor(_ email: String, in organisation: String) async throws -> Visitor {
        let account = try await database.transaction { tx in try await PersonRow.account(email, in: tx)?.person }
        guard let account else { throw Missing() }
        let memberships = try await stores.people.memberships(account.id, at: now)
        guard let place = memberships.first(where: { $0.organisation.name == organisation }) else { throw Missing() }
        return Visitor(person: account, organisation: place.organisation, roles: place.roles)
    }

    /// A day before or after today.
    func day(_ days: Int) -> Day {
        let today = OfficeTime.day(of: now)
        return today.adding(days: days) ?? today
    }

    /// The key of a form that this demonstration sends: the same in every run.
    static func key(_ name: String) -> UUID {
        let digest = Array(SHA256.hash(data: Data("kopiena.demo.\(name)".utf8)))
        return digest.withUnsafeBytes { bytes in UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) }
    }
}
