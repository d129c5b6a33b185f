import Grants
import Site

/// What a page knows of one question when it is shown.
struct QuestionState: Sendable {
    let question: Question
    /// What stands in the field: stored, or typed and refused.
    var answer: Answer?
    /// The version this page is made from; 0 if never answered.
    var version: Int64
    /// Whether its "only if" holds.
    var isAsked = true
    /// Whether one more empty row is wanted.
    var wantsRow = false
    /// A colleague's answer given in the meantime.
    var clash: AnswerClash?
}

/// Somebody else's newer answer to the same question.
struct AnswerClash: Sendable {
    let theirs: Answer
    let by: String
    let at: String
}

/// Makes the view of one question of the form, whatever its kind.
struct QuestionView {
    let texts: Texts
    let terms: CallTerms
    /// Sentences by the place they belong to.
    let errors: [FieldPlace: String]

    private var language: String { texts.language.rawValue }
    private var fields: FieldView { FieldView(texts: texts) }

    /// The question with the control or controls that answer it. Names: `control` for one value, `group` for parts,
    /// `rows`, `budget`; a page adds what stands around it.
    func view(_ state: QuestionState) -> View {
        let question = state.question
        let condition = question.condition
        var view: View = [
            "key": question.key,
            "hidden": !state.isAsked,
            "onlyIf": condition?.question,
            "leadsOn": terms.sections.contains { $0.questions.contains { $0.condition?.question == question.key } },
            "onlyIfAnswers": condition?.answers.joined(separator: " "),
            "clashed": clash(state),
            "control": nil, "group": nil, "rows": nil, "budget": nil, "upload": nil,
        ]
        switch question.shape {
        case .text, .list: view["control"] = single(state)
        case .fields: view["group"] = group(state)
        case .rows where question.kind == .budget: view["budget"] = BudgetView(question: self, state: state).view
        case .rows: view["rows"] = RowsView(question: self, state: state).view
        case .files: break
        }
        return view
    }

    /// What a question says around its control or parts.
    func field(_ state: QuestionState) -> Field {
        let question = state.question
        let place = FieldPlace(question.key)
        return Field(
            place.name,
            label: question.title.text(in: language),
            id: place.id,
            hint: hint(of: question),
            error: errors[place],
            isOptional: !question.required,
            version: Int(state.version)
        )
    }

    /// The same where there is no control of its own.
    func frame(_ state: QuestionState) -> View {
        field(state).text("")
    }

    /// The help of the call, and after it the limits that the call sets.
    private func hint(of question: Question) -> String? {
        let help = question.help.text(in: language)
        let limits = LimitWords(texts: texts).sentence(of: question)
        let whole = [help, limits].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        return whole.isEmpty ? nil : whole
    }

    private func single(_ state: QuestionState) -> View {
        let question = state.question
        let field = field(state)
        let text = if case .text(let text)? = state.answer { text } else { "" }
        let list = if case .list(let list)? = state.answer { Set(list) } else { Set<String>() }
        let (kind, view): (String, View) =
            switch question.kind {
            case .longText: ("area", field.textArea(text, rows: 8, words: question.limits.words))
            case .number: ("number", field.number(Typed.number(text)))
            case .money: ("money", field.money(Typed.money(text, texts)))
            case .date: ("date", fields.date(field, text))
            case .choice: ("radios", field.choices(options(of: question), chosen: [text]))
            case .choices: ("checkboxes", field.choices(options(of: question), chosen: list))
            default: ("line", field.text(text))
            }
        return FieldView.wrapped(kind, view)
    }

    private func options(of question: Question) -> [Field.Choice] {
        question.options.map { Field.Choice(value: $0.key, label: $0.title.text(in: language)) }
    }

    private func group(_ state: QuestionState) -> View {
        let question = state.question
        let answers = if case .fields(let answers)? = state.answer { answers } else { [String: String]() }
        var parts: [View] = []
        for part in FieldParts(texts: texts, terms: terms).parts(of: question) {
            let place = FieldPlace(question.key, part: part.key)
            let value = answers[part.key] ?? ""
            parts.append(fields.part(part, id: place.id, name: place.name, value: value, error: errors[place]))
        }
        return frame(state).adding(["parts": parts, "narrow": question.kind == .targetGroup])
    }

    private func clash(_ state: QuestionState) -> View? {
        guard let clash = state.clash else { return nil }
        let words = AnswerWords(texts: texts, terms: terms)
        return [
            "by": clash.by, "at": clash.at,
            "theirs": words.text(of: clash.theirs, to: state.question),
            "mine": state.answer.map { words.text(of: $0, to: state.question) } ?? "",
            "key": state.question.key,
        ]
    }
}
