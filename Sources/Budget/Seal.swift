public import Money
public import Postgres

/// The digest over all that was recorded until the end of a day, on top of the seal before.
public struct Seal: Sendable, Hashable {
    /// The day, by the clock of the office.
    public let day: Day
    /// The last move that it vouches for.
    public let last: Int64
    /// 32 bytes.
    public let digest: Bytes

    /// As it is written down outside the database: day, last move and digest, with spaces between.
    public var line: String { "\(day.iso) \(last) \(digest.hex)" }

    init(day: Day, last: Int64, digest: Bytes) {
        self.day = day
        self.last = last
        self.digest = digest
    }

    /// Reads such a line.
    public init?(line: String) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let day = Day(iso: parts[0]), let last = Int64(parts[1]) else { return nil }
        guard let digest = Bytes(sqlText: "\\x" + parts[2]), digest.array.count == 32 else { return nil }
        self.init(day: day, last: last, digest: digest)
    }
}

extension Ledger {
    /// Seals a day that is over, by default the last that has been over for an hour; sealed again it is the same seal.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func seal(_ day: Day? = nil) async throws -> Seal {
        do {
            // The first seal of an old ledger reads all of it.
            return try await database.transaction(.init([("statement_timeout", "30min")])) { tx in
                let row = try await tx.row("SELECT day, last_txn, digest FROM budget.seal_day(\(day?.iso)::date)")
                guard let row else { throw TransactionMisuse.ended }
                return try Self.seal(row)
            }
        } catch let error as PostgresError {
            throw error.constraint.flatMap(BudgetRule.init).map(BudgetRefusal.broken) ?? error
        }
    }

    /// All seals, the first day first.
    public static func seals(in tx: Postgres.Transaction) async throws -> [Seal] {
        try await tx.rows("SELECT day, last_txn, digest FROM budget.seals ORDER BY day").map(seal)
    }

    /// All seals, the first day first.
    public func seals() async throws -> [Seal] {
        try await database.transaction { try await Self.seals(in: $0) }
    }

    private static func seal(_ row: Row) throws -> Seal {
        let text: String = try row.get("day")
        guard let day = Day(iso: text) else { throw RowError.unreadable(column: "day", as: "Day") }
        return Seal(day: day, last: try row.get("last_txn"), digest: try row.get("digest"))
    }
}
