public import Budget
import Grants
import Postgres

/// The postings of a selection in batches, each read in a transaction of its own: an export to a slow reader holds no connection.
/// Postings never change, so that none is left out or given twice.
public struct StatementBatches: AsyncSequence, Sendable {
    /// The account, with what stands there at the moment of the filter.
    public let account: LedgerAccount
    /// By what rate it is told who pays; nothing where nobody asks, and on days without a rate.
    public let rate: SourceRate?
    let database: Database
    let filter: StatementFilter
    let size: Int
    let visitor: Visitor

    /// Some of the postings.
    public struct Batch: Sendable {
        /// The postings.
        public let lines: [StatementLine]
        /// Who pays of them, where somebody asks.
        public let parts: PostingParts?
    }

    /// Reads batch after batch.
    public struct Iterator: AsyncIteratorProtocol {
        let batches: StatementBatches
        var position: StatementPosition?

        /// The next batch, never empty.
        public mutating func next() async throws -> Named<Batch>? {
            guard let position else { return nil }
            let batches = batches
            let (named, next) = try await batches.database.transaction(TransactionSettings(batches.visitor)) { tx in
                let page = try await Ledger.postings(batches.filter, at: position, size: batches.size, in: tx)
                let last = page.hasNext ? page.lines.last.map { StatementPosition.after($0.version) } : nil
                let moves = page.lines.map(\.move)
                var parts: PostingParts?
                if let rate = batches.rate {
                    parts = try await Ledger.parts(of: moves.map(\.id), at: [batches.account], at: rate, in: tx)
                }
                let batch = Batch(lines: page.lines, parts: parts)
                let named = try await Named(batch, people: moves.flatMap(\.people), in: tx)
                return (named, last)
            }
            self.position = next
            return named.content.lines.isEmpty ? nil : named
        }
    }

    /// Begins with the first posting.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: self, position: .first)
    }
}
