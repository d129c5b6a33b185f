import Grants
import Money
import Site

/// The limits of a question in a sentence, so that nobody learns them from an error.
struct LimitWords {
    let texts: Texts

    func sentence(of question: Question) -> String? {
        let limits = question.limits
        switch question.kind {
        case .shortText: return characters(limits.characters)
        case .longText: return limits.words == nil ? characters(limits.characters) : nil
        case .number: return numbers(limits.smallest, limits.largest)
        case .money:
            return limits.largestMoney.map { texts("applications.limits.money", ["sum": texts.money($0.cents)]) }
        case .date: return days(limits.earliest, limits.latest)
        case .table, .partners, .activities, .budget:
            return rows(question.kind.rowWord, limits.fewestRows, limits.mostRows)
        case .choice, .choices, .yesNo, .file, .person, .school, .targetGroup, .period: return nil
        }
    }

    /// The limits of a project's first or last day, which the call sets for all projects.
    func sentence(ofPeriod part: String, in terms: CallTerms) -> String {
        guard part == "end" else {
            return texts("applications.limits.earliest", ["low": shown(terms.projectEarliestStart)])
        }
        let latest = texts("applications.limits.latest", ["high": shown(terms.projectLatestEnd)])
        return "\(latest) \(texts.plural("applications.limits.months", terms.longestMonths))"
    }

    private func characters(_ most: Int?) -> String? {
        most.map { texts.plural("applications.limits.characters", $0) }
    }

    private func numbers(_ smallest: Int64?, _ largest: Int64?) -> String? {
        switch (smallest, largest) {
        case (let low?, let high?): texts("applications.limits.between", ["low": shown(low), "high": shown(high)])
        case (let low?, nil): texts("applications.limits.smallest", ["low": shown(low)])
        case (nil, let high?): texts("applications.limits.largest", ["high": shown(high)])
        case (nil, nil): nil
        }
    }

    private func days(_ earliest: Day?, _ latest: Day?) -> String? {
        switch (earliest, latest) {
        case (let low?, let high?): texts("applications.limits.days", ["low": shown(low), "high": shown(high)])
        case (let low?, nil): texts("applications.limits.earliest", ["low": shown(low)])
        case (nil, let high?): texts("applications.limits.latest", ["high": shown(high)])
        case (nil, nil): nil
        }
    }

    private func rows(_ word: String, _ fewest: Int?, _ most: Int?) -> String? {
        switch (fewest, most) {
        case (let low?, let high?):
            texts("applications.limits.rows.\(word)", ["low": shown(Int64(low)), "high": shown(Int64(high))])
        case (let low?, nil): texts.plural("applications.limits.fewest_rows.\(word)", low)
        case (nil, let high?): texts.plural("applications.limits.most_rows.\(word)", high)
        case (nil, nil): nil
        }
    }

    private func shown(_ number: Int64) -> String {
        texts.number(Int(number))
    }

    private func shown(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }
}

extension Question.Kind {
    /// What one row of the answer is called in texts: `partners`, `activities`, or `table` for a row like any other.
    var rowWord: String {
        switch self {
        case .partners, .activities: rawValue
        default: "table"
        }
    }
}
