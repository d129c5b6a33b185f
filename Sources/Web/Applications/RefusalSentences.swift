import Foundation
import Grants
import Money
import Site

/// Refusals in words that say what to do.
struct RefusalSentences {
    let texts: Texts

    func sentence(_ refusal: ChangeRefusal) -> String {
        switch refusal {
        case .notEditor: say("not_editor")
        case .locked(let state): say("locked.\(state.rawValue)")
        case .unknownField: say("unknown_field")
        case .unreadable: say("unreadable")
        case .tooLarge: say("too_large")
        }
    }

    func sentence(_ refusal: SigningRefusal) -> String {
        switch refusal {
        case .notEditor: say("not_editor")
        case .wrongState(let state): say("wrong_state.\(state.rawValue)")
        case .newerTerms(let version): say("newer_terms", ["n": String(version)])
        case .kindNotAllowed(let kind, let allowed): other(kind, allowed)
        case .incomplete(let findings): incomplete(findings)
        }
    }

    func sentence(_ refusal: SubmissionRefusal) -> String {
        switch refusal {
        case .notSignatory: say("not_signatory")
        case .keyUsedOtherwise: say("key_used")
        case .alreadySubmitted(let number, let instant):
            say("already_submitted", ["number": number, "instant": InstantWords.exact(instant, texts)])
        case .callCancelled: say("cancelled")
        case .notOpenYet(let opensAt): say("not_open", ["instant": texts.instant(opensAt)])
        case .deadlinePassed(let end, let arrived):
            say("too_late", ["end": InstantWords.exact(end, texts), "arrived": InstantWords.exact(arrived, texts)])
        case .newerTerms(let version): say("newer_terms", ["n": String(version)])
        case .changedSince: say("changed")
        case .kindNotAllowed(let kind, let allowed): other(kind, allowed)
        case .agreementNotInForce(let day):
            say("agreement", ["day": texts.date(year: day.year, month: day.month, day: day.day)])
        case .notDeclared: say("not_declared")
        case .incomplete(let findings): incomplete(findings)
        case .quotaUsedUp: say("quota")
        }
    }

    func sentence(_ refusal: WithdrawalRefusal) -> String {
        switch refusal {
        case .notSignatory: say("not_signatory")
        case .notSubmitted: say("not_submitted")
        case .deadlinePassed(let end, _): say("withdraw_late", ["end": InstantWords.exact(end, texts)])
        }
    }

    func sentence(_ refusal: EnquiryRefusal, typed text: String) -> String {
        switch refusal {
        case .notOpen: texts("applications.asked.closed")
        case .textLength, .answerLength:
            texts(text.allSatisfy(\.isWhitespace) ? "applications.asked.empty" : "applications.asked.long")
        case .unknownField: say("unknown_field")
        case .tooManyWaiting(let most): texts("applications.asked.many", ["n": texts.number(most)])
        }
    }

    private func other(_ kind: Organisation.Kind, _ allowed: [Organisation.Kind]) -> String {
        let kinds = allowed.map { texts("applications.start.kinds.\($0.rawValue)") }.joined(separator: ", ")
        return say("kind", ["kind": texts("applications.start.kind.\(kind.rawValue)"), "kinds": kinds])
    }

    private func incomplete(_ findings: [Finding]) -> String {
        texts.plural("applications.refusals.incomplete", findings.count)
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("applications.refusals.\(key)", values)
    }
}

/// Instants that decide something, and the time that is left until one.
enum InstantWords {
    /// To the millisecond, with the zone: `30.11.2026. plkst. 23:59:59,800 (Rīgas laiks)`.
    static func exact(_ instant: Date, _ texts: Texts) -> String {
        // Half a millisecond is far more than a Double loses and far less than what is cut.
        let milliseconds = Int64((instant.timeIntervalSince1970 * 1_000 + 0.01).rounded(.down))
        let rest = Int(((milliseconds % 1_000) + 1_000) % 1_000)
        let second = Date(timeIntervalSince1970: Double((milliseconds - Int64(rest)) / 1_000))
        let digits = String(rest)
        let padded = String(repeating: "0", count: 3 - digits.count) + digits
        return texts("applications.exact", ["instant": texts.instant(second), "milliseconds": padded])
    }

    /// Days and hours, or hours and minutes near the end.
    static func left(until end: Date, now: Date, _ texts: Texts) -> String {
        let minutes = Int((end.timeIntervalSince(now) / 60).rounded(.down))
        guard end > now else { return texts("applications.time_left.over") }
        guard minutes >= 1 else { return texts("applications.time_left.soon") }
        let hours = minutes / 60
        if hours >= 24 {
            let rest = texts.plural("applications.time_left.hours", hours % 24)
            return texts.plural("applications.time_left.days", hours / 24, ["hours": rest])
        }
        let rest = texts.plural("applications.time_left.minutes", minutes % 60)
        return texts.plural("applications.time_left.only_hours", hours, ["minutes": rest])
    }
}
