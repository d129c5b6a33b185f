import Budget
import Foundation
import Grants
import Money

/// Places of the partners in the open initiative call, worked out from the same invented needs as the quotas of money.
extension Seed {
    /// Divides as many projects as the call's money pays for: every partner keeps what it has handed in and has one place at least.
    /// An officer proposes it, and finance agrees.
    func places(_ calls: [SeedCall: Call.ID]) async throws {
        let officer = try await visitor("programma@kopiena.example", in: SeedAccount.agency)
        let finance = try await visitor("finanses@kopiena.example", in: SeedAccount.agency)
        guard let call = calls[.initiative], let draft = try await stores.calls.draft(call) else { throw Missing() }
        let key = Self.key("places.\(SeedCall.initiative.rawValue)")
        let known = try await stores.calls.proposedPlaces(key, by: officer)
        let proposed = if let known { known } else { try await proposePlaces(draft, key, officer) }
        try await stores.calls.approvePlaces(proposed, of: call, by: finance)
    }

    private func proposePlaces(_ draft: CallDraft, _ key: UUID, _ officer: Visitor) async throws -> PlacesProposal.ID {
        let table = try await stores.calls.places(draft)
        let claims = table.rows.compactMap { row in
            QuotaTable.holder(row.partner.organisation).map {
                Distribution.Claim(
                    $0,
                    need: Int64(row.partner.learners[.learners] ?? 0),
                    kept: Int64(row.quota.taken)
                )
            }
        }
        let whole = Int64(draft.terms.projectsPaidFor)
        let divided = try Distribution(of: whole, among: claims, least: 1)
        var wanted: [Organisation.ID: Int] = [:]
        var rows: [DistributionWorking.Row] = []
        for (row, share) in zip(table.rows, divided.shares) {
            wanted[row.partner.organisation] = Int(share.amount)
            rows.append(
                DistributionWorking.Row(partner: row.partner.name, share: share, quota: share.amount, adjusted: nil)
            )
        }
        return try await stores.calls.propose(
            wanted,
            for: table,
            working: DistributionWorking(
                need: .learners,
                basis: .unused,
                whole: whole,
                least: 1,
                most: nil,
                rows: rows
            ),
            key: key,
            reason: "Paraugs: vietas pēc izdomātiem izglītojamo skaitiem",
            by: officer
        ).id
    }
}
