import Crypto
import CryptoExtras
import Foundation
import NIOPosix
import Synchronization

/// Makes and checks password hashes: scrypt, memory-hard, on threads of its own, at most two at a time. A flood of sign-ins
/// waits in a short queue or is turned away; the machine stays usable.
public final class Passwords: Sendable {
    /// What one hash costs.
    public struct Cost: Sendable, Hashable {
        /// N, a power of two.
        public let rounds: Int
        /// r.
        public let blockSize: Int
        /// p.
        public let parallelism: Int

        /// A cost by its three numbers.
        public init(rounds: Int, blockSize: Int, parallelism: Int) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MiB three times over: OWASP's row of equal strength.
        public static let strong = Cost(rounds: 32_768, blockSize: 8, parallelism: 3)
        /// Protects nothing; for tests, which sign in hundreds of times.
        public static let cheap = Cost(rounds: 2, blockSize: 1, parallelism: 1)
    }

    /// Too many hashes are waiting already.
    public struct Busy: Error, Sendable, Hashable {
        /// Seconds after which to try again.
        public let retryAfter: Int
    }

    /// What a new hash costs.
    public let cost: Cost
    private let threads: NIOThreadPool
    private let queue: Int
    private let underWay = Mutex(0)
    private let decoy: String

    /// - Parameters:
    ///   - cost: of new hashes; stored hashes carry their own.
    ///   - queue: how many may be worked on or wait at once.
    public init(cost: Cost = .strong, queue: Int = 20) {
        self.cost = cost
        self.queue = queue
        threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        decoy = ScryptText(cost: cost, salt: ScryptText.random(16), key: ScryptText.random(32)).text
    }

    deinit {
        threads.shutdownGracefully { _ in }
    }

    /// A new hash with its cost and salt, as stored: `scrypt$N$r$p$salt$key`.
    public func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await working {
            let salt = ScryptText.random(16)
            return ScryptText(cost: cost, salt: salt, key: try ScryptText.derive(password, salt: salt, cost: cost)).text
        }
    }

    /// Whether a password fits a stored hash. With none stored it takes as long and says no.
    public func verify(_ password: String, against stored: String?) async throws -> Bool {
        let isReal = stored != nil
        let stored = stored ?? decoy
        return try await working {
            guard let known = ScryptText(stored) else { return false }
            let key = try ScryptText.derive(password, salt: known.salt, cost: known.cost)
            return isReal && Self.areEqual(key, known.key)
        }
    }

    /// Whether a stored hash was made at another cost than new ones are.
    public func isOutdated(_ stored: String) -> Bool {
        ScryptText(stored)?.cost != cost
    }

    private func working<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let accepted = underWay.withLock { count in
            guard count < queue else { return false }
            count += 1
            return true
        }
        guard accepted else { throw Busy(retryAfter: 5) }
        defer { underWay.withLock { $0 -= 1 } }
        return try await threads.runIfActive(work)
    }

    /// Looks at every byte whatever the first ones say.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (a, b) in zip(left, right) { difference |= a ^ b }
        return difference == 0
    }
}

/// A stored hash taken apart.
private struct ScryptText {
    let cost: Passwords.Cost
    let salt: [UInt8]
    let key: [UInt8]

    init(cost: Passwords.Cost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt" else { return nil }
        guard let rounds = Int(parts[1]), let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: parts[4]), let key = Data(base64Encoded: parts[5]), !key.isEmpty
        else {
            return nil
        }
        self.init(
            cost: .init(rounds: rounds, blockSize: blockSize, parallelism: parallelism),
            salt: Array(salt),
            key: Array(key)
        )
    }

    var text: String {
        let salt = Data(salt).base64EncodedString()
        let key = Data(key).base64EncodedString()
        return "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt)$\(key)"
    }

    static func derive(_ password: String, salt: [UInt8], cost: Passwords.Cost) throws -> [UInt8] {
        // One spelling of accented letters, whichever keyboard typed them.
        let bytes = Data(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes,
            salt: salt,
            outputByteCount: 32,
            rounds: cost.rounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        return key.withUnsafeBytes { Array($0) }
    }

    static func random(_ count: Int) -> [UInt8] {
        SymmetricKey(size: .init(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }
}
