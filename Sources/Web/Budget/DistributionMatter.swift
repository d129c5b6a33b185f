import Budget
import Grants
import Money
import Site
import Store

/// What a form divides among partners: the money of a line, or the projects of a call.
struct DistributionMatter {
    /// One partner.
    struct Row {
        let partner: PartnerNeed
        /// What it has now; nothing for no limit.
        let given: Int64?
        /// How much of that is used: less it cannot have.
        let used: Int64
        /// Whether what it has was agreed on for this partner; else agreeing on as much is something new.
        let isAgreed: Bool
    }

    let unit: QuotaUnit
    /// Where the form is sent.
    let address: String
    /// What is divided unless something else is typed.
    let whole: Int64
    /// What quotas may come to in all; nothing for what is typed.
    let cap: Int64?
    /// By which need it is divided unless another is chosen.
    let need: NeedKind
    /// What partners keep unless something else is chosen.
    let basis: DistributionWorking.Basis
    let rows: [Row]

    init(_ table: QuotaTable) {
        unit = .cents
        address = "/work/budget/lines/\(table.line.code.urlEncoded)/distribution"
        (whole, cap) = (table.whole.cents, table.whole.cents)
        need = NeedKind.allCases.first { $0.line == table.line.code } ?? .learners
        basis = .anew
        rows = table.rows.map { row in
            Row(partner: row.partner, given: row.given.cents, used: row.bound.cents, isAgreed: true)
        }
    }

    init(_ table: PlacesTable, of draft: CallDraft) {
        unit = .projects
        address = "\(draft.address)/quotas/distribution"
        (whole, cap) = (Int64(draft.terms.projectsPaidFor), nil)
        need = .learners
        basis = .unused
        rows = table.rows.map { row in
            Row(
                partner: row.partner,
                given: row.quota.places.map(Int64.init),
                used: Int64(row.quota.taken),
                isAgreed: row.isAgreed
            )
        }
    }
}
