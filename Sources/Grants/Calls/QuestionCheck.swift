import Money

extension Question {
    /// No choice has more options.
    public static let mostOptions = 50
    /// No table has more columns: a wider one does not fit a phone.
    public static let mostColumns = 8

    /// What is wrong with a question that comes after others in the form of a call.
    func problems(after earlier: [Question], in terms: CallTerms) -> [CallProblem] {
        let place = CallProblem.Place.question(key)
        var found = title.problems(at: place, longest: 300)
        found += help.problems(at: place, longest: 2_000, required: false)
        found += optionFaults.map { CallProblem(place, $0) }
        found += columnFaults.map { CallProblem(place, $0) }
        found += limits.faults.map { CallProblem(place, $0) }
        if let fault = conditionFault(after: earlier, in: terms) { found.append(CallProblem(place, fault)) }
        return found
    }

    private var optionFaults: [CallProblem.Fault] {
        guard kind == .choice || kind == .choices else { return [] }
        var found: [CallProblem.Fault] = []
        if options.count < 2 { found.append(.tooFewOptions) }
        if options.count > Self.mostOptions { found.append(.tooMany(largest: Self.mostOptions)) }
        return found + Self.partFaults(options.map { ($0.key, $0.title) })
    }

    private var columnFaults: [CallProblem.Fault] {
        guard kind == .table else { return [] }
        var found: [CallProblem.Fault] = []
        if columns.isEmpty { found.append(.noColumns) }
        if columns.count > Self.mostColumns { found.append(.tooMany(largest: Self.mostColumns)) }
        for column in columns where !Column.kinds.contains(column.kind) {
            found.append(.columnKindUnfit(column.key))
        }
        return found + Self.partFaults(columns.map { ($0.key, $0.title) })
    }

    private static func partFaults(_ parts: [(key: String, title: Bilingual)]) -> [CallProblem.Fault] {
        var seen: Set<String> = []
        var found: [CallProblem.Fault] = []
        for part in parts {
            let isNew = seen.insert(part.key).inserted
            if !isNew || !CallKey.isWellShaped(part.key) { found.append(.partKeyWrong(part.key)) }
            if part.title.lv.isBlank || part.title.en.isBlank {
                found.append(.partTitleMissing(part.title.lv.isBlank ? part.key : part.title.lv))
            }
            if max(part.title.lv.unicodeScalars.count, part.title.en.unicodeScalars.count) > 200 {
                found.append(.textTooLong(200))
            }
        }
        return found
    }

    private func conditionFault(after earlier: [Question], in terms: CallTerms) -> CallProblem.Fault? {
        guard let condition else { return nil }
        guard terms.question(condition.question) != nil else { return .conditionUnknown(condition.question) }
        guard let other = earlier.first(where: { $0.key == condition.question }) else {
            return .conditionNotEarlier(condition.question)
        }
        guard let possible = other.possibleAnswers else { return .conditionNotChoice(condition.question) }
        let isKnown = condition.answers.allSatisfy(possible.contains)
        guard !condition.answers.isEmpty, isKnown else { return .conditionAnswerUnknown(condition.question) }
        return nil
    }

    /// The answers on which a condition may rest; nothing for questions that are not a choice.
    public var possibleAnswers: [String]? {
        switch kind {
        case .choice, .choices: options.map(\.key)
        case .yesNo: ["yes", "no"]
        default: nil
        }
    }
}

extension Question.Column {
    /// How a cell can be answered.
    public static let kinds: [Question.Kind] = [.shortText, .number, .money, .date]
}

extension Question.Limits {
    fileprivate var faults: [CallProblem.Fault] {
        var found: [CallProblem.Fault] = []
        let ranges: [(value: Int?, range: ClosedRange<Int>)] = [
            (characters, 1...Self.hardCharacters),
            (words, 1...2_000),
            (fewestRows, 0...Self.hardRows),
            (mostRows, 1...Self.hardRows),
            (files, 1...Self.hardFiles),
        ]
        for (value, range) in ranges {
            guard let value, !range.contains(value) else { continue }
            found.append(.limitOutOfRange(smallest: range.lowerBound, largest: range.upperBound))
        }
        if let largestMoney, !(Euro.zero...Euro.largestTyped).contains(largestMoney) {
            found.append(.limitOutOfRange(smallest: 0, largest: Int(Euro.largestTyped.cents / 100)))
        }
        if let smallest, let largest, smallest > largest { found.append(.limitsCrossed) }
        if let earliest, let latest, earliest > latest { found.append(.limitsCrossed) }
        if let fewestRows, let mostRows, fewestRows > mostRows { found.append(.limitsCrossed) }
        return found
    }
}
