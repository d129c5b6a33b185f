public import Money
public import Postgres

extension Ledger {
    /// An account and a page of its postings; nothing if there is no such account. Two statements in one round trip.
    public static func statement(
        _ filter: StatementFilter,
        at position: StatementPosition = .first,
        size: Int = 50,
        in tx: Postgres.Transaction
    ) async throws -> (statement: Statement, page: StatementPage)? {
        let (statement, page) = try await tx.ask(
            StatementRow.head(filter),
            StatementRow.page(filter, at: position, size: size)
        )
        return statement.map { ($0, page) }
    }

    /// An account by its key, with what stands there. One statement.
    public static func account(_ id: LedgerAccount.ID, _ moment: Moment = .now, in tx: Postgres.Transaction)
        async throws
        -> LedgerAccount?
    {
        try await tx.row(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, \(moment.balance) AS cents
              FROM budget.place a
             WHERE a.account_id = \(id.rawValue)
            """
        ).map(LedgerAccount.init)
    }

    /// A page of an account's postings, without sums. One statement.
    public static func postings(
        _ filter: StatementFilter,
        at position: StatementPosition,
        size: Int,
        in tx: Postgres.Transaction
    ) async throws -> StatementPage {
        try await tx.ask(StatementRow.page(filter, at: position, size: size))
    }
}
