import Foundation
public import Grants
import Money
import Postgres

extension Applications {
    /// Counting goes no further: "more than 1 000" says enough and costs little.
    public static let countLimit = 1_000

    /// One page of a call's applications, for the agency's people. One statement, two for a narrow selection.
    ///
    /// Drafts stand in it with title, applicant and sum; they cannot be opened.
    public func list(
        _ filter: ApplicationFilter,
        sort: ApplicationSort = .newest,
        at position: PagePosition = .first,
        size: Int = 50,
        for visitor: Visitor
    ) async throws -> ApplicationPage {
        guard visitor.readsSubmissions else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let limit = Self.countLimit + 1
            // Only a narrow selection is counted first: whether few match decides how they are fetched.
            var overview = filter.narrows ? try await ApplicationListRow.overview(filter, upTo: limit, in: tx) : nil
            let found = try await ApplicationListRow.page(
                filter,
                sort,
                at: position,
                size: size,
                fewMatch: overview.map { $0.count < limit } ?? false,
                overviewUpTo: overview == nil ? limit : nil,
                in: tx
            )
            if overview == nil, found.rows.isEmpty, position != .first {
                overview = try await ApplicationListRow.overview(filter, upTo: limit, in: tx)
            }
            overview = overview ?? found.overview
            let all = overview?.count ?? 0
            return ApplicationPage(
                rows: found.rows.map(\.summary),
                previous: found.hasPrevious ? found.rows.first?.cursor : nil,
                next: found.hasNext ? found.rows.last?.cursor : nil,
                count: min(all, Self.countLimit),
                countIsCapped: all > Self.countLimit,
                applicants: overview?.applicants ?? []
            )
        }
    }

    /// All applications a filter selects, in batches.
    public func export(
        _ filter: ApplicationFilter,
        sort: ApplicationSort = .newest,
        batch: Int = 500,
        for visitor: Visitor
    ) throws -> ApplicationBatches {
        guard visitor.readsSubmissions else { throw Missing() }
        return ApplicationBatches(database: database, filter: filter, sort: sort, size: batch, visitor: visitor)
    }
}

/// The applications of a selection in batches, each read in a transaction of its own: an export to a slow reader holds no
/// connection, however long the list is.
///
/// Which ones and in what order is asked once, at the beginning: what changes its place meanwhile is neither left out nor twice.
public struct ApplicationBatches: AsyncSequence, Sendable {
    let database: Database
    let filter: ApplicationFilter
    let sort: ApplicationSort
    let size: Int
    let visitor: Visitor

    /// Reads batch after batch.
    public struct Iterator: AsyncIteratorProtocol {
        let batches: ApplicationBatches
        var left: ArraySlice<Int64>?

        /// The next batch, never empty.
        public mutating func next() async throws -> [ApplicationSummary]? {
            let (batches, known) = (batches, left)
            let (rows, rest) = try await batches.database.transaction(TransactionSettings(batches.visitor)) { tx in
                var keys = known ?? []
                if known == nil { keys = try await ApplicationListRow.keys(batches.filter, batches.sort, in: tx)[...] }
                let rows = try await ApplicationListRow.rows(of: Array(keys.prefix(batches.size)), in: tx)
                return (rows, keys.dropFirst(batches.size))
            }
            left = rest
            return rows.isEmpty ? nil : rows
        }
    }

    /// Begins with the first row.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: self)
    }
}
