public import Foundation
public import Postgres

/// Something to be done later, exactly described: any worker may take it, and doing it twice does no harm.
public struct Job: Sendable, Hashable {
    /// What is to be done. Every stage names its own kinds in an extension.
    public struct Kind: RawRepresentable, Sendable, Hashable, SQLValue {
        /// The name in the table.
        public let rawValue: String

        /// A kind of job by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Send one mail; payload `mail`.
        public static let mail = Kind(rawValue: "mail")

        /// What takes seconds each and is waited for least: what stands on the paper is on its page from the beginning.
        static let printing: [Kind] = [.receiptPaper, .callPaper]
    }

    /// The key.
    public let id: Int64
    /// What is to be done.
    public let kind: Kind
    /// With what: keys of rows, never their content.
    public let payload: [String: String]
    /// How many times it was begun, this time included.
    public let attempt: Int
}

/// Adds jobs to a transaction: they exist if and only if their cause does.
public enum JobRow {
    /// Adds a job, or several about the same thing; workers hear of it when the transaction commits.
    public static func add(
        _ kinds: Job.Kind...,
        payload: [String: String] = [:],
        at runAt: Date? = nil,
        in tx: Transaction
    ) async throws {
        try tx.add(
            """
            INSERT INTO job (kind, payload, run_at)
            SELECT kind, \(try JSON(payload)), coalesce(\(runAt), clock_timestamp())
              FROM unnest(\(kinds.map(\.rawValue))) AS kind
            """
        )
    }
}
