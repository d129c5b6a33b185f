public import Money
public import Postgres

/// One posting as it leaves the ledger in a file.
public struct ExportedPosting: Sendable, Hashable {
    /// The account, as it stands after the posting: as of a day, without what counts later.
    public let account: LedgerAccount
    /// The place of the posting in its account.
    public let version: Int64
    /// What came, or went if negative.
    public let amount: Euro
    /// Its move.
    public let move: RecordedMove
}

extension Ledger {
    /// All postings that count in a moment, account by account in the order of recording, however many there are.
    public static func export(
        _ moment: Moment = .now,
        in tx: Postgres.Transaction,
        _ each: @Sendable (ExportedPosting) async throws -> Void
    ) async throws {
        // As of a day a posting's own balance may count what comes later; the sum runs along the key and needs no sorting.
        let balance: SQL =
            if case .asOf = moment {
                "sum(p.amount) OVER (PARTITION BY p.account_id ORDER BY p.version)::bigint"
            } else {
                "p.balance_after"
            }
        try await tx.stream(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, \(balance) AS cents, p.version, p.amount, p.recorded_at,
                   \(RecordedMove.columns)
              FROM budget.postings p
              JOIN budget.moves t USING (txn_id)
              JOIN budget.place a USING (account_id)
             WHERE \(moment.counts)
             ORDER BY p.account_id, p.version
            """
        ) { row in
            try await each(
                ExportedPosting(
                    account: try LedgerAccount(row),
                    version: try row.get("version"),
                    amount: Euro(cents: try row.get("amount")),
                    move: try RecordedMove(row)
                )
            )
        }
    }
}
