import Grants
import Money
import Site

/// A given answer in words: for reading the whole application, its history, and a colleague's text in a clash.
struct AnswerWords {
    let texts: Texts
    let terms: CallTerms

    private var language: String { texts.language.rawValue }
    private var partWords: FieldParts { FieldParts(texts: texts, terms: terms) }

    /// The answer as plain text, a line a part, a paragraph a row.
    func text(of answer: Answer, to question: Question) -> String {
        switch answer {
        case .text(let text): return value(text, question.kind, in: question)
        case .list(let list): return list.map { option($0, of: question) }.joined(separator: ", ")
        case .fields(let fields):
            return facts(fields, of: question).map { "\($0.term): \($0.value)" }.joined(separator: "\n")
        case .rows(let rows):
            return rows.map { row in
                facts(row, of: question).map { "\($0.term): \($0.value)" }.joined(separator: "\n")
            }.joined(separator: "\n\n")
        }
    }

    /// The answer for a page that only shows it: one of `text`, `facts`, `table`; all absent where nothing was answered.
    func view(of answer: Answer?, to question: Question) -> View {
        var view: View = ["text": nil, "facts": nil, "table": nil]
        guard let answer, !answer.isEmpty else { return view }
        switch answer {
        case .text, .list:
            view["text"] = text(of: answer, to: question)
        case .fields(let fields):
            let shown = facts(fields, of: question)
            let lines = shown.map { fact -> View in ["term": fact.term, "fact": fact.value] }
            view["facts"] = ["lines": lines] as View
        case .rows(let rows):
            view["table"] = table(rows, of: question)
        }
        return view
    }

    private func facts(_ fields: [String: String], of question: Question) -> [(term: String, value: String)] {
        question.parts.compactMap { part in
            guard let text = fields[part.key], !text.isEmpty else { return nil }
            return (partWords.label(of: part.key, in: question), cell(text, part, in: question))
        }
    }

    private func table(_ rows: [[String: String]], of question: Question) -> View {
        var heads: [View] = []
        for part in question.parts {
            heads.append(["head": partWords.label(of: part.key, in: question), "sum": isNumber(part.kind)])
        }
        let isBudget = question.kind == .budget
        let sheet = BudgetSheet(rows: isBudget ? rows : [])
        if isBudget { heads.append(["head": texts("applications.budget.total"), "sum": true]) }
        var body: [View] = []
        for (index, row) in rows.enumerated() {
            var cells: [View] = []
            for part in question.parts {
                cells.append(["cell": cell(row[part.key] ?? "", part, in: question), "sum": isNumber(part.kind)])
            }
            if isBudget {
                let total = sheet.lines[index].total.map { texts.money($0.cents) } ?? ""
                cells.append(["cell": total, "sum": true])
            }
            body.append(["cells": cells])
        }
        return [
            "caption": question.title.text(in: language), "captionID": "\(FieldPlace(question.key).id)-caption",
            "heads": heads, "body": body,
            "span": String(question.parts.count), "total": isBudget ? texts.money(sheet.total.cents) : nil,
        ]
    }

    private func isNumber(_ kind: Question.Kind) -> Bool {
        kind == .number || kind == .money
    }

    private func cell(_ text: String, _ part: Question.Part, in question: Question) -> String {
        switch (question.kind, part.key) {
        case (.yesNo, "answer"): text == "yes" || text == "no" ? texts("applications.parts.yesNo.\(text)") : text
        case (.budget, "category"):
            terms.costCategories.first { $0.key == text }?.title.text(in: language) ?? text
        default: value(text, part.kind, in: question)
        }
    }

    private func value(_ text: String, _ kind: Question.Kind, in question: Question) -> String {
        switch kind {
        case .money: Euro(typed: text).map { texts.money($0.cents) } ?? text
        case .number: Typed.number(text)
        case .date: Typed.day(text, texts)
        case .choice: option(text, of: question)
        default: text
        }
    }

    private func option(_ key: String, of question: Question) -> String {
        question.options.first { $0.key == key }?.title.text(in: language) ?? key
    }
}
