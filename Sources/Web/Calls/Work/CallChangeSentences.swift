import Foundation
import Grants
import Money
import Site

/// Says what a new version of a call changes.
struct CallChangeSentences {
    let texts: Texts

    func sentence(_ change: CallChange) -> String {
        switch change {
        case .title(let title): say("title", ["title": text(title)])
        case .purpose: say("purpose")
        case .legalBasis: say("basis")
        case .money(let from, let to): say("money", ["from": texts.money(from.cents), "to": texts.money(to.cents)])
        case .amount(let from, let to): say("amount", ["from": amount(from), "to": amount(to)])
        case .applicants: say("applicants")
        case .opening(let from, let to): say("opening", ["from": texts.instant(from), "to": texts.instant(to)])
        case .closing(let from, let to):
            say("closing", ["from": texts.lastSecond(before: from), "to": texts.lastSecond(before: to)])
        case .project(let first, let last): say("project", ["first": day(first), "last": day(last)])
        case .duration(let from, let to): say("duration", ["from": String(from), "to": String(to)])
        case .section(let what, let title): item("section", what, title)
        case .question(let what, _, let title): item("question", what, title)
        case .document(let what, _, let title): item("document", what, title)
        case .category(let what, let title): item("category", what, title)
        case .conformity(let what, let title): item("conformity", what, title)
        case .quality(let what, let title): item("quality", what, title)
        case .qualityThreshold(let from, let to): say("threshold", ["from": count(from), "to": count(to)])
        case .order(let listing): say("order_\(listing.rawValue)")
        }
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("calls.changes.\(key)", values)
    }

    private func item(_ kind: String, _ what: CallChange.Difference, _ title: Bilingual) -> String {
        say("\(kind)_\(what.rawValue)", ["title": text(title)])
    }

    private func text(_ words: Bilingual) -> String {
        words.text(in: texts.language.rawValue)
    }

    private func amount(_ amount: CallAmount) -> String {
        texts("calls.changes.amount_\(amount.mode.rawValue)", ["sum": texts.money(amount.sum.cents)])
    }

    private func day(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }

    private func count(_ number: Int?) -> String {
        number.map(String.init) ?? texts("calls.show.none")
    }
}
