public import Money
public import Postgres

/// Writes the trail: who did what, when and why, in the same transaction as the change. Who acts and for which
/// organisation comes from the transaction's settings.
public enum Audit {
    /// Adds an event.
    /// - Parameters:
    ///   - verb: `call.published`: the thing and what happened to it.
    ///   - subject: the table's name, `call`.
    ///   - id: the row's key.
    ///   - detail: facts worth keeping; never a password, a token or a whole text.
    ///   - reason: the person's own words, where a reason was asked for.
    public static func add<Entity>(
        _ verb: String,
        of subject: String,
        _ id: Identifier<Entity>,
        detail: [String: String] = [:],
        reason: String? = nil,
        in tx: Transaction
    ) async throws {
        try await add(verb, of: subject, key: id.rawValue, detail: detail, reason: reason, in: tx)
    }

    /// A statement that adds an event for each row of `source`, to stand behind WITH: where only the database knows whether anything
    /// was done.
    static func adding<Entity>(
        _ verb: String,
        of subject: String,
        _ id: Identifier<Entity>,
        detail: SQL,
        from source: SQL
    ) -> SQL {
        """
        INSERT INTO audit_event (verb, subject, subject_id, detail)
        SELECT \(verb), \(subject), \(id.rawValue), \(detail) FROM \(source)
        """
    }

    /// Adds an event of a thing without a numeric key of its own.
    public static func add(
        _ verb: String,
        of subject: String,
        key: Int64? = nil,
        detail: [String: String] = [:],
        reason: String? = nil,
        in tx: Transaction
    ) async throws {
        try tx.add(
            """
            INSERT INTO audit_event (verb, subject, subject_id, detail, reason)
            VALUES (\(verb), \(subject), \(key), \(try JSON(detail)), \(reason))
            """
        )
    }
}
