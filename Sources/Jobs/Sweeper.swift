public import Foundation
public import Logging
public import ServiceLifecycle
public import Store

/// Removes what nobody needs any more: sessions that have ended, old attempts to sign in, files that never arrived whole, jobs
/// done long ago, letters and feedback older than the notice on personal data says.
public struct Sweeper: Service {
    private let stores: Stores
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let pause: Duration

    /// - Parameter pause: the time between two sweeps.
    public init(
        stores: Stores,
        logger: Logger,
        now: @escaping @Sendable () -> Date,
        pause: Duration = .seconds(600)
    ) {
        self.stores = stores
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Sweeps until cancelled or told to stop.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await sweep()
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Sweeps once. What cannot be swept now is swept the next time.
    public func sweep() async {
        do {
            let instant = now()
            let sessions = try await stores.people.sweep(at: instant)
            let files = try await stores.applications.files.sweep()
            let jobs = try await stores.jobs.sweep(doneBefore: instant.addingTimeInterval(-30 * 86_400))
            let mails = try await stores.mails.sweep(at: instant)
            let feedback = try await stores.feedback.sweep(at: instant)
            let counts = [
                "sessions": sessions, "files": files, "jobs": jobs, "mails": mails, "feedback": feedback,
            ]
            guard counts.values.contains(where: { $0 > 0 }) else { return }
            logger.debug("Swept", metadata: counts.mapValues { "\($0)" })
        } catch {
            logger.notice("Could not sweep", error: error)
        }
    }
}
