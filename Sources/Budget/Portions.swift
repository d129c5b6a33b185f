public import Money

/// What the money of a line is doing, in the order in which money goes its way.
public enum Portion: String, Sendable, Hashable, CaseIterable {
    /// At the line or its calls, bound to nothing.
    case free
    /// Given to partners as quotas, not yet bound.
    case quota
    /// An approved decision waits for its contract.
    case reserved
    /// A signed obligation.
    case committed
    /// A payment approved, not yet booked by the bank.
    case payable
    /// Paid, the result not yet accepted.
    case advanced
    /// Paid and accepted as eligible.
    case accepted
    /// Demanded back.
    case recoverable
    /// Lost.
    case writtenOff = "written_off"

    /// Where money of this portion stands in the ledger.
    public var stage: Stage {
        switch self {
        case .free, .quota: .free
        case .reserved: .reserved
        case .committed: .committed
        case .payable: .payable
        case .advanced: .advanced
        case .accepted: .accepted
        case .recoverable: .recoverable
        case .writtenOff: .writtenOff
        }
    }

    /// Whether the bank has moved it: what is planned is split between the sources by reckoning alone.
    public var isPaid: Bool {
        switch self {
        case .free, .quota, .reserved, .committed, .payable: false
        case .advanced, .accepted, .recoverable, .writtenOff: true
        }
    }
}

/// A sum of money by what it is doing.
public struct Portions: Sendable, Hashable {
    private var sums: [Portion: Euro] = [:]

    /// Nothing.
    public init() {}

    /// What stands at a node, the nodes under it not.
    public init(_ node: NodeSums) {
        self.init(node.sums, atQuota: node.node.kind == .quota)
    }

    /// What stands at the stages of a node, or of a document there.
    /// - Parameter isQuota: whether free money of that node is a partner's.
    public init(_ stages: [Stage: Euro], atQuota isQuota: Bool = true) {
        for portion in Portion.allCases where portion != (isQuota ? .free : .quota) {
            sums[portion] = stages[portion.stage]
        }
    }

    /// How much is doing this.
    public internal(set) subscript(portion: Portion) -> Euro {
        get { sums[portion] ?? .zero }
        set { sums[portion] = newValue }
    }

    /// All of it: what was assigned and has not been given back.
    public var total: Euro {
        Portion.allCases.map { self[$0] }.sum
    }

    /// Both sums.
    public static func + (left: Portions, right: Portions) -> Portions {
        var both = Portions()
        for portion in Portion.allCases { both.sums[portion] = left[portion] + right[portion] }
        return both
    }

    /// The fund's parts, reckoned: what has gone furthest is split first, so that what is yet planned cannot change it.
    public func fundParts(_ rate: SourceRate) -> Portions {
        let order = Array(Portion.allCases.reversed())
        var parts = Portions()
        for (portion, part) in zip(order, rate.fundParts(of: order.map { self[$0] })) { parts.sums[portion] = part }
        return parts
    }

    /// The fund's parts: of what the bank has moved as they were booked, of what is planned reckoned on top of it, so that the fund pays
    /// no more of all than its share, and of no sum more than the sum.
    /// - Parameter booked: the fund's booked parts; nothing where no booking was read, and all is reckoned.
    public func fundParts(_ rate: SourceRate, booked: Portions?) -> Portions {
        guard let booked else { return fundParts(rate) }
        let order = Array(Portion.allCases.reversed())
        var parts = Portions()
        for portion in order where portion.isPaid { parts[portion] = booked[portion] }
        var held = order.filter(\.isPaid).map { self[$0] }.sum
        for portion in order where !portion.isPaid {
            let sum = self[portion]
            held = held + sum
            let due = rate.fundPart(of: held) - parts.total
            parts[portion] = min(max(due, min(sum, .zero)), max(sum, .zero))
        }
        return parts
    }

    /// The fund's parts of a whole, divided among those who hold it, so that they add up to it: by what is planned one after the
    /// other, by what is booked as it was booked for each.
    static func divide(_ fund: Portions, among holders: [(held: Portions, booked: Portions)]) -> [Portions] {
        var shares = holders.map(\.booked)
        for portion in Portion.allCases where !portion.isPaid {
            let whole = holders.map { $0.held[portion] }.sum
            var (held, given) = (Euro.zero, Euro.zero)
            for (index, holder) in holders.enumerated() {
                held = held + holder.held[portion]
                let upTo = whole == .zero ? 0 : Int128(fund[portion].cents) * Int128(held.cents) / Int128(whole.cents)
                shares[index][portion] = Euro(cents: Int64(upTo)) - given
                given = Euro(cents: Int64(upTo))
            }
        }
        return shares
    }

    /// Whether the bank has moved any of it, and whether any is planned.
    public var kinds: (isPaid: Bool, isPlanned: Bool) {
        let there = Portion.allCases.filter { self[$0] != .zero }
        return (there.contains(where: \.isPaid), there.contains { !$0.isPaid })
    }

    /// What is left when a part is taken away.
    public static func - (left: Portions, right: Portions) -> Portions {
        var rest = Portions()
        for portion in Portion.allCases { rest.sums[portion] = left[portion] - right[portion] }
        return rest
    }
}
