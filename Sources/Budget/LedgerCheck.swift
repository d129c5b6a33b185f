import Crypto
import Money
public import Postgres

/// The first thing that is wrong in the ledger.
public struct LedgerFault: Sendable, Hashable, CustomStringConvertible {
    /// The guarantee that does not hold: `L1` to `L11`, `verbs` for the list of legal moves, `eyes` for the second person.
    public let guarantee: String
    /// What and where, with keys.
    public let description: String

    init(_ guarantee: String, _ description: String) {
        self.guarantee = guarantee
        self.description = "\(guarantee): \(description)"
    }
}

/// How much a check looked at.
public struct LedgerSize: Sendable, Hashable {
    /// Accounts that ever moved.
    public var accounts = 0
    /// Postings.
    public var postings = 0
}

/// How far a check is.
public enum LedgerProgress: Sendable, Hashable, CustomStringConvertible {
    /// So many postings were walked over, of as many as the balances have counted.
    case postings(Int, of: Int)
    /// It asks the database this question over the whole ledger.
    case question(Int, of: Int)

    /// Some words.
    public var description: String {
        switch self {
        case .postings(let count, let total): "\(count) of \(total) postings"
        case .question(let number, let total): "question \(number) of \(total)"
        }
    }
}

/// Recomputes the whole ledger from its postings and looks for the first difference from what is stored. Reads only, in one
/// snapshot, with what the service may read; a posting that was changed, added or removed past the ledger breaks its chain, and
/// who links all chains anew breaks the seals.
public struct LedgerCheck: Sendable {
    typealias Look = @Sendable (Postgres.Transaction) async throws -> LedgerFault?

    private let database: Database

    /// A check of the ledger in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// What was looked at, and the first fault if there is one. However long it takes: no time limit holds for its statements.
    ///
    /// - Parameters:
    ///   - kept: the seals as they were written down outside the database, in their order.
    ///   - progress: hears how far it is.
    public func run(
        against kept: [Seal] = [],
        progress: @escaping @Sendable (LedgerProgress) -> Void = { _ in }
    ) async throws -> (size: LedgerSize, fault: LedgerFault?) {
        try await database.transaction(.none.unhurried.inOneSnapshot) { tx in
            let stored = try await Self.balances(in: tx)
            let total = stored.values.reduce(0) { $0 &+ Int($1.version) }
            progress(.postings(0, of: total))
            let walk = Walk(stored)
            try await tx.stream(
                """
                SELECT account_id, version, txn_id, amount, balance_after, recorded_micros, chain
                  FROM budget.postings
                 ORDER BY account_id, version
                """
            ) { row in
                let count = try walk.take(row)
                if count.isMultiple(of: 10_000) { progress(.postings(count, of: total)) }
            }
            progress(.postings(walk.postings, of: total))
            let size = LedgerSize(accounts: stored.count, postings: walk.postings)
            if let fault = walk.end() { return (size, fault) }
            let looks = SumLooks.all + RuleLooks.all + SplitLooks.all + NodeSumLooks.all + [SealLook(kept).look]
            for (number, look) in looks.enumerated() {
                progress(.question(number + 1, of: looks.count))
                if let fault = try await look(tx) { return (size, fault) }
            }
            return (size, nil)
        }
    }

    private static func balances(in tx: Postgres.Transaction) async throws -> [Int64: Walk.Account] {
        let rows = try await tx.rows("SELECT account_id, stage, cents, version, chain FROM budget.place")
        return try Dictionary(
            rows.map { row in
                let key: Int64 = try row.get("account_id")
                let account = try Walk.Account(
                    cents: row.get("cents"),
                    isSource: row.get("stage", as: String.self) == Stage.source.rawValue,
                    version: row.get("version"),
                    chain: row.get("chain", as: Bytes.self).array
                )
                return (key, account)
            }
        ) { first, _ in first }
    }
}
