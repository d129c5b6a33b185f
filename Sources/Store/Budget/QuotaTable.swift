public import Budget
public import Grants
public import Money

/// The quotas of one funding line as they stand, and what the partners need.
public struct QuotaTable: Sendable, Hashable {
    /// One partner.
    public struct Row: Sendable, Hashable {
        /// The partner and its needs.
        public let partner: PartnerNeed
        /// Its quota's node, once there is one.
        public let node: Node.ID?
        /// What it was given in all.
        public let given: Euro
        /// How much of that is bound or spent: less it cannot have.
        public let bound: Euro
    }

    /// The line.
    public let line: Node
    /// What there is to divide: what is free at the line, and what the quotas were given.
    public let whole: Euro
    /// The partners by name.
    public let rows: [Row]

    init(_ line: Node, _ overview: [NodeSums], _ needs: [PartnerNeed]) {
        self.line = line
        let allotment = Allotment(overview)
        let quotas = overview.filter { $0.node.parent == line.id && $0.node.kind == .quota }
        let byHolder = Dictionary(quotas.map { ($0.node.holder, $0) }) { first, _ in first }
        rows = needs.map { partner in
            let quota = byHolder[Self.holder(partner.organisation)]
            let given = quota.flatMap { allotment.given[$0.node.id] } ?? .zero
            return Row(partner: partner, node: quota?.node.id, given: given, bound: given - (quota?[.free] ?? .zero))
        }
        let free = overview.first { $0.node.id == line.id }?[.free] ?? .zero
        whole = rows.map(\.given).reduce(free, +)
    }

    /// A partner as the budget knows it.
    static func holder(_ organisation: Organisation.ID) -> DocumentReference? {
        DocumentReference(kind: "partner", key: organisation.description)
    }
}
