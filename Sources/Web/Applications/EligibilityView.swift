import Foundation
import Grants
import Money
import Site

/// The answers of the self-check, each with its reason and what helps.
struct EligibilityView {
    let texts: Texts

    func reason(_ finding: EligibilityFinding) -> View {
        let (sentence, help) = words(finding)
        return reason(sentence, holds: finding.holds, help: finding.holds ? nil : help)
    }

    /// Whether the person may write for the organisation.
    func role(holds: Bool) -> View {
        reason(say(holds ? "role" : "no_role"), holds: holds, help: holds ? nil : say("no_role_help"))
    }

    private func reason(_ sentence: String, holds: Bool, help: String?) -> View {
        [
            "sentence": sentence, "help": help, "tone": holds ? "go" : "stop",
            "word": texts("applications.start.\(holds ? "passed" : "failed")"),
        ]
    }

    private func words(_ finding: EligibilityFinding) -> (String, String?) {
        switch finding {
        case .open(_, .open, _, let end): (say("open", ["instant": texts.lastSecond(before: end)]), nil)
        case .open(_, .coming, let start, _): (say("coming", ["instant": texts.instant(start)]), nil)
        case .open(_, .closed, _, let end): (say("closed", ["instant": texts.lastSecond(before: end)]), nil)
        case .kind(_, let kind, let allowed):
            (
                say("kind", ["kind": texts("applications.start.kind.\(kind.rawValue)")]),
                say("kind_who", ["kinds": names(allowed)])
            )
        case .agreement(true, let found?): (say("agreement", ["day": shown(found.until)]), nil)
        case .agreement(_, let found?):
            (
                say("agreement_other", ["from": shown(found.from), "until": shown(found.until)]),
                say("no_agreement_help")
            )
        case .agreement(_, nil): (say("no_agreement"), say("no_agreement_help"))
        case .quota(true, let quota):
            (
                texts.plural(
                    "applications.start.reasons.quota",
                    quota.left ?? 0,
                    ["places": String(quota.places ?? 0)]
                ), nil
            )
        case .quota(false, let quota):
            (say("quota_used", ["places": String(quota.places ?? 0)]), say("quota_help"))
        }
    }

    private func names(_ kinds: [Organisation.Kind]) -> String {
        kinds.map { texts("applications.start.kinds.\($0.rawValue)") }.joined(separator: ", ")
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("applications.start.reasons.\(key)", values)
    }

    private func shown(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }
}
