import Budget
import TestKit
import Testing

@Suite("Quotas by need")
struct DistributionTests {
    private func claims(_ needs: [Int64]) -> [Distribution.Claim] {
        needs.enumerated().compactMap { number, need in
            DocumentReference(kind: "partner", key: String(number)).map { Distribution.Claim($0, need: need) }
        }
    }

    private func claims(_ needs: [Int64], kept: [Int64]) -> [Distribution.Claim] {
        zip(claims(needs), kept).map { Distribution.Claim($0.holder, need: $0.need, kept: $1) }
    }

    private func amounts(_ whole: Int64, _ needs: [Int64], kept: [Int64], least: Int64 = 0, most: Int64? = nil) throws
        -> [Int64]
    {
        try Distribution(of: whole, among: claims(needs, kept: kept), least: least, most: most).shares.map(\.amount)
    }

    private func amounts(_ whole: Int64, _ needs: [Int64], least: Int64 = 0, most: Int64? = nil) throws -> [Int64] {
        try Distribution(of: whole, among: claims(needs), least: least, most: most).shares.map(\.amount)
    }

    @Test("follow the need, and the last projects go to the largest remainders")
    func remainders() throws {
        #expect(try amounts(10, [50, 30, 20]) == [5, 3, 2])
        #expect(try amounts(10, [1, 1, 1]) == [4, 3, 3], "equal remainders and needs: the smaller reference")
        #expect(try amounts(3, [49, 26, 25]) == [1, 1, 1])
        #expect(try amounts(7, [0, 5, 5]) == [0, 4, 3])
        #expect(try amounts(0, [3, 4]) == [0, 0])
    }

    @Test("keep to the least and the most, and what nobody may have stays undivided")
    func bounds() throws {
        #expect(try amounts(10, [97, 2, 1], least: 1) == [8, 1, 1])
        #expect(try amounts(10, [97, 2, 1], most: 5) == [5, 3, 2])
        #expect(try amounts(10, [97, 2, 1], least: 1, most: 4) == [4, 4, 2])
        #expect(try amounts(100, [1, 1], most: 30) == [30, 30])
        let rest = try Distribution(of: 100, among: claims([1, 1]), most: 30).rest
        #expect(rest == 40)
        #expect(try amounts(10, [0, 1, 1], least: 5) == [0, 5, 5], "who needs nothing gets nothing")
    }

    @Test("are refused where nobody needs anything, or the least comes to more than there is")
    func refusals() {
        #expect(throws: Distribution.Refusal.noNeed) { try amounts(10, [0, 0]) }
        #expect(throws: Distribution.Refusal.noNeed) { try amounts(10, []) }
        #expect(throws: Distribution.Refusal.leastTooMuch(needed: 12)) { try amounts(10, [1, 1, 1], least: 4) }
        #expect(throws: Distribution.Refusal.impossible) { try amounts(-1, [1]) }
        #expect(throws: Distribution.Refusal.impossible) { try amounts(10, [1], least: 3, most: 2) }
        #expect(throws: Distribution.Refusal.impossible) { try amounts(10, [Int64.max, Int64.max]) }
    }

    @Test("let everybody keep what is used, and divide only the rest")
    func kept() throws {
        #expect(try amounts(10, [1, 1], kept: [4, 0]) == [7, 3])
        #expect(try amounts(10, [1, 1], kept: [4, 0], least: 4) == [6, 4], "the least counts what is kept")
        #expect(try amounts(10, [1, 1], kept: [4, 0], most: 5) == [5, 5])
        #expect(try amounts(10, [1, 1], kept: [7, 0], most: 5) == [7, 3], "who keeps more than the most keeps it")
        #expect(try amounts(10, [0, 1], kept: [3, 1]) == [3, 7], "who needs nothing more keeps what it has")
        #expect(try amounts(4, [5, 1], kept: [3, 1]) == [3, 1])
        #expect(throws: Distribution.Refusal.keptTooMuch(needed: 5)) { try amounts(4, [5, 1], kept: [3, 2]) }
        #expect(throws: Distribution.Refusal.leastTooMuch(needed: 11)) {
            try amounts(10, [1, 1], kept: [6, 0], least: 5)
        }
    }

    @Test("with what is kept come to the whole, within the bounds, and nobody has less than is used")
    func keptProperties() throws {
        var chance = Chance(seed: 34)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...24, using: &chance)
            let needs = (0..<count).map { _ in Int64.random(in: 0...900, using: &chance) }
            guard needs.contains(where: { $0 > 0 }) else { continue }
            let kept = needs.map { _ in Int64.random(in: 0...4, using: &chance) }
            let least = Int64.random(in: 0...3, using: &chance)
            let most = Bool.random(using: &chance) ? Int64.random(in: least...12, using: &chance) : nil
            let needed = zip(needs, kept).reduce(Int64(0)) { $0 + ($1.0 > 0 ? max(least, $1.1) : $1.1) }
            let whole = needed + Int64.random(in: 0...300, using: &chance)
            let divided = try Distribution(of: whole, among: claims(needs, kept: kept), least: least, most: most)
            let total = divided.shares.reduce(Int64(0)) { $0 + $1.amount }
            #expect(total + divided.rest == whole && divided.rest >= 0)
            let room = divided.shares.contains { $0.claim.need > 0 && $0.amount < most ?? .max }
            #expect(divided.rest == 0 || !room, "nothing is left while somebody may have more")
            for one in divided.shares {
                #expect(one.amount >= one.claim.kept)
                guard one.claim.need > 0 else { #expect(one.amount == one.claim.kept); continue }
                #expect(one.amount >= least && one.amount <= max(most ?? .max, one.claim.kept))
            }
        }
    }

    @Test("are fair whatever the needs: whole, within bounds, more for more need, and never a unit from the proportion")
    func properties() throws {
        var chance = Chance(seed: 21)
        for _ in 0..<3_000 {
            let needs = (0..<Int.random(in: 1...24, using: &chance)).map { _ in
                Int64.random(in: 0...900, using: &chance)
            }
            guard needs.contains(where: { $0 > 0 }) else { continue }
            let whole = Int64.random(in: 0...60_000_000, using: &chance)
            let share = whole / Int64(needs.count)
            let isBound = Bool.random(using: &chance)
            let least = isBound ? Int64.random(in: 0...share, using: &chance) : 0
            let most = isBound ? Int64.random(in: least...max(whole, least), using: &chance) : nil
            let divided = try Distribution(of: whole, among: claims(needs), least: least, most: most)
            let total = divided.shares.reduce(Int64(0)) { $0 + $1.amount }
            #expect(total + divided.rest == whole && divided.rest >= 0)
            let mayHave = most.map { $0 * Int64(needs.filter { $0 > 0 }.count) } ?? whole
            #expect(divided.rest == max(whole - mayHave, 0), "nothing is left while somebody may have more")
            for one in divided.shares {
                #expect(one.claim.need == 0 ? one.amount == 0 : one.amount >= least && one.amount <= most ?? .max)
                if !isBound { #expect(abs(one.amount * 1_000 - one.thousandths) < 1_001) }
                for other in divided.shares where other.claim.need > one.claim.need {
                    #expect(other.amount >= one.amount)
                }
            }
        }
    }
}
