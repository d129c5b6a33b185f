import Testing

@testable import Postgres

@Suite("Deciding who gets which connection")
struct PoolMachineTests {
    @Test("opens as many as allowed, then lets people wait")
    func opensUpToItsSize() {
        var pool = PoolMachine(size: 2, waiters: 5)
        #expect(pool.request(1) == .open(1))
        #expect(pool.request(2) == .open(2))
        #expect(pool.request(3) == .wait)
    }

    @Test("serves those who wait in the order they came")
    func isFair() {
        var pool = PoolMachine(size: 1, waiters: 5)
        _ = pool.request(1)
        _ = pool.request(2)
        _ = pool.request(3)
        #expect(pool.giveBack(1) == [.tell(2, .use(1))])
        #expect(pool.giveBack(1) == [.tell(3, .use(1))])
        #expect(pool.giveBack(1) == [])
        #expect(pool.idle == [1])
    }

    @Test("refuses at once when too many wait already")
    func boundsTheQueue() {
        var pool = PoolMachine(size: 1, waiters: 1)
        _ = pool.request(1)
        #expect(pool.request(2) == .wait)
        #expect(pool.request(3) == .refuse)
    }

    @Test("forgets who no longer waits")
    func letsPeopleLeave() {
        var pool = PoolMachine(size: 1, waiters: 5)
        _ = pool.request(1)
        _ = pool.request(2)
        _ = pool.request(3)
        let hadWaited = pool.cancel(2)
        let hadLeftAlready = pool.cancel(2)
        #expect(hadWaited)
        #expect(!hadLeftAlready)
        #expect(pool.giveBack(1) == [.tell(3, .use(1))])
    }

    @Test("lends the connection that came back last")
    func keepsFewWarm() {
        var pool = PoolMachine(size: 2, waiters: 5)
        _ = pool.request(1)
        _ = pool.request(2)
        _ = pool.giveBack(1)
        _ = pool.giveBack(2)
        #expect(pool.request(3) == .use(2))
    }

    @Test("takes a broken connection for a sign that the idle ones are broken too")
    func meetsARestartOnce() {
        var pool = PoolMachine(size: 3, waiters: 5)
        for waiter in 1...3 { _ = pool.request(waiter) }
        _ = pool.giveBack(1)
        _ = pool.giveBack(2)
        #expect(pool.connectionLost(3) == [.close(3), .close(1), .close(2)])
        #expect(pool.request(4) == .open(4))
    }

    @Test("lets the next in line open a connection where one was lost")
    func replacesTheLost() {
        var pool = PoolMachine(size: 1, waiters: 5)
        _ = pool.request(1)
        _ = pool.request(2)
        _ = pool.request(3)
        #expect(pool.connectionLost(1) == [.close(1), .tell(2, .open(2))])
        #expect(pool.connectionLost(2) == [.close(2), .tell(3, .open(3))])
    }

    @Test("hears of a loss only once")
    func countsALossOnce() {
        var pool = PoolMachine(size: 1, waiters: 5)
        _ = pool.request(1)
        _ = pool.connectionLost(1)
        #expect(pool.connectionLost(1) == [])
        #expect(pool.giveBack(1) == [])
    }

    @Test("closes: refuses those who wait and whatever comes later")
    func closes() {
        var pool = PoolMachine(size: 2, waiters: 5)
        _ = pool.request(1)
        _ = pool.request(2)
        _ = pool.request(3)
        #expect(pool.close() == [.tell(3, .refuse)])
        #expect(pool.request(4) == .refuse)
        #expect(pool.giveBack(1) == [.close(1)])
        #expect(pool.connectionLost(2) == [.close(2)])
        #expect(pool.lent.isEmpty)
    }

    @Test("never lends more than its size nor one connection twice, whatever happens")
    func keepsItsPromisesInAnyOrder() {
        var random = SplitMix(seed: 42_031)
        var pool = PoolMachine(size: 4, waiters: 6)
        var holding: [Int] = []
        var waiter = 0
        func take(_ actions: [PoolMachine.Action]) {
            for case .tell(_, let answer) in actions { hold(answer) }
        }
        func hold(_ answer: PoolMachine.Answer) {
            switch answer {
            case .use(let id), .open(let id):
                #expect(!holding.contains(id))
                holding.append(id)
            case .wait, .refuse: break
            }
        }
        for _ in 0..<20_000 {
            switch random.next() % 5 {
            case 0, 1:
                waiter += 1
                hold(pool.request(waiter))
            case 2 where !holding.isEmpty: take(pool.giveBack(holding.removeFirst()))
            case 3 where !holding.isEmpty: take(pool.connectionLost(holding.removeLast()))
            default: _ = pool.cancel(waiter - Int(random.next() % 4))
            }
            #expect(holding.count <= 4)
            #expect(Set(holding) == pool.lent)
            #expect(pool.waiters.isEmpty || holding.count == 4)
        }
    }
}

/// A small random generator whose runs can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
