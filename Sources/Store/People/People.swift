import Crypto
public import Foundation
public import Grants
public import Money
public import Postgres

/// Accounts, organisations and sessions.
public struct People: Sendable {
    let database: Database
    let passwords: Passwords
    /// How long new sessions last.
    public let terms: SessionTerms

    /// People over a database.
    public init(database: Database, passwords: Passwords, terms: SessionTerms = SessionTerms()) {
        self.database = database
        self.passwords = passwords
        self.terms = terms
    }

    /// What somebody typed to sign in, and from where.
    public struct Credentials: Sendable {
        /// The mail address as typed.
        public let email: String
        /// The password as typed.
        public let password: String
        /// The network address.
        public let address: String

        /// What somebody typed to sign in, and from where.
        public init(email: String, password: String, address: String) {
            self.email = email
            self.password = password
            self.address = address
        }
    }

    /// Signs somebody in under a new token; the browser's old session, if it had one, ends with it.
    ///
    /// The attempt is counted before the password is looked at, in a transaction of its own; no connection is held while the
    /// password is hashed. Throws `SignInRefusal`.
    public func signIn(
        _ credentials: Credentials,
        starting tokenHash: [UInt8],
        ending oldTokenHash: [UInt8]? = nil,
        at now: Date
    ) async throws -> SignedIn {
        let email = Self.plain(credentials.email)
        let account = Bytes(Array(SHA256.hash(data: Data(email.utf8))))
        let (known, attempt) = try await database.transaction { tx in
            let history = try await SignInAttemptRow.history(
                account: account,
                address: credentials.address,
                at: now,
                in: tx
            )
            if let seconds = SignInLimit.wait(after: history, at: now) { throw SignInRefusal.wait(seconds: seconds) }
            let id = try await SignInAttemptRow.add(account: account, address: credentials.address, at: now, in: tx)
            return (try await PersonRow.account(email, in: tx), id)
        }
        // No stored password is longer; an endless one only costs time.
        let password = String(credentials.password.prefix(PasswordRule.longest + 1))
        guard try await passwords.verify(password, against: known?.password), let known else {
            throw SignInRefusal.wrong
        }
        var renewed: String?
        if let stored = known.password, passwords.isOutdated(stored) { renewed = try await passwords.hash(password) }
        return try await start(
            known.person,
            under: Bytes(tokenHash),
            instead: oldTokenHash.map { Bytes($0) },
            attempt: attempt,
            renewed: renewed,
            at: now
        )
    }

    private func start(
        _ person: Person,
        under tokenHash: Bytes,
        instead old: Bytes?,
        attempt: Int64,
        renewed: String?,
        at now: Date
    ) async throws -> SignedIn {
        let terms = terms
        return try await database.transaction(TransactionSettings(person: person.id)) { tx in
            try await SignInAttemptRow.succeed(attempt, in: tx)
            if let renewed {
                try await tx.run("UPDATE person SET password = \(renewed) WHERE person_id = \(person.id)")
            }
            if let old { try await SessionRow.remove(old, in: tx) }
            let memberships = try await PersonRow.memberships(person.id, on: OfficeTime.day(of: now), in: tx)
            let only = memberships.count == 1 ? memberships.first?.organisation.id : nil
            try await SessionRow.add(tokenHash, person: person.id, organisation: only, terms: terms, at: now, in: tx)
            try await Audit.add("session.started", of: "person", person.id, in: tx)
            guard let found = try await tx.ask(SessionRow.find(tokenHash, at: now)) else {
                throw SignInRefusal.wrong
            }
            return found.signedIn
        }
    }

    /// The person behind a session, if it is neither ended, idle too long nor past its end.
    public func find(session tokenHash: [UInt8], at now: Date) async throws -> SignedIn? {
        guard let found = try await look(for: tokenHash, at: now) else { return nil }
        if found.isToBeNoted { try await stay(session: tokenHash, at: now) }
        return found.signedIn
    }

    /// The same without writing: whether the use is to be noted is left to whoever asks.
    public func look(for tokenHash: [UInt8], at now: Date) async throws -> (signedIn: SignedIn, isToBeNoted: Bool)? {
        guard let found = try await database.ask(SessionRow.find(Bytes(tokenHash), at: now)) else { return nil }
        return (found.signedIn, found.isToBeNoted)
    }

    /// The person says "I am still here".
    public func stay(session tokenHash: [UInt8], at now: Date) async throws {
        try await database.transaction { tx in try await SessionRow.note(Bytes(tokenHash), at: now, in: tx) }
    }

    /// Ends a session.
    public func signOut(_ signedIn: SignedIn, session tokenHash: [UInt8]) async throws {
        try await database.transaction(TransactionSettings(person: signedIn.person.id)) { tx in
            try await SessionRow.remove(Bytes(tokenHash), in: tx)
            try await Audit.add("session.ended", of: "person", signedIn.person.id, in: tx)
        }
    }

    /// The organisations a person may act for today.
    public func memberships(_ person: Person.ID, at now: Date) async throws -> [Membership] {
        try await database.transaction(TransactionSettings(person: person)) { tx in
            try await PersonRow.memberships(person, on: OfficeTime.day(of: now), in: tx)
        }
    }

    /// From now on the person acts for another organisation; `Missing` if the person has no role there.
    public func switchOrganisation(
        _ signedIn: SignedIn,
        session tokenHash: [UInt8],
        to organisation: Organisation.ID,
        at now: Date
    ) async throws -> Membership {
        let person = signedIn.person.id
        return try await database.transaction(TransactionSettings(person: person, organisation: organisation)) { tx in
            let memberships = try await PersonRow.memberships(person, on: OfficeTime.day(of: now), in: tx)
            guard let chosen = memberships.first(where: { $0.organisation.id == organisation }) else { throw Missing() }
            try await SessionRow.choose(organisation, for: Bytes(tokenHash), in: tx)
            try await Audit.add("session.organisation_chosen", of: "person", person, in: tx)
            return chosen
        }
    }

    /// Removes sessions that have ended and attempts that no longer count; says how many rows.
    public func sweep(at now: Date) async throws -> Int {
        try await database.transaction { tx in try await SessionRow.sweep(at: now, in: tx) }
    }

    static func plain(_ email: String) -> String {
        email.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }
}
