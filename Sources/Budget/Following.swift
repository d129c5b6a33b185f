public import Money
import Postgres

/// What somebody hears who follows the ledger.
public enum LedgerChange: Sendable, Hashable {
    /// Listening has begun, for the first time or anew: every move up to this one is there to be read, those after it follow.
    case listening(after: Posted.ID)
    /// Moves that were recorded, in the order of their keys.
    case moves([RecordedMove])
}

extension Ledger {
    /// On which it is told that something was recorded.
    static let channel = "budget"

    /// Gives every move that is recorded from now on, each once and in the order of keys, until the task is cancelled.
    ///
    /// A hint comes soon after the commit; one that is lost only delays what it was for, since everybody looks seldom without one as
    /// well. While the database is away nothing comes, and nothing is missed. A move waits for those with smaller keys that are
    /// still being written.
    ///
    /// Throws what `each` throws.
    /// - Parameters:
    ///   - known: the last move that is known already; nothing to begin with what is recorded after the first look.
    ///   - rest: how long to wait for a hint before looking without one.
    public func follow(
        after known: Posted.ID? = nil,
        lookingAfter rest: Duration = .seconds(5),
        _ each: (LedgerChange) async throws -> Void
    ) async throws {
        var (last, isToSay) = (known, true)
        for try await hint in database.listen(Self.channel, remindingAfter: rest) {
            if hint.isBeginning { isToSay = true }
            // While the database is away, the next hint or the next look without one goes on from where this one came to.
            guard let limit = try await ifReachable({ try await settled(after: last) }) else { continue }
            var from = last ?? limit
            if isToSay { try await each(.listening(after: from)) }
            isToSay = false
            while from < limit, let moves = try await ifReachable({ try await recorded(after: from, upTo: limit) }) {
                if !moves.isEmpty { try await each(.moves(moves)) }
                from = moves.last?.id ?? limit
            }
            last = from
        }
    }

    private func ifReachable<Answer>(_ ask: () async throws -> Answer) async throws -> Answer? {
        do {
            return try await ask()
        } catch is DatabaseUnavailable {
            return nil
        }
    }

    /// The last move up to which it is certain what became of every key.
    ///
    /// Keys are not committed in their order: a smaller one may still be under way. Whoever draws one holds a lock on the table
    /// from before that until the end of the transaction, so that those who hold it after a key was seen are all that can bring a
    /// smaller one. The lock goes after the commit can be seen.
    private func settled(after known: Posted.ID?) async throws -> Posted.ID {
        let found = try await database.answers([
            "SELECT coalesce(max(txn_id), 0) AS last FROM budget.moves", Self.writers("true"),
        ])
        let last = Posted.ID(try found[0].first?.get("last") ?? 0)
        var writers = try found[1].map { try $0.get("writer", as: String.self) }
        while !writers.isEmpty, known.map({ $0 < last }) ?? true {
            try await Task.sleep(for: .milliseconds(20))
            let left = try await database.answers([Self.writers("l.virtualtransaction = ANY (\(writers))")])
            writers = try left[0].map { try $0.get("writer") }
        }
        return last
    }

    private static func writers(_ condition: SQL) -> SQL {
        """
        SELECT l.virtualtransaction AS writer
          FROM pg_locks l
         WHERE l.relation = 'budget.txn'::regclass AND l.mode = 'RowExclusiveLock'
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND \(condition)
        """
    }

    private func recorded(after: Posted.ID, upTo last: Posted.ID) async throws -> [RecordedMove] {
        let rows = try await database.answers([
            """
            SELECT \(RecordedMove.columns), coalesce(p.recorded_at, t.recorded_at) AS recorded_at
              FROM budget.moves t
              LEFT JOIN LATERAL (SELECT max(recorded_at) AS recorded_at
                                   FROM budget.postings
                                  WHERE txn_id = t.txn_id) p ON true
             WHERE t.txn_id > \(after.rawValue) AND t.txn_id <= \(last.rawValue)
             ORDER BY t.txn_id
             LIMIT 200
            """
        ])
        return try rows[0].map { try RecordedMove($0) }
    }
}
