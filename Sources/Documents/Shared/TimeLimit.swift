/// Runs the work of another program for at most so long. Past it the work is cancelled, which kills the program, and the error is
/// thrown.
public func within<T: Sendable>(
    _ limit: Duration,
    or late: any Error,
    _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw late
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw late }
        return first
    }
}
