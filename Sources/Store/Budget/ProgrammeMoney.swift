public import Budget
public import Grants
public import Money
import Postgres

/// One line's money with all that lies under it, at a moment.
public struct LineSheet: Sendable, Hashable {
    /// The line.
    public let line: LineSums
    /// The lines that are parts of it, in the order of the law.
    public let parts: [LineSums]
    /// Its calls and quotas and those of its parts, in the order of the tree.
    public let nodes: [NodeSums]
    /// Who holds which quota: names by the holders of the nodes.
    public let holders: [DocumentReference: String]
    /// The documents asked for.
    public let documents: DocumentPage
    /// Who pays what these hold; nothing where nobody asks, and on days without a rate.
    public let documentParts: DocumentParts?
    /// What holds for the whole programme.
    public let terms: ProgrammeTerms
}

/// Which documents of a line are asked for.
public struct DocumentChoice: Sendable, Hashable {
    /// Only what holds money at this stage.
    public var stage: Stage?
    /// Only what holds money at this call or quota.
    public var node: String?
    /// Where the page begins.
    public var position: DocumentPosition

    /// All, from the beginning, unless told otherwise.
    public init(stage: Stage? = nil, node: String? = nil, position: DocumentPosition = .first) {
        self.stage = stage
        self.node = node
        self.position = position
    }
}

/// The programme's money as the agency's people read it; nothing here moves any.
public struct ProgrammeMoney: Sendable {
    let database: Database

    /// All lines with their sums. Three statements.
    /// - Parameters:
    ///   - day: whose rate between the sources counts.
    ///   - splits: whether the sources of what was booked are told apart.
    public func overview(_ moment: Budget.Moment, on day: Day, splits: Bool = true, for visitor: Visitor) async throws
        -> ProgrammeSums
    {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let nodes = try await Ledger.overview(moment, splits: splits, in: tx)
            let lines = try await Ledger.lines(moment, in: tx)
            guard let programme = nodes.first(where: { $0.node.kind == .programme }) else { throw Missing() }
            let terms = try await Ledger.terms(over: programme.node.id, on: day, in: tx)
            guard let sums = ProgrammeSums(nodes, lines, terms) else { throw Missing() }
            return sums
        }
    }

    /// One line with its nodes and some of its documents; nothing if there is no such line. Four statements, one more where there are
    /// quotas, one more where the sources are told apart.
    /// - Parameter splits: whether the sources of what was booked are told apart.
    public func line(
        _ code: String,
        _ moment: Budget.Moment,
        on day: Day,
        _ choice: DocumentChoice,
        splits: Bool = true,
        for visitor: Visitor
    ) async throws -> LineSheet? {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let all = try await Ledger.overview(moment, under: code, splits: splits, in: tx)
            let lines = LineSums.all(all, try await Ledger.lines(moment, in: tx))
            guard let line = lines.first(where: { $0.line.code == code }) else { return nil }
            let nodes = all.filter { $0.node.kind != .line }
            let asked = choice.node.map { name in nodes.filter { $0.node.code == name } } ?? nodes
            let documents = try await Ledger.documents(
                at: asked.map(\.node.id),
                holding: choice.stage.map { [$0] } ?? [],
                moment,
                from: choice.position,
                in: tx
            )
            let terms = try await Ledger.terms(over: line.node.node.id, on: day, in: tx)
            return LineSheet(
                line: line,
                parts: lines.filter { $0 != line },
                nodes: nodes,
                holders: try await Self.names(of: nodes.compactMap(\.node.holder), in: tx),
                documents: documents,
                documentParts: try await Self.parts(of: documents.rows, at: splits ? terms.rate : nil, moment, in: tx),
                terms: terms
            )
        }
    }
}

extension ProgrammeMoney {
    /// Who pays what documents hold; nothing without a rate.
    static func parts(of documents: [HeldDocument], at rate: SourceRate?, _ moment: Budget.Moment, in tx: Transaction)
        async throws -> DocumentParts?
    {
        guard let rate else { return nil }
        return try await Ledger.parts(of: documents.map(\.place), at: rate, moment, in: tx)
    }

    /// The names of partners who hold quotas.
    static func names(of holders: [DocumentReference], in tx: Transaction) async throws
        -> [DocumentReference: String]
    {
        let keys = holders.filter { $0.kind == "partner" }.compactMap { Int64($0.key) }
        guard !keys.isEmpty else { return [:] }
        let rows = try await tx.rows(
            "SELECT organisation_id, name FROM organisation WHERE organisation_id = ANY (\(keys))"
        )
        var names: [DocumentReference: String] = [:]
        for row in rows {
            let key = String(try row.get("organisation_id", as: Int64.self))
            guard let holder = DocumentReference(kind: "partner", key: key) else { continue }
            names[holder] = try row.get("name", as: String.self)
        }
        return names
    }
}

extension Visitor {
    /// Whether this person reads the programme's money.
    var readsMoney: Bool {
        isStaff && has(.officer, .finance, .auditor)
    }

    /// Whether this person proposes, plans and agrees to what becomes of it.
    var decidesMoney: Bool {
        isStaff && has(.officer, .finance)
    }
}
