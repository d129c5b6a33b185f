/// Divides a whole, in cents or in projects, among those who need it: in proportion to what each needs, in whole units by the
/// largest remainder, with a least and a most that each may get. The published rule for quotas.
///
/// Who needs nothing gets nothing but what it keeps. Where all have the most they may get, the rest stays undivided. Equal remainders
/// go to the greater need, then to the smaller reference, so that anyone who works it out again comes to the same.
public struct Distribution: Sendable, Hashable {
    /// What one needs.
    public struct Claim: Sendable, Hashable {
        /// Who.
        public let holder: DocumentReference
        /// How much, in any unit that is the same for all: learners.
        public let need: Int64
        /// What it has used already and keeps in any case: only the rest is divided.
        public let kept: Int64

        /// What one needs and keeps; less than nothing counts as nothing.
        public init(_ holder: DocumentReference, need: Int64, kept: Int64 = 0) {
            self.holder = holder
            self.need = max(need, 0)
            self.kept = max(kept, 0)
        }
    }

    /// How a share came about.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Nothing was needed.
        case nothing
        /// The least that each may get.
        case least
        /// The most that each may get.
        case most
        /// In proportion, rounded down.
        case proportion
        /// In proportion, and one unit for the remainder.
        case remainder
    }

    /// What one gets.
    public struct Share: Sendable, Hashable {
        /// Who needs how much.
        public let claim: Claim
        /// Its part of what is divided, in proportion to all needs and before any bound, in thousandths of a unit, rounded down: for
        /// the working.
        public let thousandths: Int64
        /// What it gets, with what it keeps.
        public let amount: Int64
        /// Why so much.
        public let reason: Reason
    }

    /// Why there is nothing to divide.
    public enum Refusal: Error, Sendable, Hashable {
        /// Nobody needs anything.
        case noNeed
        /// A whole, a least or a most below nothing, a most below the least, or needs beyond counting.
        case impossible
        /// The least for all who need something, with what is kept, comes to more than there is.
        case leastTooMuch(needed: Int64)
        /// What is kept comes to more than there is.
        case keptTooMuch(needed: Int64)
    }

    /// What is divided.
    public let whole: Int64
    /// The shares, in the order of the claims.
    public let shares: [Share]

    /// What stays undivided.
    public var rest: Int64 { whole - shares.reduce(0) { $0 + $1.amount } }

    /// Divides.
    /// - Parameters:
    ///   - whole: what is divided, with what is kept.
    ///   - least: what everybody who needs something has at least.
    ///   - most: what nobody gets more of, though whoever keeps more keeps it; nothing for no such bound.
    public init(of whole: Int64, among claims: [Claim], least: Int64 = 0, most: Int64? = nil) throws(Refusal) {
        let limit: Int64 = 1_000_000_000_000_000
        let needs = claims.reduce(Int128(0)) { $0 + Int128($1.need) }
        let kept = claims.reduce(Int128(0)) { $0 + Int128($1.kept) }
        guard (0...limit).contains(whole), (0...limit).contains(least),
            most.map({ $0 >= least && $0 <= limit }) ?? true,
            needs <= Int128(limit), kept <= Int128(limit), Set(claims.map(\.holder)).count == claims.count
        else { throw .impossible }
        guard needs > 0 else { throw .noNeed }
        guard kept <= Int128(whole) else { throw .keptTooMuch(needed: Int64(kept)) }
        let left = whole - Int64(kept)
        let bounds = claims.map { Bounds($0, least: least, most: most) }
        let needing = claims.indices.filter { claims[$0].need > 0 }
        let leastInAll = needing.reduce(kept) { $0 + Int128(bounds[$1].least) }
        guard leastInAll <= Int128(whole) else { throw .leastTooMuch(needed: Int64(clamping: leastInAll)) }
        var given = Self.bounded(left, claims, needing, bounds)
        Self.divide(left, claims, &given)
        self.whole = whole
        shares = claims.enumerated().map { index, claim in
            let proportion = Int128(left) * Int128(claim.need) * 1_000 / needs
            let (amount, reason) = given[index] ?? (0, .nothing)
            return Share(claim: claim, thousandths: Int64(proportion), amount: claim.kept + amount, reason: reason)
        }
    }

    /// The least and the most that one may get besides what it keeps.
    private struct Bounds {
        let least: Int64
        let most: Int64?

        init(_ claim: Claim, least: Int64, most: Int64?) {
            self.least = max(least - claim.kept, 0)
            self.most = most.map { max($0 - claim.kept, 0) }
        }
    }

    /// Those whose proportion lies outside the bounds, with their bound. Fixing them changes the proportion of the others, so that it
    /// is done until no one is outside, each time on the side that is further out.
    private static func bounded(_ whole: Int64, _ claims: [Claim], _ needing: [Int], _ bounds: [Bounds])
        -> [Int: (Int64, Reason)]
    {
        var fixed: [Int: (Int64, Reason)] = [:]
        while true {
            let open = needing.filter { fixed[$0] == nil }
            let left = Int128(whole) - fixed.values.reduce(Int128(0)) { $0 + Int128($1.0) }
            let needs = open.reduce(Int128(0)) { $0 + Int128(claims[$1].need) }
            guard needs > 0 else { return fixed }
            // In units of 1/needs, so that nothing is rounded.
            func out(_ index: Int) -> (below: Int128, above: Int128) {
                let share = left * Int128(claims[index].need)
                let (least, most) = (bounds[index].least, bounds[index].most)
                return (Int128(least) * needs - share, most.map { share - Int128($0) * needs } ?? -1)
            }
            let below = open.filter { out($0).below > 0 }
            let above = open.filter { out($0).above > 0 }
            guard !below.isEmpty || !above.isEmpty else { return fixed }
            let lacking = below.reduce(Int128(0)) { $0 + out($1).below }
            let exceeding = above.reduce(Int128(0)) { $0 + out($1).above }
            if lacking >= exceeding {
                for index in below { fixed[index] = (bounds[index].least, .least) }
            }
            if exceeding >= lacking {
                for index in above { fixed[index] = (bounds[index].most ?? 0, .most) }
            }
        }
    }

    /// What is left, among those without a bound: rounded down, and the last units by the largest remainder.
    private static func divide(_ whole: Int64, _ claims: [Claim], _ given: inout [Int: (Int64, Reason)]) {
        let open = claims.indices.filter { claims[$0].need > 0 && given[$0] == nil }
        let left = Int128(whole) - given.values.reduce(Int128(0)) { $0 + Int128($1.0) }
        let needs = open.reduce(Int128(0)) { $0 + Int128(claims[$1].need) }
        guard needs > 0 else { return }
        var spare = left
        var remainders: [(index: Int, remainder: Int128)] = []
        for index in open {
            let (share, remainder) = (left * Int128(claims[index].need)).quotientAndRemainder(dividingBy: needs)
            given[index] = (Int64(share), .proportion)
            remainders.append((index, remainder))
            spare -= share
        }
        remainders.sort { one, other in
            if one.remainder != other.remainder { return one.remainder > other.remainder }
            let (left, right) = (claims[one.index], claims[other.index])
            return left.need != right.need ? left.need > right.need : left.holder < right.holder
        }
        for (index, _) in remainders.prefix(Int(spare)) {
            given[index] = ((given[index]?.0 ?? 0) + 1, .remainder)
        }
    }
}
