public import Subprocess

extension PlatformOptions {
    /// A program in a group of its own. When its work is cancelled the whole group is killed, with whatever the program has started.
    public static var inGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        return options
    }
}

/// Runs the work of another program for at most so long. Past it the work is cancelled, which kills the program and, if it runs
/// `inGroup`, all that it has started; and the error is thrown.
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
