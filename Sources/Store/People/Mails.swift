public import Foundation
public import Grants
public import Postgres

/// A letter by mail, as it was or will be sent.
public struct Mail: Sendable, Hashable {
    /// The key.
    public let id: Int64
    /// To whom.
    public let recipient: String
    /// The subject line.
    public let subject: String
    /// Plain text.
    public let body: String
    /// When it was written.
    public let createdAt: Date
    /// When it left; absent while it waits.
    public let sentAt: Date?

    /// A mail as stored.
    public init(id: Int64, recipient: String, subject: String, body: String, createdAt: Date, sentAt: Date?) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.createdAt = createdAt
        self.sentAt = sentAt
    }
}

/// Mail that left or will leave.
public struct Mails: Sendable {
    let database: Database

    /// Mail, the newest first, one more than asked for if there are more.
    public func list(before: Int64? = nil, limit: Int) async throws -> [Mail] {
        try await database.transaction { tx in
            try await tx.rows(
                """
                SELECT mail_id, recipient, subject, body, created_at, sent_at
                  FROM mail
                 WHERE mail_id < coalesce(\(before), 9223372036854775807)
                 ORDER BY mail_id DESC
                 LIMIT \(limit + 1)
                """
            ).map(MailRow.read)
        }
    }

    /// One mail.
    public func find(_ id: Int64) async throws -> Mail? {
        try await database.transaction { tx in try await MailRow.find(id, in: tx) }
    }

    /// The mail has left. Nothing happens if it had already.
    public func sent(_ id: Int64, at now: Date) async throws {
        _ = try await database.transaction { tx in
            try await tx.run("UPDATE mail SET sent_at = \(now) WHERE mail_id = \(id) AND sent_at IS NULL")
        }
    }
}

extension Mails {
    /// Forgets mail that left more than two years ago; says how much. What has not left stays until somebody has looked at it.
    public func sweep(at now: Date) async throws -> Int {
        try await database.transaction { tx in
            try await tx.run(
                """
                DELETE FROM mail
                 WHERE created_at < \(now) - interval '2 years' AND sent_at < \(now) - interval '2 years'
                """
            )
        }
    }
}

/// Writes mail in the transaction of its cause; a job sends it.
public enum MailRow {
    /// Adds a mail to a person, and the job that sends it.
    /// - Parameter cause: what the mail is about; for the same cause a person gets one mail, however often this is called.
    public static func add(
        to person: Person,
        subject: String,
        body: String,
        cause: String? = nil,
        in tx: Transaction
    ) async throws {
        let once = cause.map { "\($0)/\(person.id)" }
        try await add(person.id, person.email, subject: subject, body: body, once: once, in: tx)
    }

    /// Adds a mail to an address that belongs to no account.
    public static func add(to address: String, subject: String, body: String, in tx: Transaction) async throws {
        try await add(nil, address, subject: subject, body: body, once: nil, in: tx)
    }

    private static func add(
        _ person: Person.ID?,
        _ address: String,
        subject: String,
        body: String,
        once: String?,
        in tx: Transaction
    ) async throws {
        let row = try await tx.row(
            """
            INSERT INTO mail (person_id, recipient, subject, body, cause)
            VALUES (\(person), \(address), \(subject), \(body), \(once))
                ON CONFLICT ON CONSTRAINT mail_cause_once DO NOTHING
            RETURNING mail_id
            """
        )
        // No row: written before, and sent by the job added then.
        guard let id: Int64 = try row?.get("mail_id") else { return }
        try await JobRow.add(.mail, payload: ["mail": String(id)], in: tx)
    }

    static func find(_ id: Int64, in tx: Transaction) async throws -> Mail? {
        try await tx.row(
            "SELECT mail_id, recipient, subject, body, created_at, sent_at FROM mail WHERE mail_id = \(id)"
        ).map(read)
    }

    static func read(_ row: Row) throws -> Mail {
        try Mail(
            id: row.get("mail_id"),
            recipient: row.get("recipient"),
            subject: row.get("subject"),
            body: row.get("body"),
            createdAt: row.get("created_at"),
            sentAt: row.find("sent_at")
        )
    }
}
