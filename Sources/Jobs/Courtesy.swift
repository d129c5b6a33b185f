import Synchronization

/// The time for which jobs stand back while many people are being served, the same for all lanes of a worker.
///
/// It is counted from the beginning of the rush: counted for each job anew, a rush of hours would let through a job a minute.
final class Courtesy: Sendable {
    private let length: Duration
    /// Until when the jobs stand back in the rush that goes on; nothing while there is none.
    private let limit = Mutex<ContinuousClock.Instant?>(nil)

    init(_ length: Duration) {
        self.length = length
    }

    /// Whether a job has to wait still. Only a rush that begins after the last one was seen to end is waited for anew.
    func holds(in isRush: Bool) -> Bool {
        limit.withLock { limit in
            guard isRush else {
                limit = nil
                return false
            }
            let now = ContinuousClock.now
            let end = limit ?? now + length
            limit = end
            return now < end
        }
    }
}
