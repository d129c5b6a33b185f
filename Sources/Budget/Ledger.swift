import Money
public import Postgres

/// The one way money moves. The database decides: whatever is refused here has changed nothing.
public struct Ledger: Sendable {
    let database: Database

    /// The ledger in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// Posts a move in a transaction of its own; says what is missing where it is refused.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func post(_ posting: Posting, as settings: TransactionSettings) async throws -> Posted {
        do {
            return try await database.transaction(settings) { try await Self.post(posting, in: $0) }
        } catch let error as PostgresError {
            throw try await refusal(error, of: posting.move, as: settings)
        }
    }

    /// Posts a move as part of somebody else's transaction. A refusal, `PostgresError`, ends that transaction; `refusal` says
    /// afterwards what was missing.
    @discardableResult
    public static func post(_ posting: Posting, in tx: Postgres.Transaction) async throws -> Posted {
        let entries = posting.move.entries
        let row = try await tx.row(
            """
            SELECT txn, is_new
              FROM budget.move(\(posting.key), \(posting.move.verb.rawValue), \(posting.effective.iso)::date, \(posting.reason),
                               \(posting.cause), \(entries.map(\.place.node.rawValue)), \(entries.map(\.place.stage.rawValue)),
                               \(SQL.texts(entries.map { $0.place.document?.text })), \(entries.map(\.amount.cents)))
            """
        )
        guard let row else { throw TransactionMisuse.ended }
        let posted = Posted(id: Posted.ID(try row.get("txn")), isNew: try row.get("is_new"))
        if posted.isNew { tx.hint(channel) }
        return posted
    }

    /// Why the database refused a move: with sums where money is missing. Another error is given back as it is.
    public func refusal(
        _ error: PostgresError,
        of move: Move,
        as settings: TransactionSettings
    ) async throws -> any Error {
        guard let refusal = BudgetRefusal(error) else { return error }
        guard refusal == .broken(.notOverspent) else { return refusal }
        let goes = move.entries.filter { $0.amount < .zero && $0.place.stage != .source }
        // The refusal stands, also if nobody can say any more how much was there.
        let places = try? await database.transaction(settings) { try await PlaceRow.now(goes.map(\.place), in: $0) }
        for entry in goes where places != nil {
            let (needed, there) = (Euro.zero - entry.amount, places?[entry.place]?.balance ?? .zero)
            if there < needed {
                let code = places?[entry.place]?.code ?? ""
                return BudgetRefusal.short(needed: needed, there: there, stage: entry.place.stage, node: code)
            }
        }
        // Money has come since: the same move may well succeed now.
        return refusal
    }
}
