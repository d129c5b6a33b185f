public import Budget
public import Grants
public import Money
import Postgres

/// The ledger, to read: statements of accounts, moves, the life of documents, and what partners hold.
public struct Books: Sendable {
    let database: Database

    /// An account and a page of its postings; nothing if there is no such account. Three statements.
    public func statement(
        _ filter: StatementFilter,
        at position: StatementPosition = .first,
        for visitor: Visitor
    ) async throws -> Named<StatementSheet>? {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.statement(filter, at: position, in: tx) else { return nil }
            let sheet = StatementSheet(statement: found.statement, page: found.page)
            return try await Named(sheet, people: found.page.lines.flatMap(\.move.people), in: tx)
        }
    }

    /// An account by its key, with what stands there. One statement.
    public func account(_ id: LedgerAccount.ID, _ moment: Budget.Moment, for visitor: Visitor) async throws
        -> LedgerAccount?
    {
        try await read(for: visitor) { try await Ledger.account(id, moment, in: $0) }
    }

    /// A move with its postings; nothing if there is none with this key. Three statements.
    /// - Parameter account: the last account of the page before, of a large batch.
    public func move(_ id: Posted.ID, after account: LedgerAccount.ID?, for visitor: Visitor) async throws -> Named<
        MoveRead
    >? {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.move(id, after: account, in: tx) else { return nil }
            return try await Named(found, people: found.move.people, in: tx)
        }
    }

    /// The money of a document; nothing if the ledger does not know it. Three statements.
    public func life(of document: DocumentReference, _ moment: Budget.Moment, for visitor: Visitor) async throws
        -> Named<DocumentLife>?
    {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.life(of: document, moment, in: tx) else { return nil }
            return try await Named(found, people: found.moves.flatMap(\.move.people), in: tx)
        }
    }

    /// All postings a filter selects, in batches.
    public func export(_ filter: StatementFilter, batch: Int = 500, for visitor: Visitor) throws -> StatementBatches {
        guard visitor.readsMoney else { throw Missing() }
        return StatementBatches(database: database, filter: filter, size: batch, visitor: visitor)
    }

    private func read<Found: Sendable>(
        for visitor: Visitor,
        _ work: @escaping @Sendable (Transaction) async throws -> Found?
    ) async throws -> Found? {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor), work)
    }
}

/// An account and a page of its postings.
public struct StatementSheet: Sendable, Hashable {
    /// The account and what the selection adds up to.
    public let statement: Statement
    /// The postings.
    public let page: StatementPage
}
