public import Budget
public import Grants
public import Money
import Postgres

/// The ledger, to read: statements of accounts, moves, the life of documents, and what partners hold.
public struct Books: Sendable {
    let database: Database

    /// An account and a page of its postings; nothing if there is no such account. Three statements, two more where the sources are told
    /// apart.
    /// - Parameter day: whose rate between the sources counts; nothing where they are not told apart.
    public func statement(
        _ filter: StatementFilter,
        at position: StatementPosition = .first,
        splitOn day: Day? = nil,
        for visitor: Visitor
    ) async throws -> Named<StatementSheet>? {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.statement(filter, at: position, in: tx) else { return nil }
            let account = found.statement.account
            let sheet = StatementSheet(
                statement: found.statement,
                page: found.page,
                parts: try await Self.parts(of: found.page.lines.map(\.move.id), at: [account], on: day, in: tx)
            )
            return try await Named(sheet, people: found.page.lines.flatMap(\.move.people), in: tx)
        }
    }

    /// A move with its postings; nothing if there is none with this key. Three statements, two more where the sources are told apart.
    /// - Parameters:
    ///   - day: whose rate between the sources counts; nothing where they are not told apart.
    ///   - account: the last account of the page before, of a large batch.
    public func move(
        _ id: Posted.ID,
        splitOn day: Day? = nil,
        after account: LedgerAccount.ID?,
        for visitor: Visitor
    ) async throws -> Named<MoveSheet>? {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.move(id, after: account, in: tx) else { return nil }
            let sheet = MoveSheet(
                move: found,
                parts: try await Self.parts(of: [id], at: found.entries.map(\.account), on: day, in: tx)
            )
            return try await Named(sheet, people: found.move.people, in: tx)
        }
    }

    /// The money of a document; nothing if the ledger does not know it. Three statements, two more where the sources are told apart.
    /// - Parameter day: whose rate between the sources counts; nothing where they are not told apart.
    public func life(
        of document: DocumentReference,
        _ moment: Budget.Moment,
        splitOn day: Day? = nil,
        for visitor: Visitor
    ) async throws -> DocumentSheet? {
        try await read(for: visitor) { tx in
            guard let found = try await Ledger.life(of: document, moment, in: tx) else { return nil }
            let places = found.nodes.map { HoldingPlace(node: $0, document: document) }
            let rate = try await Self.rate(over: found.nodes.first, on: day, in: tx)
            var parts: DocumentParts?
            if let rate { parts = try await Ledger.parts(of: places, at: rate, moment, in: tx) }
            return DocumentSheet(
                life: try await Named(found, people: found.moves.flatMap(\.move.people), in: tx),
                parts: parts
            )
        }
    }

    /// All postings of an account that a filter selects, in batches; nothing if there is no such account. One statement, one more where
    /// the sources are told apart.
    /// - Parameter day: whose rate between the sources counts; nothing where they are not told apart.
    public func export(_ filter: StatementFilter, splitOn day: Day? = nil, batch: Int = 500, for visitor: Visitor)
        async throws -> StatementBatches?
    {
        try await read(for: visitor) { tx in
            guard let account = try await Ledger.account(filter.account, filter.moment, in: tx) else { return nil }
            return StatementBatches(
                account: account,
                rate: try await Self.rate(over: account.node, on: day, in: tx),
                database: database,
                filter: filter,
                size: batch,
                visitor: visitor
            )
        }
    }

    private static func rate(over node: Node.ID?, on day: Day?, in tx: Transaction) async throws -> SourceRate? {
        guard let node, let day else { return nil }
        return try await Ledger.terms(over: node, on: day, in: tx).rate
    }

    private static func parts(of moves: [Posted.ID], at accounts: [LedgerAccount], on day: Day?, in tx: Transaction)
        async throws -> PostingParts?
    {
        guard let rate = try await rate(over: accounts.first?.node, on: day, in: tx) else { return nil }
        return try await Ledger.parts(of: moves, at: accounts, at: rate, in: tx)
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
    /// Who pays of them; nothing where nobody asks, and on days without a rate.
    public let parts: PostingParts?
}

/// A move with its postings.
public struct MoveSheet: Sendable, Hashable {
    /// The move.
    public let move: MoveRead
    /// Who pays of its postings; nothing where nobody asks, and on days without a rate.
    public let parts: PostingParts?
}

/// The money of a document.
public struct DocumentSheet: Sendable {
    /// Its life.
    public let life: Named<DocumentLife>
    /// Who pays what it holds; nothing where nobody asks, and on days without a rate.
    public let parts: DocumentParts?
}
