import Grants
public import Logging
import Metrics
public import ServiceLifecycle
public import Store

/// Decides handings in that were stamped and then cut off: because the service was killed, the database went away, or it took
/// too long. The instant of the stamp counts.
public struct Finisher: Service {
    private let applications: Applications
    private let logger: Logger
    private let age: Duration
    private let pause: Duration

    /// - Parameters:
    ///   - age: how long ago a stamp must be for its sender to be gone.
    ///   - pause: the time between two looks.
    public init(
        applications: Applications,
        logger: Logger,
        age: Duration = .seconds(60),
        pause: Duration = .seconds(15)
    ) {
        self.applications = applications
        self.logger = logger
        self.age = age
        self.pause = pause
    }

    /// Looks at once for what an earlier run left behind, then again and again until cancelled or told to stop.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            await finish(olderThan: .zero)
            while true {
                try await Task.sleep(for: pause)
                await finish(olderThan: age)
            }
        }
    }

    /// Decides what is open. What cannot be decided now is tried the next time.
    public func finish(olderThan age: Duration) async {
        do {
            var last: Int64 = 0
            while true {
                let some = try await applications.openArrivals(olderThan: age, after: last)
                guard let end = some.last else { break }
                for open in some {
                    try Task.checkCancellation()
                    await finish(open)
                }
                last = end.arrival.id
            }
        } catch {
            logger.notice("Could not look for handings in that were cut off", error: error)
        }
    }

    private func finish(_ open: OpenArrival) async {
        let metadata: Logger.Metadata = ["application": "\(open.application)", "arrival": "\(open.arrival.id)"]
        var outcome = "accepted"
        do {
            _ = try await applications.complete(open)
            logger.notice("Completed a handing in that was cut off", metadata: metadata)
        } catch is SubmissionRefusal {
            outcome = "refused"
            logger.notice("Refused a handing in that was cut off", metadata: metadata)
        } catch {
            outcome = "failed"
            logger.error("Could not complete a handing in that was cut off", error: error, metadata: metadata)
        }
        Counter(label: "kopiena_arrivals_completed", dimensions: [("outcome", outcome)]).increment()
    }
}
