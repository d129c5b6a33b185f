/// Runs a piece of work that may take no longer than the limit; past it the work is cancelled and the visitor is told
/// that it took too long. The work must heed cancellation, as everything that asks the database does.
public func within<T: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            await Deadlines.all.wait(until: .now + limit)
            try Task.checkCancellation()
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw Problem.timedOut }
        return result
    }
}
