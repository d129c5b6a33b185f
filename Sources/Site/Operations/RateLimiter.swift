import Synchronization

/// Token buckets by key: each key may do `burst` things at once and then one every so often. The table is bounded: when
/// it is full, buckets that have filled up again are forgotten, and if that frees nothing, the fullest.
public final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    private let burst: Double
    private let perSecond: Double
    private let capacity: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameters:
    ///   - burst: how many at once.
    ///   - interval: after which time one more is allowed.
    ///   - capacity: how many keys are remembered.
    public init(burst: Int, interval: Duration, capacity: Int = 10_000) {
        self.burst = Double(burst)
        perSecond = 1 / (interval / .seconds(1))
        self.capacity = capacity
    }

    /// Takes one token of the key, or throws how long to wait.
    public func take(_ key: String, now: ContinuousClock.Instant = .now) throws(Problem) {
        let wait: Double = buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= capacity { makeRoom(in: &buckets, now: now) }
            var bucket = buckets[key] ?? Bucket(tokens: burst, at: now)
            bucket.tokens = filled(bucket, now: now)
            bucket.at = max(bucket.at, now)
            let wait = bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) / perSecond
            if wait == 0 { bucket.tokens -= 1 }
            buckets[key] = bucket
            return wait
        }
        if wait > 0 { throw .tooMany(retryAfter: Int(wait.rounded(.up))) }
    }

    /// How many keys are remembered.
    var count: Int { buckets.withLock { $0.count } }

    private func filled(_ bucket: Bucket, now: ContinuousClock.Instant) -> Double {
        let passed = max(0, (now - bucket.at) / .seconds(1))
        return min(burst, bucket.tokens + passed * perSecond)
    }

    private func makeRoom(in buckets: inout [String: Bucket], now: ContinuousClock.Instant) {
        buckets = buckets.filter { filled($0.value, now: now) < burst }
        guard buckets.count >= capacity else { return }
        let fullest = buckets.sorted { filled($0.value, now: now) > filled($1.value, now: now) }
        for (key, _) in fullest.prefix(max(1, capacity / 10)) {
            buckets[key] = nil
        }
    }
}
