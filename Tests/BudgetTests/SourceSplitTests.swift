import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("The parts of the funding sources")
struct SourceSplitTests {
    private static let rate = 8_500

    /// Whether a part keeps to 85 % of the total and is less than a cent away from it.
    private func isAtCeiling(_ esf: Euro, of total: Euro) -> Bool {
        let (part, whole) = (Int128(esf.cents) * 10_000, Int128(total.cents) * Int128(Self.rate))
        return part <= whole && part > whole - 10_000
    }

    @Test("of the published appropriations are the published ones")
    func published() {
        let appropriations = [(15_951_890, 13_559_106), (29_545_252, 25_113_464)].map { (whole, esf) in
            (SourceSplit(planned: Euro(euros: whole), basisPoints: Self.rate), Euro(euros: esf))
        }
        for (split, esf) in appropriations {
            // Published without cents.
            #expect(split.esf.cents / 100 == esf.cents / 100 && split.isDerived)
            #expect(split.total == split.esf + split.state)
        }
    }

    @Test("never drift: after each of 20 000 bookings and returns they are at the ceiling and not over it")
    func neverDrift() {
        var chance = Chance()
        var (total, booked) = (Euro.zero, SourceSplit.nothing)
        for _ in 0..<20_000 {
            let isReturn = total > .zero && Int.random(in: 0..<4, using: &chance) == 0
            let amount =
                isReturn
                ? Euro(cents: -Int64.random(in: 1...total.cents, using: &chance))
                : Euro(cents: Int64.random(in: 1...900_000, using: &chance))
            let part = SourceSplit.booking(amount, after: total, basisPoints: Self.rate)
            total = total + amount
            booked = booked + part
            let isPart = isReturn ? part.esf <= .zero && part.state <= .zero : part.esf >= .zero && part.state >= .zero
            guard isPart, booked.total == total, isAtCeiling(booked.esf, of: total) else {
                Issue.record("seed \(chance.seed): \(booked) of \(total)")
                return
            }
        }
        #expect(!booked.isDerived)
    }

    @Test("would break the ceiling if each booking were rounded by itself, or shared out by largest remainder")
    func whyNot() {
        var chance = Chance(seed: 1)
        var broken = [0, 0]
        for _ in 0..<200 {
            var (total, rounded, shared) = (Euro.zero, Euro.zero, Euro.zero)
            var isBroken = [false, false]
            for _ in 0..<20 {
                let amount = Euro(cents: Int64.random(in: 1...900_000, using: &chance))
                total = total + amount
                rounded = rounded + amount.share(basisPoints: Int64(Self.rate))
                // The cent left over goes to the source with the larger remainder.
                let rest = amount.cents * Int64(Self.rate) % 10_000
                shared = shared + Euro(cents: amount.cents * Int64(Self.rate) / 10_000 + (rest > 5_000 ? 1 : 0))
                isBroken[0] = isBroken[0] || !isAtCeiling(rounded, of: total)
                isBroken[1] = isBroken[1] || !isAtCeiling(shared, of: total)
            }
            for way in 0...1 where isBroken[way] { broken[way] += 1 }
        }
        #expect(broken.allSatisfy { $0 > 40 }, "\(broken)")
    }

    @Test("of sums below nothing are cut downwards, and of large ones leave no range")
    func edges() {
        let below = SourceSplit(planned: Euro(cents: -1), basisPoints: Self.rate)
        #expect(below.esf == Euro(cents: -1) && below.state == .zero)
        let large = Euro(cents: 1_000_000_000_000_000_001)
        #expect(SourceSplit(planned: large, basisPoints: Self.rate).esf == Euro(cents: 850_000_000_000_000_000))
        #expect(SourceSplit(planned: large, basisPoints: 10_000).state == .zero)
    }
}
