/// A statement and how its answer is read.
///
/// Queries that need nothing of one another are asked together: they travel in one round trip.
public struct Query<Answer: Sendable>: Sendable {
    @usableFromInline let sql: SQL
    @usableFromInline let read: @Sendable ([Row]) throws -> Answer

    /// A query; `read` is given all rows of the answer.
    @inlinable public init(_ sql: SQL, read: @escaping @Sendable ([Row]) throws -> Answer) {
        self.sql = sql
        self.read = read
    }
}

extension Transaction {
    /// The answer.
    @inlinable public func ask<A>(_ query: Query<A>) async throws -> A {
        try query.read(await answers([query.sql])[0])
    }

    /// Two answers in one round trip.
    @inlinable public func ask<A, B>(_ a: Query<A>, _ b: Query<B>) async throws -> (A, B) {
        let rows = try await answers([a.sql, b.sql])
        return (try a.read(rows[0]), try b.read(rows[1]))
    }

    /// Three answers in one round trip.
    @inlinable public func ask<A, B, C>(_ a: Query<A>, _ b: Query<B>, _ c: Query<C>) async throws -> (A, B, C) {
        let rows = try await answers([a.sql, b.sql, c.sql])
        return (try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]))
    }

    /// Four answers in one round trip.
    @inlinable public func ask<A, B, C, D>(
        _ a: Query<A>,
        _ b: Query<B>,
        _ c: Query<C>,
        _ d: Query<D>
    ) async throws -> (A, B, C, D) {
        let rows = try await answers([a.sql, b.sql, c.sql, d.sql])
        return (try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]), try d.read(rows[3]))
    }
}

extension Database {
    /// The answer of a transaction that is this one query: from BEGIN to COMMIT in one round trip.
    ///
    /// For reading, and for what may be done twice: where the connection breaks it is sent again. Cannot be cancelled; the
    /// server's time limit holds.
    @inlinable public func ask<A>(_ query: Query<A>, _ settings: TransactionSettings = .none) async throws -> A {
        try query.read(await answers([query.sql], settings)[0])
    }

    /// Three answers of one transaction in one round trip, as above.
    @inlinable public func ask<A, B, C>(
        _ a: Query<A>,
        _ b: Query<B>,
        _ c: Query<C>,
        _ settings: TransactionSettings = .none
    ) async throws -> (A, B, C) {
        let rows = try await answers([a.sql, b.sql, c.sql], settings)
        return (try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]))
    }

    /// Four answers of one transaction in one round trip, as above.
    @inlinable public func ask<A, B, C, D>(
        _ a: Query<A>,
        _ b: Query<B>,
        _ c: Query<C>,
        _ d: Query<D>,
        _ settings: TransactionSettings = .none
    ) async throws -> (A, B, C, D) {
        let rows = try await answers([a.sql, b.sql, c.sql, d.sql], settings)
        return (try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]), try d.read(rows[3]))
    }

    /// Five answers of one transaction in one round trip, as above.
    @inlinable public func ask<A, B, C, D, E>(
        _ a: Query<A>,
        _ b: Query<B>,
        _ c: Query<C>,
        _ d: Query<D>,
        _ e: Query<E>,
        _ settings: TransactionSettings = .none
    ) async throws -> (A, B, C, D, E) {
        let rows = try await answers([a.sql, b.sql, c.sql, d.sql, e.sql], settings)
        return (
            try a.read(rows[0]), try b.read(rows[1]), try c.read(rows[2]), try d.read(rows[3]), try e.read(rows[4])
        )
    }
}
