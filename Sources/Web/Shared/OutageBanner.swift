public import Foundation
public import Store
import Synchronization

/// Knows whether pages announce a planned interruption. Kept in memory, so that no page asks the database for it.
public final class OutageBanner: Sendable {
    private let coming = Mutex<[Outage]>([])

    /// Nothing announced.
    public init() {}

    /// Whether an interruption is near or under way: from a week before until its end.
    public func isShown(at now: Date) -> Bool {
        coming.withLock { outages in
            outages.contains { now < $0.ends && now > $0.starts.addingTimeInterval(-7 * 86_400) }
        }
    }

    /// Reads what is announced; called after every change.
    public func refresh(from outages: Outages, at now: Date) async throws {
        let found = try await outages.coming(at: now)
        coming.withLock { $0 = found }
    }

    /// Reads again every minute until cancelled, for changes made by another process. A database that is away is asked again.
    public func keepFresh(from outages: Outages, now: @Sendable () -> Date) async throws {
        while !Task.isCancelled {
            try? await refresh(from: outages, at: now())
            try await Task.sleep(for: .seconds(60))
        }
    }
}
