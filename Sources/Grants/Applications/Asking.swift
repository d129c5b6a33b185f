extension CallTerms {
    /// Whether a question is asked, given the other answers: its "only if" holds, and the question it leans on is asked itself.
    public func isAsked(_ question: Question, given answers: [String: Answer]) -> Bool {
        guard question.condition != nil else { return true }
        var current = question
        // A form has finitely many questions; the count stops a circle that should never have been published.
        for _ in 0...sections.reduce(0, { $0 + $1.questions.count }) {
            guard let condition = current.condition else { return true }
            guard let other = self.question(condition.question) else { return false }
            let given = answers[other.key]?.chosen ?? []
            guard !given.isDisjoint(with: condition.answers) else { return false }
            current = other
        }
        return false
    }

    /// What of the answers belongs to the application: those to questions that are asked, without empty ones.
    public func asked(of answers: [String: Answer]) -> [String: Answer] {
        var kept: [String: Answer] = [:]
        for question in questions {
            guard let answer = answers[question.key], !answer.isEmpty, isAsked(question, given: answers) else {
                continue
            }
            kept[question.key] = answer
        }
        return kept
    }
}

extension Answer {
    /// The options chosen: of a choice, of several choices, or the `yes` or `no` of a yes-no question.
    var chosen: Set<String> {
        switch self {
        case .text(let text): [text]
        case .list(let list): Set(list)
        case .fields(let fields): fields["answer"].map { [$0] } ?? []
        case .rows: []
        }
    }
}
