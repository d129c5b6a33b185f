import Money
import Testing

@Suite("Euro")
struct EuroTests {
    @Test(
        "reads sums as people type and paste them",
        arguments: [
            ("7000", 700_000), ("7 000,00", 700_000), ("7.000,00", 700_000), ("7,000.00", 700_000), ("7000,5", 700_050),
            ("€ 7 000", 700_000), ("7 000 EUR", 700_000), ("7000eur", 700_000), ("0", 0), ("0,01", 1), (",5", 50),
            ("5,", 500),
            ("7.000", 700_000), ("1.234.567", 123_456_700), ("1 234.56", 123_456), ("7'000.00", 700_000),
            ("7\u{A0}000,00\u{A0}EUR", 700_000), ("7\u{202F}000", 700_000), ("1000000000", 100_000_000_000),
            ("007", 700),
            ("12,34", 1_234), ("1,234", 123_400),
        ] as [(String, Int64)]
    )
    func typed(_ text: String, _ cents: Int64) {
        #expect(Euro(typed: text) == Euro(cents: cents))
    }

    @Test(
        "gives nothing for what is unclear, negative, too fine or too large",
        arguments: [
            "", " ", "-1", "1,234.5.6", "1.2.3", "12.34.567", "1,23,4", "7000,123.0", "1e3", "0x10", "٣", "viens",
            "EUR", ".", ",",
            "1000000000,01", "99999999999999999999", "1..2", "7.0000", "--", "+5", "5 €€ 5,0,0", "1.000.00",
        ]
    )
    func unclear(_ text: String) {
        #expect(Euro(typed: text) == nil, "\(text)")
    }

    @Test("every amount is read back from each way it is written")
    func readsBack() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<3_000 {
            let amount = Euro(cents: .random(in: 0...Euro.largestTyped.cents, using: &random))
            let plain = amount.plain
            #expect(Euro(typed: plain) == amount, "seed \(seed), \(plain)")
            let comma = plain.replacing(".", with: ",")
            #expect(Euro(typed: comma) == amount, "seed \(seed), \(comma)")
            #expect(Euro(typed: "\(Self.grouped(plain)) EUR") == amount, "seed \(seed), \(plain)")
        }
    }

    @Test(
        "a share is rounded half away from zero",
        arguments: [
            (100, 5_000, 50), (1, 5_000, 1), (1, 4_999, 0), (3, 5_000, 2), (-1, 5_000, -1), (-3, 5_000, -2),
            (700_000, 8_000, 560_000),
            (0, 10_000, 0), (123, 10_000, 123), (333, 3_333, 111),
        ] as [(Int64, Int64, Int64)]
    )
    func share(_ cents: Int64, _ basisPoints: Int64, _ expected: Int64) {
        #expect(Euro(cents: cents).share(basisPoints: basisPoints) == Euro(cents: expected))
    }

    @Test("two shares that make a whole differ from it by a cent at most, and a larger share is never smaller")
    func shares() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<3_000 {
            let amount = Euro(cents: .random(in: -1_000_000_000_000...1_000_000_000_000, using: &random))
            let part = Int64.random(in: 0...10_000, using: &random)
            let both = amount.share(basisPoints: part) + amount.share(basisPoints: 10_000 - part)
            #expect(abs(both.cents - amount.cents) <= 1, "seed \(seed)")
            let magnitude = Euro(cents: abs(amount.cents))
            let larger = min(10_000, part + 1)
            #expect(magnitude.share(basisPoints: part) <= magnitude.share(basisPoints: larger), "seed \(seed)")
        }
    }

    @Test("sums do not depend on order")
    func sums() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        let amounts = (0..<1_000).map { _ in Euro(cents: .random(in: -1_000_000...1_000_000, using: &random)) }
        #expect(amounts.sum == amounts.shuffled(using: &random).sum, "seed \(seed)")
        #expect([Euro]().sum == .zero)
    }

    private static func grouped(_ plain: String) -> String {
        let parts = plain.split(separator: ".")
        var grouped = ""
        for (place, digit) in parts[0].reversed().enumerated() {
            if place > 0, place % 3 == 0 { grouped.insert(" ", at: grouped.startIndex) }
            grouped.insert(digit, at: grouped.startIndex)
        }
        return "\(grouped),\(parts[1])"
    }
}

/// SplitMix64: the same seed gives the same numbers everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
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
