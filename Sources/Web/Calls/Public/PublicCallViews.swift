import Foundation
import Grants
import Money
import Site
import Store

/// The list of calls and the front page for everybody.
struct PublicCallViews {
    let texts: Texts
    let now: Date

    private var words: CallWords { CallWords(texts: texts) }

    /// One call in a list.
    func card(_ call: PublishedCall) -> View {
        [
            "number": call.call.number, "kind": words.kind(call.call.kind), "title": words.view(call.terms.title),
            "href": call.address, "tag": words.tag(call, at: now), "window": words.window(call, at: now),
            "timeLeft": words.timeLeft(call, at: now),
            "amount": "\(texts("publiccalls.facts.amount")): \(words.amount(call.terms.amount))",
            "applicants": words.applicants(call.terms.applicants),
        ]
    }

    /// `calls/public/list`
    func list(_ all: [PublishedCall], _ filter: CallFilter) -> View {
        let chosen = all.filter { filter.wants($0, at: now) }.inReadingOrder(at: now)
        let sentence: String
        if all.isEmpty {
            sentence = texts("publiccalls.list.none_at_all")
        } else if chosen.isEmpty {
            sentence = texts("publiccalls.list.none")
        } else {
            sentence = texts.plural("publiccalls.list.found", chosen.count)
        }
        return [
            "action": "/calls", "filtered": filter.isNarrow, "phaseField": phases(filter), "kindField": kinds(filter),
            "applicantField": applicants(filter),
            "textField": Field("text", label: texts("publiccalls.list.text")).text(filter.words, type: "search"),
            "sentence": sentence, "anyCalls": !chosen.isEmpty, "calls": chosen.map { card($0) },
        ]
    }

    /// `front/home`
    func front(_ all: [PublishedCall], _ lines: [ProgrammeLine]) -> View {
        let open = all.filter { $0.phase(at: now) == .open }.inReadingOrder(at: now)
        let coming = all.filter { $0.phase(at: now) == .coming }.inReadingOrder(at: now)
        return [
            "open": open.map { card($0) }, "anyOpen": !open.isEmpty, "coming": coming.map { card($0) },
            "anyComing": !coming.isEmpty, "lines": lines.map { line($0) }, "anyLines": !lines.isEmpty,
        ]
    }

    private func line(_ line: ProgrammeLine) -> View {
        let years = ["start": words.day(line.line.starts), "end": words.day(line.line.ends)]
        return [
            "name": words.text(line.line.name), "planned": texts.number(line.planned),
            "money": texts.money(line.line.money.cents), "years": texts("publiccalls.facts.project_dates", years),
        ]
    }

    private func phases(_ filter: CallFilter) -> View {
        let phases: [Call.Phase] = [.open, .coming, .closed]
        let choices = phases.map { Field.Choice(value: $0.rawValue, label: texts("publiccalls.phases.\($0.rawValue)")) }
        return select("phase", choices, filter.phase?.rawValue)
    }

    private func kinds(_ filter: CallFilter) -> View {
        let choices = Call.Kind.allCases.map { Field.Choice(value: $0.rawValue, label: words.kind($0)) }
        return select("kind", choices, filter.kind?.rawValue)
    }

    private func applicants(_ filter: CallFilter) -> View {
        let kinds: [Organisation.Kind] = [.municipality, .school, .vocational, .association]
        let choices = kinds.map {
            Field.Choice(value: $0.rawValue, label: texts("publiccalls.organisations.\($0.rawValue)"))
        }
        return select("applicant", choices, filter.applicant?.rawValue)
    }

    private func select(_ name: String, _ choices: [Field.Choice], _ chosen: String?) -> View {
        let any = Field.Choice(value: "", label: texts("publiccalls.list.any"))
        let field = Field(name, label: texts("publiccalls.list.\(name)"))
        return field.choices([any] + choices, chosen: [chosen ?? ""])
    }
}
