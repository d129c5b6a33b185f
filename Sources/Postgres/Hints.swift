import Synchronization

/// Channels whose listeners are to be told that there is something new. However often one is named until it is told, it is told once.
final class Hints: Sendable {
    /// At least so long between two tellings: what a busy service commits meanwhile shares the next.
    static let pause: Duration = .milliseconds(50)

    /// Comes when something was named.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let waiting = Mutex<Set<String>>([])

    init() {
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ channels: Set<String>) {
        guard !channels.isEmpty else { return }
        waiting.withLock { $0.formUnion(channels) }
        signal.yield()
    }

    /// All that were named since the last time.
    func take() -> [String] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting.sorted()
        }
    }
}
