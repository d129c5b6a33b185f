import Foundation
import Grants
import Money
import Site

/// What changed in a call, in words for those who have a draft.
struct CallSentences {
    let texts: Texts

    private var language: String { texts.language.rawValue }

    func sentence(_ change: CallChange) -> String {
        switch change {
        case .title(let title): say("title", ["title": title.text(in: language)])
        case .purpose: say("purpose")
        case .legalBasis: say("legal_basis")
        case .money(let before, let now): say("money", ["sum": shown(now), "before": shown(before)])
        case .amount(let before, let now): say("amount", ["sum": shown(now.sum), "before": shown(before.sum)])
        case .applicants: say("applicants")
        case .opening(_, let instant): say("opening", ["instant": texts.instant(instant)])
        case .closing(_, let end): say("closing", ["instant": texts.lastSecond(before: end)])
        case .project(let first, let last): say("project", ["low": shown(first), "high": shown(last)])
        case .duration(let before, let now): say("duration", ["n": String(now), "before": String(before)])
        case .section(let difference, let title): item("section", difference, title)
        case .question(let difference, _, let title): item("question", difference, title)
        case .document(let difference, _, let title): item("document", difference, title)
        case .category(let difference, let title): item("category", difference, title)
        case .conformity(let difference, let title), .quality(let difference, let title):
            item("criterion", difference, title)
        case .qualityThreshold: say("threshold")
        case .order(.conformity), .order(.quality): say("order_criteria")
        case .order(let listing): say("order_\(listing.rawValue)")
        }
    }

    /// What one project may get.
    func sentence(_ amount: CallAmount) -> String {
        switch amount.mode {
        case .fixed: texts("applications.amount_fixed", ["sum": shown(amount.sum)])
        case .ceiling: texts("applications.amount_ceiling", ["sum": shown(amount.sum)])
        }
    }

    private func item(_ key: String, _ difference: CallChange.Difference, _ title: Bilingual) -> String {
        say("\(key)_\(difference.rawValue)", ["title": title.text(in: language)])
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("applications.version.changes.\(key)", values)
    }

    private func shown(_ sum: Euro) -> String {
        texts.money(sum.cents)
    }

    private func shown(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }
}
