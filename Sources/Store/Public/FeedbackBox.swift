public import Foundation
public import Grants
import Postgres

/// What a visitor tells the office.
public struct Feedback: Sendable, Hashable {
    /// The longest text, as the column has it.
    public static let longestText = 5000
    /// The longest page name, as the column has it.
    public static let longestPage = 300
    /// The longest address, as the column has it.
    public static let longestReplyTo = 254

    /// The form's key: sent twice, told once.
    public let key: UUID
    /// About which page; may be empty.
    public let page: String
    /// The message.
    public let text: String
    /// Where to answer, if the visitor wants an answer.
    public let replyTo: String?

    /// A message.
    public init(key: UUID, page: String, text: String, replyTo: String?) {
        self.key = key
        self.page = page
        self.text = text
        self.replyTo = replyTo
    }
}

/// A message as the office reads it.
public struct FeedbackNote: Sendable, Hashable {
    /// The number the visitor was told.
    public let number: Int64
    /// When it came.
    public let at: Date
    /// About which page.
    public let page: String
    /// The message.
    public let text: String
    /// Where to answer.
    public let replyTo: String?
}

/// The feedback channel (MK 445 p.9).
public struct FeedbackBox: Sendable {
    let database: Database

    /// Takes a message and answers its number. The same form sent again gives the same number.
    public func put(_ feedback: Feedback, by visitor: Visitor? = nil) async throws -> Int64 {
        let settings = visitor.map { TransactionSettings($0) } ?? .none
        return try await database.transaction(settings) { tx in
            let row = try await tx.row(
                """
                INSERT INTO feedback (key, page, text, reply_to)
                VALUES (\(feedback.key), \(feedback.page), \(feedback.text), \(feedback.replyTo))
                ON CONFLICT (key) DO NOTHING
                RETURNING feedback_id
                """
            )
            guard let number: Int64 = try row?.get("feedback_id") else {
                return try await number(of: feedback.key, in: tx)
            }
            try await Audit.add("feedback.given", of: "feedback", key: number, in: tx)
            return number
        }
    }

    /// Messages, the newest first, one more than asked for if there are more.
    public func list(before: Int64? = nil, limit: Int) async throws -> [FeedbackNote] {
        try await database.transaction(.none) { tx in
            try await tx.rows(
                """
                SELECT feedback_id, at, page, text, reply_to
                  FROM feedback
                 WHERE feedback_id < coalesce(\(before), 9223372036854775807)
                 ORDER BY feedback_id DESC
                 LIMIT \(limit + 1)
                """
            ).map { row in
                try FeedbackNote(
                    number: row.get("feedback_id"),
                    at: row.get("at"),
                    page: row.get("page"),
                    text: row.get("text"),
                    replyTo: row.find("reply_to")
                )
            }
        }
    }

    /// Forgets messages older than two years; says how many. That one came stays in the trail.
    public func sweep(at now: Date) async throws -> Int {
        try await database.transaction(.none) { tx in
            try await tx.run("DELETE FROM feedback WHERE at < \(now) - interval '2 years'")
        }
    }

    private func number(of key: UUID, in tx: Transaction) async throws -> Int64 {
        guard let row = try await tx.row("SELECT feedback_id FROM feedback WHERE key = \(key)") else { throw Missing() }
        return try row.get("feedback_id")
    }
}
