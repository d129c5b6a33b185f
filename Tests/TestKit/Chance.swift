import Foundation

/// Random numbers that can be had again: SplitMix64. A test that fails says its seed, and `KOPIENA_SEED` repeats it.
public struct Chance: RandomNumberGenerator, Sendable {
    /// What all numbers follow from.
    public let seed: UInt64
    private var state: UInt64

    /// Numbers of a seed; without one, of the seed given by the environment or of a new one.
    public init(seed: UInt64? = nil) {
        let given = ProcessInfo.processInfo.environment["KOPIENA_SEED"].flatMap { UInt64($0) }
        self.seed = seed ?? given ?? UInt64.random(in: 0...UInt64.max)
        state = self.seed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A pause of a length within the range, in milliseconds.
    public mutating func pause(_ milliseconds: ClosedRange<Int>) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: milliseconds, using: &self)))
    }

    /// Bytes of a plain text: letters, so that any inspection takes it for one.
    public mutating func letters(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            var number = next()
            for _ in 0..<8 {
                bytes.append(UInt8(ascii: "a") + UInt8(number & 15))
                number >>= 8
            }
        }
        return Array(bytes.prefix(count))
    }
}
