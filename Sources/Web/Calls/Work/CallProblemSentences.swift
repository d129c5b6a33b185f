import Foundation
import Grants
import Money
import Site
import Store

/// Says what stops the publication of a call, and where to mend it.
struct CallProblemSentences {
    let texts: Texts
    let draft: CallDraft

    /// Where and what: `Jautājums "Vajadzība": trūkst angļu teksta.`
    func sentence(_ problem: CallProblem) -> String {
        "\(place(problem.place)): \(fault(problem.fault))"
    }

    /// The page where it is mended.
    func address(_ place: CallProblem.Place) -> String {
        draft.address + path(place)
    }

    private func path(_ place: CallProblem.Place) -> String {
        switch place {
        case .title, .purpose, .legalBasis: "/edit/texts"
        case .money, .amount: "/edit/money"
        case .applicants: "/edit/applicants"
        case .window, .project: "/edit/dates"
        case .form: "/form"
        case .section(let key): "/edit/sections/\(key)"
        case .question(let key): "/edit/questions/\(key)"
        case .document(let key): "/edit/documents/\(key)"
        case .costs: draft.terms.amount.mode == .fixed ? "#list-categories" : "/edit/categories/new"
        case .category(let key): "/edit/categories/\(key)"
        case .conformity: "/edit/conformity/new"
        case .conformityCriterion(let key): "/edit/conformity/\(key)"
        case .quality: "/edit/scoring"
        case .qualityCriterion(let key): "/edit/quality/\(key)"
        }
    }

    private func place(_ place: CallProblem.Place) -> String {
        switch place {
        case .title: texts("calls.places.title")
        case .purpose: texts("calls.places.purpose")
        case .legalBasis: texts("calls.places.basis")
        case .money: texts("calls.places.money")
        case .amount: texts("calls.places.amount")
        case .applicants: texts("calls.places.applicants")
        case .window: texts("calls.places.window")
        case .project: texts("calls.places.project")
        case .form: texts("calls.places.form")
        case .section(let key): named("section", key, .sections)
        case .question(let key): named("question", key, .questions)
        case .document(let key): named("document", key, .documents)
        case .costs: texts("calls.places.costs")
        case .category(let key): named("category", key, .categories)
        case .conformity: texts("calls.places.conformity")
        case .conformityCriterion(let key): named("conformity_item", key, .conformity)
        case .quality: texts("calls.places.quality")
        case .qualityCriterion(let key): named("quality_item", key, .quality)
        }
    }

    private func named(_ place: String, _ key: String, _ list: CallList) -> String {
        let title = draft.terms.title(of: key, in: list)?.text(in: texts.language.rawValue) ?? key
        return texts("calls.places.\(place)", ["title": title.isEmpty ? key : title])
    }

    private func fault(_ fault: CallProblem.Fault) -> String {
        switch fault {
        case .latvianMissing: say("latvian")
        case .englishMissing: say("english")
        case .textTooLong(let longest): say("too_long", ["n": texts.number(longest)])
        case .noneGiven: say("none")
        case .actIncomplete: say("act")
        case .fundingLineUnknown(let code): say("line", ["code": code])
        case .lessThanOneProject(let sum): say("less_than_one", ["sum": texts.money(sum.cents)])
        case .moreThanLine(let sum): say("more_than_line", ["sum": texts.money(sum.cents)])
        case .sumNotPositive: say("sum")
        case .quotaOutOfRange(let largest): say("quota", ["n": String(largest)])
        case .closesBeforeOpening: say("closes_before_opening")
        case .closesInPast: say("closes_in_past")
        case .windowShort(let earliest): say("window_short", ["instant": texts.instant(earliest)])
        case .shortened(let from): say("shortened", ["instant": texts.lastSecond(before: from)])
        case .alreadyOpened(let at): say("already_opened", ["instant": texts.instant(at)])
        case .endsBeforeStart: say("ends_before_start")
        case .outsideLine(let first, let last): say("outside_line", ["first": day(first), "last": day(last)])
        case .endsBeforeClosing: say("ends_before_closing")
        case .durationOutOfRange(let largest): say("duration", ["n": String(largest)])
        case .keyMisshapen: say("key")
        case .keyRepeated: say("key_repeated")
        case .noQuestions: say("no_questions")
        case .titleQuestionMissing: say("title_question")
        case .budgetMissing: say("budget_missing")
        case .budgetNotAsked: say("budget_not_asked")
        case .kindRepeated: say("kind_repeated")
        case .kindChanged(let kind): say("kind_changed", ["kind": texts("calls.kinds.\(kind.rawValue)")])
        case .tooFewOptions: say("options")
        case .noColumns: say("columns")
        case .columnKindUnfit(let key): say("column_kind", ["key": key])
        case .partKeyWrong(let key): say("part_key", ["key": key])
        case .partTitleMissing(let key): say("part_title", ["key": key])
        case .conditionUnknown, .conditionNotEarlier, .conditionNotChoice, .conditionAnswerUnknown: say("condition")
        case .limitOutOfRange(let least, let most): say("limit", ["least": String(least), "most": texts.number(most)])
        case .limitsCrossed: say("limits_crossed")
        case .tooManyFiles(let largest), .tooMany(let largest): say("too_many", ["n": String(largest)])
        case .ceilingOutOfRange: say("ceiling")
        case .ceilingsTooLow: say("ceilings_low")
        case .scaleOutOfRange: say("scale")
        case .weightOutOfRange: say("weight")
        case .thresholdTooHigh(let largest): say("threshold", ["n": String(largest)])
        }
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("calls.faults.\(key)", values)
    }

    private func day(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }
}
