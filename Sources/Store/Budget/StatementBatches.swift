public import Budget
import Grants
import Postgres

/// The postings of a selection in batches, each read in a transaction of its own: an export to a slow reader holds no connection.
/// Postings never change, so that none is left out or given twice.
public struct StatementBatches: AsyncSequence, Sendable {
    let database: Database
    let filter: StatementFilter
    let size: Int
    let visitor: Visitor

    /// Reads batch after batch.
    public struct Iterator: AsyncIteratorProtocol {
        let batches: StatementBatches
        var position: StatementPosition?

        /// The next batch, never empty.
        public mutating func next() async throws -> Named<[StatementLine]>? {
            guard let position else { return nil }
            let batches = batches
            let (named, next) = try await batches.database.transaction(TransactionSettings(batches.visitor)) { tx in
                let page = try await Ledger.postings(batches.filter, at: position, size: batches.size, in: tx)
                let last = page.hasNext ? page.lines.last.map { StatementPosition.after($0.version) } : nil
                let named = try await Named(page.lines, people: page.lines.flatMap(\.move.people), in: tx)
                return (named, last)
            }
            self.position = next
            return named.content.isEmpty ? nil : named
        }
    }

    /// Begins with the first posting.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: self, position: .first)
    }
}
