import Foundation
import Grants
import Money
import Postgres

/// A person with what only signing in needs.
struct Account {
    let person: Person
    let password: String?
}

enum PersonRow {
    /// For a table called `p`.
    static let columns: SQL = "p.person_id, p.name AS person_name, p.email, p.language"

    static func read(_ row: Row) throws -> Person {
        try Person(
            id: row.get("person_id"),
            name: row.get("person_name"),
            email: row.get("email"),
            language: row.get("language")
        )
    }

    /// The open account of an address.
    static func account(_ email: String, in tx: Transaction) async throws -> Account? {
        try await tx.row(
            "SELECT \(columns), p.password FROM person p WHERE p.email = \(email) AND p.disabled_at IS NULL"
        ).map { try Account(person: read($0), password: $0.find("password")) }
    }

    static func add(
        name: String,
        email: String,
        language: String,
        password: String?,
        in tx: Transaction
    ) async throws -> Person.ID? {
        try await tx.row(
            """
            INSERT INTO person (name, email, language, password)
            VALUES (\(name), \(email), \(language), \(password))
            ON CONFLICT ON CONSTRAINT person_email_once DO NOTHING
            RETURNING person_id
            """
        )?.get("person_id")
    }

    /// Organisations a person has a role in on a day, with the roles; Latvian order of names.
    static func memberships(_ person: Person.ID, on day: Day, in tx: Transaction) async throws -> [Membership] {
        try await tx.rows(
            """
            SELECT \(OrganisationRow.columns), array_agg(m.role ORDER BY m.role) AS roles
              FROM membership m
              JOIN organisation o USING (organisation_id)
             WHERE m.person_id = \(person) AND m.from_day <= \(day) AND (m.until_day IS NULL OR m.until_day >= \(day))
             GROUP BY o.organisation_id
             ORDER BY o.name, o.organisation_id
            """
        ).map { try Membership(organisation: OrganisationRow.read($0), roles: Set($0.get("roles", as: [Role].self))) }
    }
}
