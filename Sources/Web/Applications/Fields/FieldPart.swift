import Grants
import Site

/// One part of an answer that has several, with its words and the way it is typed: a column of a table, the name of a
/// person, the first day of a period.
struct FieldPart: Sendable {
    /// How a part is typed.
    enum Control: Sendable {
        /// One line of prose.
        case line
        /// One line of digits or letters that is no prose: a registration number, a phone.
        case code(inputmode: String)
        /// Several lines.
        case area(rows: Int)
        /// A number.
        case number(decimals: Bool)
        /// Euros.
        case money
        /// A day in three boxes.
        case date
        /// A day in one box: in rows, where three would not fit.
        case day
        /// One of several words, in a list.
        case select([Field.Choice])
        /// One of several words, all in sight.
        case radios([Field.Choice])
    }

    let key: String
    let label: String
    let hint: String?
    let control: Control
    let required: Bool

    /// As wide as its row.
    var isWide: Bool {
        switch control {
        case .area, .select: true
        case .line: ["title", "name", "description"].contains(key)
        case .code, .number, .money, .date, .day, .radios: false
        }
    }
}

/// Finds the words and controls of a question's parts.
struct FieldParts: Sendable {
    let texts: Texts
    let terms: CallTerms

    /// The parts in the order of the form; none for questions with one value.
    func parts(of question: Question) -> [FieldPart] {
        question.parts.map { part in
            FieldPart(
                key: part.key,
                label: label(of: part.key, in: question),
                hint: hint(of: part, in: question),
                control: control(of: part, in: question),
                required: part.required
            )
        }
    }

    /// The words of one part.
    func label(of part: String, in question: Question) -> String {
        guard question.kind == .table else { return texts("applications.parts.\(question.kind.rawValue).\(part)") }
        let column = question.columns.first { $0.key == part }
        return column?.title.text(in: texts.language.rawValue) ?? part
    }

    private func hint(of part: Question.Part, in question: Question) -> String? {
        if question.kind == .period { return LimitWords(texts: texts).sentence(ofPeriod: part.key, in: terms) }
        if let own = texts.find("applications.parts.\(question.kind.rawValue).\(part.key)_hint") { return own }
        return question.shape == .rows && part.kind == .date ? texts("applications.parts.day_hint") : nil
    }

    private func control(of part: Question.Part, in question: Question) -> FieldPart.Control {
        switch (question.kind, part.key) {
        case (.yesNo, "answer"): return .radios(yesNo)
        case (.budget, "category"): return .select(categories)
        case (.budget, "quantity"): return .number(decimals: true)
        case (.partners, "number"), (.school, "number"): return .code(inputmode: "numeric")
        case (.partners, "role"), (.activities, "result"): return .area(rows: 2)
        case (.person, "email"): return .code(inputmode: "email")
        case (.person, "phone"): return .code(inputmode: "tel")
        default: break
        }
        return switch part.kind {
        case .number: .number(decimals: false)
        case .money: .money
        case .date: question.shape == .rows ? .day : .date
        case .longText: .area(rows: 4)
        default: .line
        }
    }

    private var yesNo: [Field.Choice] {
        ["yes", "no"].map { Field.Choice(value: $0, label: texts("applications.parts.yesNo.\($0)")) }
    }

    private var categories: [Field.Choice] {
        [Field.Choice(value: "", label: texts("applications.parts.budget.choose"))]
            + terms.costCategories.map {
                Field.Choice(value: $0.key, label: $0.title.text(in: texts.language.rawValue))
            }
    }
}
