import Foundation
import Grants
import Postgres

enum SignInAttemptRow {
    /// What is known of an account and an address. Attempts on one account take turns from here to the end of the
    /// transaction, so that guesses sent side by side count one another.
    ///
    /// An address from which the account was signed in to within the day is held back only by its own mistakes: a stranger
    /// cannot keep the owner out.
    static func history(
        account: Bytes,
        address: String,
        at now: Date,
        in tx: Transaction
    ) async throws -> SignInLimit.History {
        try await tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(account.sqlText), 0))")
        let row = try await tx.row(
            """
            WITH recent AS (
                SELECT at, address, succeeded FROM sign_in_attempt
                 WHERE account_hash = \(account) AND at > \(now) - interval '1 day'
            ), known AS (
                SELECT EXISTS (SELECT FROM recent WHERE succeeded AND address = \(address)) AS here
            ), mistakes AS (
                SELECT at FROM recent, known
                 WHERE NOT succeeded AND (NOT known.here OR address = \(address))
                   AND at > coalesce((SELECT max(at) FROM recent WHERE succeeded AND (NOT known.here OR address = \(address))),
                                     '-infinity')
            )
            SELECT (SELECT count(*) FROM mistakes) AS account_mistakes,
                   (SELECT max(at) FROM mistakes) AS last_mistake,
                   (SELECT at FROM sign_in_attempt
                     WHERE address = \(address) AND NOT succeeded
                       AND at > \(now) - \(SignInLimit.addressWindow) * interval '1 second'
                     ORDER BY at DESC
                    OFFSET \(SignInLimit.addressMistakes - 1) LIMIT 1) AS address_blocked_by
            """
        )
        guard let row else { throw RowError.noSuchColumn("account_mistakes") }
        return try SignInLimit.History(
            accountMistakes: row.get("account_mistakes"),
            lastMistake: row.find("last_mistake"),
            addressBlockedBy: row.find("address_blocked_by")
        )
    }

    /// Notes an attempt as a mistake before the password is even looked at; a success takes it back.
    static func add(account: Bytes, address: String, at now: Date, in tx: Transaction) async throws -> Int64 {
        let row = try await tx.row(
            """
            INSERT INTO sign_in_attempt (at, account_hash, address, succeeded)
            VALUES (\(now), \(account), \(address), false)
            RETURNING sign_in_attempt_id
            """
        )
        guard let row else { throw RowError.noSuchColumn("sign_in_attempt_id") }
        return try row.get("sign_in_attempt_id")
    }

    static func succeed(_ id: Int64, in tx: Transaction) async throws {
        try await tx.run("UPDATE sign_in_attempt SET succeeded = true WHERE sign_in_attempt_id = \(id)")
    }
}
