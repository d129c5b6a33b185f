import Money

/// The checks at work: what they look at and what they have found so far.
struct Checklist {
    let terms: CallTerms
    let answers: [String: Answer]
    let files: [AttachedFile]
    let organisation: Organisation
    let budget: BudgetSheet
    var today = Day.epoch
    private(set) var findings: [Finding] = []

    init(
        terms: CallTerms,
        answers: [String: Answer],
        files: [AttachedFile],
        organisation: Organisation,
        budget: BudgetSheet
    ) {
        self.terms = terms
        self.answers = answers
        self.files = files
        self.organisation = organisation
        self.budget = budget
    }

    mutating func error(_ code: Finding.Code, at place: Finding.Place) {
        findings.append(Finding(severity: .error, place: place, code: code))
    }

    mutating func warning(_ code: Finding.Code, at place: Finding.Place) {
        findings.append(Finding(severity: .warning, place: place, code: code))
    }

    /// One question that is asked.
    mutating func check(_ question: Question, at place: Finding.Place) {
        if question.kind == .file {
            checkFiles(of: question, at: place)
            return
        }
        guard let answer = answers[question.key], !answer.isEmpty else {
            if question.required { error(.missing, at: place) }
            return
        }
        switch answer {
        case .text(let text): checkText(text, of: question, at: place)
        case .list(let list): checkOptions(list, of: question, at: place)
        case .fields(let fields): checkFields(fields, of: question, at: place)
        case .rows(let rows): checkRows(rows, of: question, at: place)
        }
    }

    private mutating func checkFields(_ fields: [String: String], of question: Question, at place: Finding.Place) {
        checkParts(fields, of: question, at: place)
        switch question.kind {
        case .yesNo: checkYesNo(fields, of: question, at: place)
        case .person: checkPerson(fields, at: place)
        case .school: checkSchool(fields, at: place)
        case .targetGroup: checkTargetGroup(fields, of: question, at: place)
        case .period: checkPeriod(fields, at: place)
        default: break
        }
    }

    private mutating func checkRows(_ rows: [[String: String]], of question: Question, at place: Finding.Place) {
        let fewest = max(question.required ? 1 : 0, question.limits.fewestRows ?? 0)
        let most = min(question.limits.mostRows ?? Question.Limits.hardRows, Question.Limits.hardRows)
        if rows.count < fewest { error(.tooFewRows(rows: rows.count, fewest: fewest), at: place) }
        if rows.count > most { error(.tooManyRows(rows: rows.count, most: most), at: place) }
        for (index, row) in rows.prefix(Question.Limits.hardRows).enumerated() {
            checkParts(row, of: question, at: place.row(index))
        }
        switch question.kind {
        case .partners: checkPartners(rows, at: place)
        case .activities: checkActivities(rows, at: place)
        case .budget: checkBudget(rows, at: place)
        default: break
        }
    }

    /// Each named part by itself: there, and readable.
    private mutating func checkParts(_ fields: [String: String], of question: Question, at place: Finding.Place) {
        for part in question.parts {
            let text = fields[part.key] ?? ""
            let place = place.part(part.key)
            if text.isBlank {
                if part.required { error(.missing, at: place) }
            } else {
                checkPart(text, part, of: question, at: place)
            }
        }
    }
}
