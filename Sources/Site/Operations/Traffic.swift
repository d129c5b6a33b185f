import Synchronization

/// How many requests are being answered at this moment: work that can wait looks here first.
public final class Traffic: Sendable {
    private let count = Atomic<Int>(0)

    /// Nobody yet.
    public init() {}

    /// Requests begun and not yet answered.
    public var underway: Int { count.load(ordering: .relaxed) }

    func begin() {
        count.wrappingAdd(1, ordering: .relaxed)
    }

    func end() {
        count.wrappingSubtract(1, ordering: .relaxed)
    }
}
