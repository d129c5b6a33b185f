/// Runs a piece of work that may take no longer than the limit; past it the work is cancelled and the visitor is told
/// that it took too long. The work must heed cancellation, as everything that asks the database does.
public func within<T: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    let task = Task(operation: work)
    let deadline = Deadlines.all.add(.now + limit) { task.cancel() }
    do {
        let result = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        Deadlines.all.remove(deadline)
        return result
    } catch {
        throw Deadlines.all.remove(deadline) ? error : Problem.timedOut
    }
}
