import Grants
import Money
import Site

extension QuestionItem {
    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        guard let key else {
            values["section"] = section ?? ""
            values["kind"] = Question.Kind.longText.rawValue
            values["required"] = "yes"
            return values
        }
        guard let question = terms.question(key) else { return nil }
        values["section"] = terms.sections.first { $0.questions.contains { $0.key == key } }?.key ?? ""
        values["kind"] = question.kind.rawValue
        values.set("title", question.title)
        values.set("help", question.help)
        values["required"] = question.required ? "yes" : "no"
        for (index, option) in question.options.enumerated() {
            let row = ["lv": option.title.lv, "en": option.title.en, "key": option.key]
            values.set("options", row: index, row)
        }
        for (index, column) in question.columns.enumerated() {
            let row = [
                "lv": column.title.lv, "en": column.title.en, "key": column.key, "kind": column.kind.rawValue,
                "needed": column.required ? "yes" : "no",
            ]
            values.set("columns", row: index, row)
        }
        set(question.limits, in: &values)
        for (index, answer) in (question.condition?.answers ?? []).enumerated() {
            let other = question.condition?.question ?? ""
            values.set("conditions", row: index, ["answer": "\(other)=\(answer)"])
        }
        return values
    }

    private func set(_ limits: Question.Limits, in values: inout PartValues) {
        let numbers: [(String, Int64?)] = [
            ("most_words", limits.words.map(Int64.init)), ("most_characters", limits.characters.map(Int64.init)),
            ("smallest", limits.smallest), ("largest", limits.largest),
            ("fewest_rows", limits.fewestRows.map(Int64.init)), ("most_rows", limits.mostRows.map(Int64.init)),
            ("files", limits.files.map(Int64.init)),
        ]
        for (name, number) in numbers { values[name] = number.map { String($0) } ?? "" }
        values["largest_money"] = limits.largestMoney?.plain ?? ""
        values.set("earliest", limits.earliest)
        values.set("latest", limits.latest)
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let title = reader.bilingual("title", longest: 300)
        let kinds = Question.Kind.allCases.map(\.rawValue)
        let kind = reader.choice("kind", of: kinds).flatMap(Question.Kind.init(rawValue:)) ?? .longText
        for limit in Self.everyLimit where !limit.kinds.contains(kind) { reader.forget(limit.name) }
        let question = Question(
            key: key ?? CallKey.make(from: title.lv, unlike: Set(terms.questions.map(\.key))),
            kind: kind,
            title: title,
            help: reader.bilingual("help", longest: 2_000, optional: true),
            required: reader.choice("required", of: ["yes", "no"]) == "yes",
            limits: limits(&reader),
            options: kind == .choice || kind == .choices ? options(&reader) : [],
            columns: kind == .table ? columns(&reader) : [],
            condition: condition(&reader)
        )
        place(question, &reader, in: &terms)
        if terms.questions.count > CallTerms.mostQuestions { reader.refuse("title.lv", "too_many") }
    }

    /// Where it stood, or at the end of the part it now belongs to.
    private func place(_ question: Question, _ reader: inout PartReader, in terms: inout CallTerms) {
        guard let wanted = reader.choice("section", of: terms.sections.map(\.key)) else { return }
        for index in terms.sections.indices {
            guard let old = terms.sections[index].questions.firstIndex(where: { $0.key == question.key }) else {
                continue
            }
            if terms.sections[index].key == wanted {
                terms.sections[index].questions[old] = question
                return
            }
            terms.sections[index].questions.remove(at: old)
        }
        if let index = terms.sections.firstIndex(where: { $0.key == wanted }) {
            terms.sections[index].questions.append(question)
        }
    }

    private func limits(_ reader: inout PartReader) -> Question.Limits {
        let any: ClosedRange<Int64> = -1_000_000_000_000...1_000_000_000_000
        return Question.Limits(
            characters: reader.count("most_characters", in: 1...Question.Limits.hardCharacters),
            words: reader.count("most_words", in: 1...2_000),
            smallest: reader.number("smallest", in: any),
            largest: reader.number("largest", in: any),
            largestMoney: reader.money("largest_money", optional: true),
            earliest: reader.day("earliest", optional: true),
            latest: reader.day("latest", optional: true),
            fewestRows: reader.count("fewest_rows", in: 0...Question.Limits.hardRows),
            mostRows: reader.count("most_rows", in: 1...Question.Limits.hardRows),
            files: reader.count("files", in: 1...Question.Limits.hardFiles)
        )
    }

    private func options(_ reader: inout PartReader) -> [Question.Option] {
        var options: [Question.Option] = []
        for (index, row) in reader.rows("options", asking: ["lv", "en"]) {
            let title = bilingual("options", index, &reader)
            let key = key(of: row, "options", index, unlike: Set(options.map(\.key)), &reader)
            options.append(Question.Option(key: key, title: title))
        }
        if options.count > Question.mostOptions { reader.refuse("options", "too_many") }
        return options
    }

    private func columns(_ reader: inout PartReader) -> [Question.Column] {
        var columns: [Question.Column] = []
        for (index, row) in reader.rows("columns", asking: ["lv", "en"]) {
            let title = bilingual("columns", index, &reader)
            let key = key(of: row, "columns", index, unlike: Set(columns.map(\.key)), &reader)
            let kind = Question.Column.kinds.first { $0.rawValue == row["kind"] } ?? .shortText
            columns.append(Question.Column(key: key, title: title, kind: kind, required: row["needed"] != "no"))
        }
        if columns.count > Question.mostColumns { reader.refuse("columns", "too_many") }
        return columns
    }

    private func bilingual(_ name: String, _ index: Int, _ reader: inout PartReader) -> Bilingual {
        let lv = reader.text("\(name).\(index).lv", longest: 200)
        let en = reader.text("\(name).\(index).en", longest: 200)
        if lv.isEmpty { reader.refuse("\(name).\(index).lv", "empty") }
        return Bilingual(lv: lv, en: en)
    }

    /// The key as it was or as typed; made of the words if it is empty.
    private func key(
        of row: [String: String],
        _ name: String,
        _ index: Int,
        unlike taken: Set<String>,
        _ reader: inout PartReader
    ) -> String {
        let typed = row["key"] ?? ""
        guard !typed.isEmpty else { return CallKey.make(from: row["lv"] ?? "", unlike: taken) }
        if !CallKey.isWellShaped(typed) || taken.contains(typed) { reader.refuse("\(name).\(index).key", "key") }
        return typed
    }

    private func condition(_ reader: inout PartReader) -> Question.Condition? {
        var condition: Question.Condition?
        for (index, row) in reader.rows("conditions", asking: ["answer"]) {
            let parts = (row["answer"] ?? "").split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let (question, answer) = (parts[0], parts[1])
            if let former = condition?.question, former != question {
                reader.refuse("conditions.\(index).answer", "condition")
                continue
            }
            let answers = condition?.answers ?? []
            let isNew = !answers.contains(answer)
            condition = Question.Condition(question: question, answers: isNew ? answers + [answer] : answers)
        }
        return condition
    }
}
