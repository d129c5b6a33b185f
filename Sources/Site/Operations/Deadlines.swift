import Synchronization

/// The ends of all work with a time limit. One task looks at them a few times a second while there is any: a timer for each
/// request is a good part of what a short request costs.
final class Deadlines: Sendable {
    static let all = Deadlines()
    /// Work may last so much longer than its limit.
    private static let pause = Duration.milliseconds(25)

    private struct Deadline {
        let end: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var deadlines: [Int: Deadline] = [:]
        var last = 0
        var isWatched = false
    }

    private let state = Mutex(State())

    /// Calls the closure when the instant has passed, unless the deadline is removed before.
    func add(_ end: ContinuousClock.Instant, _ cancel: @escaping @Sendable () -> Void) -> Int {
        let (number, isWatched) = state.withLock { state in
            defer { state.isWatched = true }
            state.last += 1
            state.deadlines[state.last] = Deadline(end: end, cancel: cancel)
            return (state.last, state.isWatched)
        }
        if !isWatched { Task.detached { await self.watch() } }
        return number
    }

    /// Says whether the deadline had not passed yet.
    @discardableResult func remove(_ number: Int) -> Bool {
        state.withLock { $0.deadlines.removeValue(forKey: number) != nil }
    }

    private func watch() async {
        repeat {
            // Nobody cancels this task.
            try? await Task.sleep(for: Self.pause)
        } while cancelLate()
    }

    /// Cancels what is too late. Says whether anything is left to wait for.
    private func cancelLate() -> Bool {
        let now = ContinuousClock.now
        let (late, isWatched) = state.withLock { state in
            let late = state.deadlines.filter { $0.value.end <= now }
            for number in late.keys { state.deadlines[number] = nil }
            state.isWatched = !state.deadlines.isEmpty
            return (late.values.map(\.cancel), state.isWatched)
        }
        for cancel in late { cancel() }
        return isWatched
    }
}
