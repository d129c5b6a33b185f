public import Budget
public import Foundation
public import Grants
public import Money
import Postgres

/// Quotas of partners: money of a funding line, divided by need and agreed to by two people.
extension Finances {
    /// The quotas of a line that is not competitive; nothing for other codes.
    public func quotas(of line: String, for visitor: Visitor) async throws -> QuotaTable? {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let overview = try await Ledger.overview(in: tx)
            guard let node = overview.first(where: { $0.node.code == line && $0.node.kind == .line })?.node else {
                return nil
            }
            // A competitive line gives its money to calls, the agency's own to nobody, and one with lines under it to those.
            let isQuota = try await Ledger.lines(in: tx).contains { $0.node == node.id && $0.mode == .quota }
            let below = overview.filter { $0.node.parent == node.id }
            guard isQuota, below.allSatisfy({ $0.node.kind == .quota }) else { return nil }
            return QuotaTable(node, overview, try await NeedRow.all(in: tx))
        }
    }

    /// Proposes quotas: what differs from now is taken from or given to the partners, once another person agrees.
    ///
    /// Throws `BudgetRefusal` and `ReadsOnly`.
    public func propose(
        quotas wanted: [Organisation.ID: Euro],
        of line: Node,
        working: DistributionWorking,
        key: UUID,
        effective: Day,
        reason: String,
        by visitor: Visitor
    ) async throws -> Proposed {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(working), as: UTF8.self)
        return try await deciding(by: visitor) {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                let there = try await Ledger.overview(in: tx).filter { $0.node.parent == line.id }
                var sums: [Node.ID: Euro] = [:]
                for (organisation, sum) in wanted.sorted(by: { $0.key < $1.key }) {
                    let known = there.first { $0.node.holder == QuotaTable.holder(organisation) }?.node.id
                    let node =
                        if let known { known } else { try await Self.quota(of: organisation, under: line, in: tx) }
                    sums[node] = sum
                }
                // Again, now with the quotas that were opened.
                let moves = Allotment(try await Ledger.overview(in: tx)).moves(to: sums)
                let proposal = Proposal(
                    .distribution,
                    moves.map { .move($0) },
                    key: key,
                    effective: effective,
                    reason: reason,
                    cause: DocumentReference(kind: "quotas", key: line.code),
                    working: text
                )
                let proposed = try await Ledger.propose(proposal, in: tx)
                if proposed.isNew { try await Self.note("proposed", proposed.id, reason, in: tx) }
                return proposed
            }
        }
    }

    private static func quota(of organisation: Organisation.ID, under line: Node, in tx: Transaction) async throws
        -> Node.ID
    {
        try await Ledger.openNode(
            .quota,
            "\(line.code)-P\(organisation)",
            under: line.id,
            holder: QuotaTable.holder(organisation),
            in: tx
        )
    }
}
