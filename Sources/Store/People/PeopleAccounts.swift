public import Foundation
public import Grants
public import Money
import Postgres

/// Why an account was not made or changed.
public enum AccountRefusal: Error, Sendable, Hashable {
    /// The address is no mail address.
    case email
    /// The name is empty or longer than 200 characters.
    case name
    /// Somebody has an account with this address already.
    case taken
    /// The password is not fit.
    case password(PasswordRule.Refusal)
    /// There is no such organisation.
    case noSuchOrganisation
    /// The role does not fit the kind of organisation: agency's roles at the agency, applicants' roles elsewhere.
    case roleElsewhere
}

/// Making and closing accounts; done by an administrator at the command line.
extension People {
    /// Makes an account. Throws `AccountRefusal`.
    @discardableResult
    public func create(
        name: String,
        email: String,
        language: String = "lv",
        password: String?
    ) async throws -> Person.ID {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let email = Self.plain(email)
        guard !name.isEmpty, name.count <= 200 else { throw AccountRefusal.name }
        guard Self.looksLikeMail(email) else { throw AccountRefusal.email }
        let hash = try await hashed(password, name: name, email: email)
        return try await database.transaction { tx in
            guard let id = try await PersonRow.add(name: name, email: email, language: language, password: hash, in: tx)
            else {
                throw AccountRefusal.taken
            }
            try await Audit.add("person.created", of: "person", id, in: tx)
            return id
        }
    }

    /// Gives a person a new password and ends all sessions.
    public func setPassword(_ email: String, to password: String) async throws {
        let account = try await existing(email)
        let hash = try await hashed(password, name: account.name, email: account.email)
        try await database.transaction { tx in
            try await tx.run("UPDATE person SET password = \(hash) WHERE person_id = \(account.id)")
            try await tx.run("DELETE FROM session WHERE person_id = \(account.id)")
            try await Audit.add("person.password_changed", of: "person", account.id, in: tx)
        }
    }

    /// Closes an account at once: sessions end, signing in is refused, what the person did stays.
    public func disable(_ email: String, reason: String, at now: Date) async throws {
        let account = try await existing(email)
        try await database.transaction { tx in
            try await tx.run("UPDATE person SET disabled_at = \(now) WHERE person_id = \(account.id)")
            try await tx.run("DELETE FROM session WHERE person_id = \(account.id)")
            try await Audit.add("person.disabled", of: "person", account.id, reason: reason, in: tx)
        }
    }

    /// Gives a person a role in an organisation, found by its name; giving it again changes its days. Throws `AccountRefusal`.
    public func give(
        _ role: Role,
        to email: String,
        in organisation: String,
        from: Day,
        until: Day? = nil
    ) async throws {
        let account = try await existing(email)
        try await database.transaction { tx in
            guard let organisation = try await OrganisationRow.find(named: organisation, in: tx) else {
                throw AccountRefusal.noSuchOrganisation
            }
            guard role.fits(organisation.kind) else { throw AccountRefusal.roleElsewhere }
            try await tx.run(
                """
                INSERT INTO membership (person_id, organisation_id, role, from_day, until_day)
                VALUES (\(account.id), \(organisation.id), \(role), \(from), \(until))
                ON CONFLICT ON CONSTRAINT membership_once
                DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day
                """
            )
            try await Audit.add(
                "membership.given",
                of: "person",
                account.id,
                detail: ["organisation": organisation.id.description, "role": role.rawValue],
                in: tx
            )
        }
    }

    /// The partner's agreement that is in force on a day, if there is one.
    public func agreement(of organisation: Organisation.ID, on day: Day) async throws -> Agreement? {
        try await database.transaction { tx in try await AgreementRow.find(organisation, on: day, in: tx) }
    }

    private func existing(_ email: String) async throws -> Person {
        let email = Self.plain(email)
        let account = try await database.transaction { tx in try await PersonRow.account(email, in: tx)?.person }
        guard let account else { throw Missing() }
        return account
    }

    private func hashed(_ password: String?, name: String, email: String) async throws -> String? {
        guard let password else { return nil }
        do {
            try PasswordRule.check(password, name: name, email: email)
        } catch {
            throw AccountRefusal.password(error)
        }
        return try await passwords.hash(password)
    }

    private static func looksLikeMail(_ email: String) -> Bool {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), email.utf8.count <= 254 else { return false }
        return email.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value < 0x7F && !"<>,;:\"\\()".unicodeScalars.contains($0)
        }
    }
}
