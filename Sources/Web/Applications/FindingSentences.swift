import Grants
import Money
import Site

/// What the checks found, in words that say what to do.
struct FindingSentences {
    let texts: Texts
    let terms: CallTerms

    /// The sentence beside the field.
    func sentence(_ finding: Finding) -> String {
        switch finding.code {
        case .missing: return missing(finding)
        case .documentMissing: return say("missing_document")
        case .tooLong(let characters, let limit): return count("too_long", limit, now: characters)
        case .tooManyWords(let words, let limit): return count("too_many_words", limit, now: words)
        case .notANumber: return say("not_a_number")
        case .numberTooSmall(let low): return say("number_too_small", ["low": texts.number(Int(low))])
        case .numberTooLarge(let high): return say("number_too_large", ["high": texts.number(Int(high))])
        case .notMoney: return say("not_money")
        case .moneyTooLarge(let sum): return say("money_too_large", ["sum": texts.money(sum.cents)])
        case .notADay: return say("not_a_day")
        case .dayTooEarly(let day): return say("day_too_early", ["day": shown(day)])
        case .dayTooLate(let day): return say("day_too_late", ["day": shown(day)])
        case .unknownOption: return say("unknown_option")
        case .tooFewRows(let rows, let fewest): return count("too_few_rows.\(rowWord(finding))", fewest, now: rows)
        case .tooManyRows(let rows, let most): return count("too_many_rows.\(rowWord(finding))", most, now: rows)
        case .tooManyFiles(let files, let most): return count("too_many_files", most, now: files)
        case .notAnEmail: return say("not_an_email")
        case .notAPhone: return say("not_a_phone")
        case .registrationNumber(let flaw): return sentence(flaw)
        case .educationNumber: return say("education_number")
        case .partnerRepeated(let row): return say("partner_repeated", ["n": String(row + 1)])
        case .partnerIsApplicant: return say("partner_is_applicant")
        case .nobodyInTargetGroup: return say("nobody")
        case .groupLargerThanAll(_, let all): return say("group_larger", ["all": texts.number(Int(all))])
        case .nobodyAtRisk: return say("nobody_at_risk")
        case .endsBeforeStart(let day): return say("ends_before_start", ["day": shown(day)])
        case .lastsTooLong(let months, let latest):
            return texts.plural("applications.findings.lasts_too_long", months, ["day": shown(latest)])
        case .startsInThePast(let today): return say("starts_in_past", ["day": shown(today)])
        case .outsidePeriod(let start, let end):
            return say("outside_period", ["low": shown(start), "high": shown(end)])
        case .notAQuantity: return say("not_a_quantity")
        case .lineTooLarge: return say("line_too_large")
        case .categoryOverShare(let category, let total, let ceiling, let points):
            return over("category_over_share", category, total, ceiling, share: points)
        case .categoryOverCeiling(let category, let total, let ceiling):
            return over("category_over_ceiling", category, total, ceiling, share: nil)
        case .totalOverCeiling(let total, let ceiling):
            return say("total_over", ["ceiling": texts.money(ceiling.cents), "total": texts.money(total.cents)])
        case .totalIsNothing: return say("total_nothing")
        }
    }

    /// The same with the name of its field, for lists that lead there.
    func line(_ finding: Finding) -> String {
        line(label(of: finding.place), sentence(finding))
    }

    /// A label and what is said of it. A question ends with a mark of its own.
    func line(_ label: String, _ sentence: String) -> String {
        label.hasSuffix("?") ? "\(label) \(sentence)" : "\(label): \(sentence)"
    }

    /// What the field is called, its row and part included.
    func label(of place: Finding.Place) -> String {
        guard let question = terms.question(place.field) else {
            let paper = terms.documents.first { $0.field == place.field }
            return paper?.title.text(in: texts.language.rawValue) ?? place.field
        }
        return label(of: question, row: place.row.map { $0 + 1 }, part: place.part)
    }

    /// The same for a question; rows are counted from 1.
    func label(of question: Question, row: Int?, part: String?) -> String {
        var words = [question.title.text(in: texts.language.rawValue)]
        if let row { words.append(texts("applications.rows.\(question.kind.rawValue).legend", ["n": String(row)])) }
        if let part { words.append(FieldParts(texts: texts, terms: terms).label(of: part, in: question)) }
        return words.joined(separator: ", ")
    }

    /// Where on the form a finding belongs.
    static func place(_ place: Finding.Place) -> FieldPlace {
        FieldPlace(place.field, row: place.row.map { $0 + 1 }, part: place.part)
    }

    private func missing(_ finding: Finding) -> String {
        if finding.place.part != nil { return say("missing_part") }
        return terms.question(finding.place.field)?.kind == .file ? say("missing_files") : say("missing")
    }

    private func rowWord(_ finding: Finding) -> String {
        (terms.question(finding.place.field)?.kind ?? .table).rowWord
    }

    private func sentence(_ flaw: RegistrationNumber.Flaw) -> String {
        switch flaw {
        case .length: say("registration_length")
        case .naturalPerson: say("registration_person")
        case .checkDigit: say("registration_check")
        }
    }

    private func over(_ key: String, _ category: String, _ total: Euro, _ ceiling: Euro, share: Int64?) -> String {
        let title = terms.costCategories.first { $0.key == category }?.title.text(in: texts.language.rawValue)
        return say(
            key,
            [
                "category": title ?? category, "total": texts.money(total.cents), "ceiling": texts.money(ceiling.cents),
                "share": texts.percent(basisPoints: Int(share ?? 0)),
            ]
        )
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        texts("applications.findings.\(key)", values)
    }

    private func count(_ key: String, _ limit: Int, now: Int) -> String {
        texts.plural("applications.findings.\(key)", limit, ["count": texts.number(now)])
    }

    private func shown(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }
}

extension Finding {
    /// Whether something typed is wrong, and not merely something still to be typed: only that is told while a draft is saved.
    var isAboutWhatWasTyped: Bool {
        switch code {
        case .missing, .documentMissing, .tooFewRows, .nobodyInTargetGroup, .totalIsNothing: false
        case .tooLong, .tooManyWords, .notANumber, .numberTooSmall, .numberTooLarge, .notMoney, .moneyTooLarge,
            .notADay,
            .dayTooEarly, .dayTooLate, .unknownOption, .tooManyRows, .tooManyFiles, .notAnEmail, .notAPhone,
            .registrationNumber, .educationNumber, .partnerRepeated, .partnerIsApplicant, .groupLargerThanAll,
            .nobodyAtRisk, .endsBeforeStart, .lastsTooLong, .startsInThePast, .outsidePeriod, .notAQuantity,
            .lineTooLarge, .categoryOverShare, .categoryOverCeiling, .totalOverCeiling:
            severity == .error
        }
    }
}
