extension CallTerms {
    /// No call has more questions: a form that long is never finished.
    public static let mostQuestions = 100
    /// No form has more parts.
    public static let mostSections = 20

    func formProblems(published: CallTerms?) -> [CallProblem] {
        guard !sections.isEmpty else { return [CallProblem(.form, .noneGiven)] }
        var found: [CallProblem] = []
        if sections.count > Self.mostSections { found.append(CallProblem(.form, .tooMany(largest: Self.mostSections))) }
        if questions.count > Self.mostQuestions {
            found.append(CallProblem(.form, .tooMany(largest: Self.mostQuestions)))
        }
        if question("title")?.kind != .shortText || question("title")?.required != true
            || question("title")?.condition != nil
        {
            found.append(CallProblem(.form, .titleQuestionMissing))
        }
        found += budgetProblems
        found += keyProblems(sections.map(\.key), at: CallProblem.Place.section)
        found += keyProblems(questions.map(\.key), at: CallProblem.Place.question)
        var earlier: [Question] = []
        for section in sections {
            let place = CallProblem.Place.section(section.key)
            // The page of required papers has this address.
            if section.key == Self.documentsSection { found.append(CallProblem(place, .keyMisshapen)) }
            found += section.title.problems(at: place, longest: 120)
            found += section.help.problems(at: place, longest: 2_000, required: false)
            if section.questions.isEmpty { found.append(CallProblem(place, .noQuestions)) }
            for question in section.questions {
                found += question.problems(after: earlier, in: self)
                if let before = published?.question(question.key), before.kind != question.kind {
                    found.append(CallProblem(.question(question.key), .kindChanged(from: before.kind)))
                }
                earlier.append(question)
            }
        }
        return found
    }

    private var budgetProblems: [CallProblem] {
        let budgets = questions.filter { $0.kind == .budget }
        var found: [CallProblem] = []
        switch amount.mode {
        case .ceiling where budgets.isEmpty: found.append(CallProblem(.form, .budgetMissing))
        case .fixed where !budgets.isEmpty: found.append(CallProblem(.question(budgets[0].key), .budgetNotAsked))
        case .ceiling, .fixed: break
        }
        // Checks and lists look for the one budget, period, school and target group of a project.
        for kind in [Question.Kind.budget, .period, .school, .targetGroup, .activities] {
            for repeated in questions.filter({ $0.kind == kind }).dropFirst() {
                found.append(CallProblem(.question(repeated.key), .kindRepeated))
            }
        }
        return found
    }

    /// Keys that are misshapen or stand twice.
    func keyProblems(_ keys: [String], at place: (String) -> CallProblem.Place) -> [CallProblem] {
        var seen: Set<String> = []
        var found: [CallProblem] = []
        for key in keys {
            if !CallKey.isWellShaped(key) { found.append(CallProblem(place(key), .keyMisshapen)) }
            if !seen.insert(key).inserted { found.append(CallProblem(place(key), .keyRepeated)) }
        }
        return found
    }
}
