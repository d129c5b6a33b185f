public import Budget
public import Grants
public import Money
import Postgres

/// The documents that hold a line's money, to take away: read in batches, each in a transaction of its own, so that an export to a
/// slow reader holds no connection. No document is left out or given twice; sums are those of the moment, or of the batch for now.
public struct LineDocumentBatches: AsyncSequence, Sendable {
    /// The line.
    public let line: Line
    /// Its calls and quotas and those of its parts.
    public let nodes: [NodeSums]
    /// Who holds which quota: names by the holders of the nodes.
    public let holders: [DocumentReference: String]
    /// By what rate it is told who pays; nothing where nobody asks, and on days without a rate.
    public let rate: SourceRate?
    let asked: [Node.ID]
    let stages: [Stage]
    let moment: Budget.Moment
    let size: Int
    let database: Database
    let visitor: Visitor

    /// Some of the documents.
    public struct Batch: Sendable {
        /// The documents.
        public let documents: [HeldDocument]
        /// Who pays what they hold, where somebody asks.
        public let parts: DocumentParts?
    }

    /// Reads batch after batch.
    public struct Iterator: AsyncIteratorProtocol {
        let batches: LineDocumentBatches
        var position: DocumentPosition?

        /// The next batch, never empty.
        public mutating func next() async throws -> Batch? {
            guard let position else { return nil }
            let batches = batches
            let (page, parts) = try await batches.database.transaction(TransactionSettings(batches.visitor)) { tx in
                let page = try await Ledger.documents(
                    at: batches.asked,
                    holding: batches.stages,
                    batches.moment,
                    from: position,
                    size: batches.size,
                    in: tx
                )
                return (page, try await ProgrammeMoney.parts(of: page.rows, at: batches.rate, batches.moment, in: tx))
            }
            self.position = page.hasNext ? page.rows.last.map { .after($0.document) } : nil
            return page.rows.isEmpty ? nil : Batch(documents: page.rows, parts: parts)
        }
    }

    /// Begins with the first document.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: self, position: .first)
    }
}

extension ProgrammeMoney {
    /// The documents of a line in batches; nothing if there is no such line. Two statements, one more where there are quotas, and one
    /// where the sources are told apart; a batch is one statement, or two.
    /// - Parameters:
    ///   - choice: which documents; all pages of them.
    ///   - day: whose rate between the sources counts; nothing where they are not told apart.
    public func documents(
        of code: String,
        _ moment: Budget.Moment,
        _ choice: DocumentChoice,
        splitOn day: Day? = nil,
        batch: Int = 500,
        for visitor: Visitor
    ) async throws -> LineDocumentBatches? {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let line = try await Ledger.lines(moment, in: tx).first(where: { $0.code == code }) else {
                return nil
            }
            let nodes = try await Ledger.overview(moment, under: code, in: tx).filter { $0.node.kind != .line }
            let asked = choice.node.map { name in nodes.filter { $0.node.code == name } } ?? nodes
            var rate: SourceRate?
            if let day { rate = try await Ledger.terms(over: line.node, on: day, in: tx).rate }
            return LineDocumentBatches(
                line: line,
                nodes: nodes,
                holders: try await Self.names(of: nodes.compactMap(\.node.holder), in: tx),
                rate: rate,
                asked: asked.map(\.node.id),
                stages: choice.stage.map { [$0] } ?? [],
                moment: moment,
                size: batch,
                database: database,
                visitor: visitor
            )
        }
    }
}
