import Money
import TestKit
import Testing

@testable import Budget

@Suite("What is planned is split on top of what was booked")
struct PlannedPartsTests {
    private let rate = SourceRate(basisPoints: 8_500, point: "13.1")
    private let planned = Portion.allCases.filter { !$0.isPaid }
    private let paid = Portion.allCases.filter(\.isPaid)

    @Test("so that the fund pays of no sum more than the sum, and of all together no more than its share")
    func random() {
        var chance = Chance(seed: 41)
        for _ in 0..<2_000 {
            let (held, booked) = history(&chance)
            let parts = held.fundParts(rate, booked: booked)
            #expect(planned.allSatisfy { parts[$0] >= .zero && parts[$0] <= held[$0] })
            #expect(paid.allSatisfy { parts[$0] == booked[$0] })
            let share = rate.fundPart(of: held.total)
            // Bookings may have given the fund a cent more than its share of this money alone; what is planned adds none to it.
            #expect(parts.total <= max(share, booked.total))
            // Enough is planned to make up for every cent too few or too many.
            if planned.map({ held[$0] }).sum > Euro(cents: 60) { #expect(parts.total == share) }
        }
    }

    /// Sums at some stages; of what was paid the fund's part is its share, or a cent beside it.
    private func history(_ chance: inout Chance) -> (held: Portions, booked: Portions) {
        var (held, booked) = (Portions(), Portions())
        for portion in Portion.allCases where Bool.random(using: &chance) {
            held[portion] = Euro(cents: Int64.random(in: 0...40, using: &chance))
            guard portion.isPaid else { continue }
            let part = rate.fundPart(of: held[portion]).cents + Int64.random(in: -1...1, using: &chance)
            booked[portion] = Euro(cents: min(max(part, 0), held[portion].cents))
        }
        return (held, booked)
    }
}
