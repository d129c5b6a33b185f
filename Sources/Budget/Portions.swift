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
        for portion in Portion.allCases where portion != (node.node.kind == .quota ? .free : .quota) {
            sums[portion] = node[portion.stage]
        }
    }

    /// How much is doing this.
    public subscript(portion: Portion) -> Euro {
        sums[portion] ?? .zero
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

    /// What is left when a part is taken away.
    public static func - (left: Portions, right: Portions) -> Portions {
        var rest = Portions()
        for portion in Portion.allCases { rest.sums[portion] = left[portion] - right[portion] }
        return rest
    }
}
