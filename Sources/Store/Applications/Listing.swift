import Foundation
public import Grants
public import Money
import Postgres

extension Applications {
    /// Counting goes no further: "more than 1 000" says enough and costs little.
    public static let countLimit = 1_000

    /// One page of a call's applications, for the agency's people. Two statements.
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
            let count = try await ApplicationListRow.count(filter, upTo: Self.countLimit + 1, in: tx)
            let found = try await ApplicationListRow.page(
                filter,
                sort,
                at: position,
                size: size,
                fewMatch: filter.narrows && count <= Self.countLimit,
                in: tx
            )
            return ApplicationPage(
                rows: found.rows.map(\.summary),
                previous: found.hasPrevious ? found.rows.first?.cursor : nil,
                next: found.hasNext ? found.rows.last?.cursor : nil,
                count: min(count, Self.countLimit),
                countIsCapped: count > Self.countLimit
            )
        }
    }

    /// All applications a filter selects, in batches, each read in a transaction of its own: an export to a slow reader holds no
    /// connection, however long the list is.
    public func export(
        _ filter: ApplicationFilter,
        sort: ApplicationSort = .newest,
        batch: Int = 500,
        for visitor: Visitor,
        _ each: @Sendable ([ApplicationSummary]) async throws -> Void
    ) async throws {
        guard visitor.readsSubmissions else { throw Missing() }
        var position = PagePosition.first
        while true {
            let here = position
            let found = try await database.transaction(TransactionSettings(visitor)) { tx in
                try await ApplicationListRow.page(filter, sort, at: here, size: batch, fewMatch: false, in: tx)
            }
            if !found.rows.isEmpty { try await each(found.rows.map(\.summary)) }
            guard found.hasNext, let last = found.rows.last else { return }
            position = .after(last.cursor)
        }
    }

    /// How many applications of a call stand where.
    public func counts(of call: Call.ID, for visitor: Visitor) async throws -> [Application.State: Int] {
        guard visitor.readsSubmissions else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            try await ApplicationListRow.counts(of: call, in: tx)
        }
    }
}
