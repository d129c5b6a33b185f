import Testing

@testable import Site

@Suite("A client's address")
struct AddressTests {
    @Test(
        "is told by proxies we trust, walking back from the nearest",
        arguments: [
            ("10.0.0.1", "1.2.3.4", "1.2.3.4"), ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
            ("8.8.8.8", "1.2.3.4", "8.8.8.8"), ("10.0.0.1", "", "10.0.0.1"), ("10.0.0.1", "garbage", "10.0.0.1"),
            ("10.0.0.1", "1.2.3.4, <script>", "10.0.0.1"), ("::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
            ("fd00::1", "[2001:db8::7]:443", "2001:db8::7"), ("10.0.0.1", "1.2.3.4:5678", "1.2.3.4"),
        ]
    )
    func forwarded(peer: String, header: String, client: String) throws {
        let proxies = try TrustedProxies(["10.0.0.0/8", "fd00::/8"])
        #expect(proxies.client(peer: peer, forwardedFor: header.isEmpty ? nil : header) == client)
        #expect(TrustedProxies.none.client(peer: peer, forwardedFor: header) == peer)
    }

    @Test(
        "in a setting must be one",
        arguments: ["", "x", "1.2.3", "1.2.3.4/33", "::1/129", "1.2.3.4.5", "1::2::3", "/8"]
    )
    func badEntries(entry: String) {
        #expect(throws: TrustedProxies.BadEntry.self) { try TrustedProxies([entry]) }
    }

    @Test("counts as its network where one subscriber has many")
    func networks() {
        #expect(networkOfAddress("1.2.3.4") == "1.2.3.4")
        #expect(networkOfAddress("2001:db8::1") == networkOfAddress("2001:db8::ffff:1"))
        #expect(networkOfAddress("2001:db8:0:1::1") != networkOfAddress("2001:db8::1"))
    }
}

@Suite("A rate limit")
struct RateLimiterTests {
    @Test("lets a burst through and then one at a time, each key for itself")
    func burst() throws {
        let limiter = RateLimiter(burst: 3, interval: .seconds(10))
        let start = ContinuousClock.now
        for _ in 0..<3 { try limiter.take("a", now: start) }
        #expect(throws: Problem.tooMany(retryAfter: 10)) { try limiter.take("a", now: start) }
        try limiter.take("b", now: start)
        #expect(throws: Problem.tooMany(retryAfter: 1)) { try limiter.take("a", now: start + .milliseconds(9_500)) }
        try limiter.take("a", now: start + .seconds(10))
    }

    @Test("remembers no more keys than it may, and forgets the innocent first")
    func bounded() throws {
        let limiter = RateLimiter(burst: 2, interval: .seconds(10), capacity: 100)
        let start = ContinuousClock.now
        for _ in 0..<2 { try limiter.take("guilty", now: start) }
        for number in 0..<1000 { try limiter.take("flood \(number)", now: start) }
        #expect(limiter.count <= 100)
        #expect(throws: Problem.self) { try limiter.take("guilty", now: start) }
    }
}

@Suite("A time limit")
struct TimeLimitTests {
    @Test("ends work that takes too long and lets the rest through")
    func limit() async throws {
        let quick = try await within(.seconds(5)) { 7 }
        #expect(quick == 7)
        await #expect(throws: Problem.timedOut) {
            try await within(.milliseconds(20)) { try await Task.sleep(for: .seconds(60)) }
        }
        await #expect(throws: Problem.forbidden) {
            try await within(.seconds(5)) { throw Problem.forbidden }
        }
    }
}
