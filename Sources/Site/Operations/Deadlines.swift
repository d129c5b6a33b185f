import Dispatch
import Synchronization

/// The ends of all work with a time limit. One timer looks at them a few times a second while there is any: a timer for each
/// request is a good part of what a short request costs.
final class Deadlines: Sendable {
    static let all = Deadlines()
    /// Work may last so much longer than its limit.
    private static let pause = DispatchTimeInterval.milliseconds(25)

    private struct Waiting {
        let end: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var waiting: [Int: Waiting] = [:]
        var last = 0
        var isWatched = false
    }

    private let state = Mutex(State())

    /// Returns when the instant has passed, or as soon as the task is cancelled.
    func wait(until end: ContinuousClock.Instant) async {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWatched = state.withLock { state in
                    defer { state.isWatched = true }
                    state.waiting[number] = Waiting(end: end, continuation: continuation)
                    return state.isWatched
                }
                if !isWatched { watch() }
                // Who was cancelled before standing here has not been found by the handler.
                if Task.isCancelled { leave(number) }
            }
        } onCancel: {
            leave(number)
        }
    }

    private func leave(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume()
    }

    private func watch() {
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.pause) { self.dismissLate() }
    }

    private func dismissLate() {
        let now = ContinuousClock.now
        let (late, isWatched) = state.withLock { state in
            let late = state.waiting.filter { $0.value.end <= now }
            for number in late.keys { state.waiting[number] = nil }
            state.isWatched = !state.waiting.isEmpty
            return (late.values.map(\.continuation), state.isWatched)
        }
        for continuation in late { continuation.resume() }
        if isWatched { watch() }
    }
}
