public import Money
public import Postgres

/// One move with what it did to each of its accounts.
public struct MoveRead: Sendable, Hashable {
    /// The move.
    public let move: RecordedMove
    /// The move by which it was undone.
    public let reversedBy: Posted.ID?
    /// What moved: the sum of all that came, which equals the sum of all that went.
    public let total: Euro
    /// How many accounts it touched.
    public let count: Int
    /// Its postings in the order of their accounts; of a large batch some.
    public let entries: [MoveEntry]
    /// The last account shown, if there are more.
    public let next: LedgerAccount.ID?
}

/// What a move did to one account.
public struct MoveEntry: Sendable, Hashable {
    /// The account as it stood after the move.
    public let account: LedgerAccount
    /// What came, or went if negative.
    public let amount: Euro
    /// The place of the posting in its account.
    public let version: Int64
}

extension Ledger {
    /// A move; nothing if there is none with this key. Two statements in one round trip.
    /// - Parameter account: the last account of the page before, of a large batch.
    public static func move(
        _ id: Posted.ID,
        after account: LedgerAccount.ID? = nil,
        size: Int = 200,
        in tx: Postgres.Transaction
    ) async throws -> MoveRead? {
        let head = Query(
            """
            SELECT \(RecordedMove.columns), r.txn_id AS reversed_by, s.recorded_at, s.total, s.count
              FROM budget.moves t
              LEFT JOIN budget.moves r ON r.reverses = t.txn_id
             CROSS JOIN LATERAL (SELECT max(p.recorded_at) AS recorded_at, count(*) AS count,
                                        sum(p.amount) FILTER (WHERE p.amount > 0)::bigint AS total
                                   FROM budget.postings p
                                  WHERE p.txn_id = t.txn_id) s
             WHERE t.txn_id = \(id.rawValue)
            """
        ) { $0.first }
        let postings = Query(
            """
            SELECT a.account_id, a.node_id, a.code, a.stage, a.document, p.balance_after AS cents, p.amount, p.version
              FROM budget.postings p
              JOIN budget.place a USING (account_id)
             WHERE p.txn_id = \(id.rawValue) AND p.account_id > \(account?.rawValue ?? 0)
             ORDER BY p.account_id
             LIMIT \(size + 1)
            """
        ) { rows in try rows.map(entry) }
        let (found, entries) = try await tx.ask(head, postings)
        guard let row = found else { return nil }
        return MoveRead(
            move: try RecordedMove(row),
            reversedBy: try row.find("reversed_by").map { Posted.ID($0) },
            total: Euro(cents: try row.get("total")),
            count: try row.get("count"),
            entries: Array(entries.prefix(size)),
            next: entries.count > size ? entries[size - 1].account.id : nil
        )
    }

    private static func entry(_ row: Row) throws -> MoveEntry {
        MoveEntry(
            account: try LedgerAccount(row),
            amount: Euro(cents: try row.get("amount")),
            version: try row.get("version")
        )
    }
}
