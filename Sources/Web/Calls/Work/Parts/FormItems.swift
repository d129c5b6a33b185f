import Grants
import Money
import Site

/// A part of the form.
struct SectionItem: CallPart {
    let name = "sections"
    let key: String?
    let place = "/form"

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return words.bilingual("title") + words.bilingual("help", rows: 3, optional: true)
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        guard let key else { return values }
        guard let section = terms.sections.first(where: { $0.key == key }) else { return nil }
        values.set("title", section.title)
        values.set("help", section.help)
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 120)
        let help = reader.bilingual("help", longest: 2_000, optional: true)
        if let index = terms.sections.firstIndex(where: { $0.key == key }) {
            terms.sections[index].title = title
            terms.sections[index].help = help
            return
        }
        let taken = Set(terms.sections.map(\.key)).union([CallTerms.documentsSection])
        let fresh = CallKey.make(from: title.lv, unlike: taken)
        // Attachments come last.
        let end = terms.sections.firstIndex { $0.key == FormSection.attachments } ?? terms.sections.endIndex
        terms.sections.insert(FormSection(key: fresh, title: title, help: help, questions: []), at: end)
        if terms.sections.count > CallTerms.mostSections { reader.refuse("title.lv", "too_many") }
    }
}

/// A question of the form.
struct QuestionItem: CallPart {
    let name = "questions"
    let key: String?
    let section: String?
    let place = "/form"

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        let sections = desk.terms.sections.map { Field.Choice(value: $0.key, label: desk.text($0.title)) }
        let kinds = Question.Kind.allCases.map {
            Field.Choice(value: $0.rawValue, label: desk.texts("calls.kinds.\($0.rawValue)"))
        }
        var fields = [words.field("section", .select(sections)), words.field("kind", .select(kinds))]
        fields += words.bilingual("title") + words.bilingual("help", rows: 3, optional: true)
        fields.append(words.field("required", .radios(words.choices("required", ["yes", "no"]))))
        fields += [optionList(words), columnList(desk)]
        fields += limitFields(words)
        fields += conditionFields(desk)
        return fields
    }

    private func optionList(_ words: PartFields) -> PartField {
        var field = words.field("options", optional: true, .rows(optionFields(words)))
        field.onlyIf = (field: "kind", values: [Question.Kind.choice, .choices].map(\.rawValue))
        return field
    }

    private func columnList(_ desk: PartDesk) -> PartField {
        var field = desk.words(name).field("columns", optional: true, .rows(columnFields(desk)))
        field.onlyIf = (field: "kind", values: [Question.Kind.table.rawValue])
        return field
    }

    private func optionFields(_ words: PartFields) -> [PartField] {
        [
            words.field("lv", .line(width: "")), words.field("en", .line(width: "")),
            words.field("key", optional: true, .code(width: "w12")),
        ]
    }

    private func columnFields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        let kinds = Question.Column.kinds.map {
            Field.Choice(value: $0.rawValue, label: desk.texts("calls.kinds.\($0.rawValue)"))
        }
        return optionFields(words) + [
            words.field("kind", .select(kinds)),
            words.field("needed", .select(words.choices("needed", ["yes", "no"]))),
        ]
    }

    /// Every limit, how it is typed, and the kinds of questions whose answers are held to it.
    static let everyLimit: [(name: String, control: PartField.Control, kinds: [Question.Kind])] = [
        ("most_words", .number(unit: nil), [.longText, .yesNo]),
        ("most_characters", .number(unit: nil), [.shortText, .longText, .yesNo]),
        ("smallest", .number(unit: nil), [.number, .targetGroup]),
        ("largest", .number(unit: nil), [.number, .targetGroup]),
        ("fewest_rows", .number(unit: nil), [.table, .partners, .activities, .budget]),
        ("most_rows", .number(unit: nil), [.table, .partners, .activities, .budget]),
        ("files", .number(unit: nil), [.file]),
        ("largest_money", .money, [.money]),
        ("earliest", .date, [.date]),
        ("latest", .date, [.date]),
    ]

    private func limitFields(_ words: PartFields) -> [PartField] {
        Self.everyLimit.map { name, control, kinds in
            var field = words.field(name, optional: true, control)
            field.onlyIf = (field: "kind", values: kinds.map(\.rawValue))
            return field
        }
    }

    private func conditionFields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        var others: [Field.Choice] = [Field.Choice(value: "", label: desk.texts("calls.parts.questions.always"))]
        for other in desk.terms.questions {
            guard other.key != key, let answers = other.possibleAnswers else { continue }
            for answer in answers {
                let option = other.options.first { $0.key == answer }
                let word = option.map { desk.text($0.title) } ?? desk.texts("calls.parts.questions.required_\(answer)")
                others.append(
                    Field.Choice(value: "\(other.key)=\(answer)", label: "\(desk.text(other.title)) – \(word)")
                )
            }
        }
        return [words.field("conditions", optional: true, .rows([words.field("answer", .select(others))]))]
    }

    func title(_ terms: CallTerms, _ texts: Texts) -> String? {
        guard let key, let question = terms.question(key) else { return nil }
        return question.title.text(in: texts.language.rawValue)
    }
}
