import Grants
import Site
import Store

/// How a distribution was worked out, in words: on the form, and on the page of what was proposed.
struct DistributionWords {
    let texts: Texts
    let unit: QuotaUnit

    /// Why a share is as large as it is: a `Distribution.Reason`.
    func reason(_ reason: String) -> String {
        reason == "remainder" ? texts("\(unit.words).remainder") : texts("quotas.reason.\(reason)")
    }

    func basis(_ basis: DistributionWorking.Basis) -> String { texts("\(unit.words).basis.\(basis.rawValue)") }

    /// What a basis means for the partners.
    func note(_ basis: DistributionWorking.Basis) -> String { texts("\(unit.words).basis_note.\(basis.rawValue)") }

    /// The working whole, so that the second person sees what the first one saw.
    func view(_ working: DistributionWorking) -> View {
        let basis = working.basis ?? .anew
        let rows: [View] = working.rows.map { row in
            [
                "partner": row.partner, "need": texts.number(Int(row.need)),
                "kept": unit.short(row.kept ?? 0, texts), "share": unit.short(row.share, texts),
                "why": reason(row.why), "quota": unit.short(row.quota, texts), "adjusted": row.adjusted,
            ]
        }
        return [
            "rows": rows, "rule": texts("\(unit.words).rule"), "basis": self.basis(basis),
            "keeps": basis == .unused,
            "need": texts("needs.kind.\(working.need.rawValue)"), "whole": unit.long(working.whole, texts),
            "wholeTitle": texts("\(unit.words).field.whole"), "usedTitle": texts("\(unit.words).column.used"),
            "shareTitle": texts("\(unit.words).column.share"), "quotaTitle": texts("\(unit.words).column.quota"),
            "least": unit.long(working.least, texts), "most": working.most.map { unit.long($0, texts) },
        ]
    }
}
