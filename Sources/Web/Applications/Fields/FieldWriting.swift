import Grants
import Site

/// An answer as the plain form would post it: the names and values of its controls.
struct FieldWriting {
    let texts: Texts

    func values(of answer: Answer, to question: Question) -> [[String]] {
        let key = question.key
        switch answer {
        case .text(let text):
            return question.kind == .date ? boxes(text, key) : [[key, shown(text, question.kind)]]
        case .list(let list):
            return list.map { ["\(key)[]", $0] }
        case .fields(let fields):
            return question.parts.flatMap { part -> [[String]] in
                let name = "\(key).\(part.key)"
                let text = fields[part.key] ?? ""
                if part.kind == .date { return boxes(text, name) }
                return [[name, shown(text, part.kind)]]
            }
        case .rows(let rows):
            var values: [[String]] = []
            for (index, row) in rows.enumerated() {
                for part in question.parts {
                    values.append(["\(key).\(index + 1).\(part.key)", shown(row[part.key] ?? "", part.kind)])
                }
            }
            return values
        }
    }

    private func boxes(_ text: String, _ name: String) -> [[String]] {
        let parts = DateBoxes.parts(of: text)
        return [["\(name).day", parts.day], ["\(name).month", parts.month], ["\(name).year", parts.year]]
    }

    private func shown(_ text: String, _ kind: Question.Kind) -> String {
        switch kind {
        case .number: Typed.number(text)
        case .money: Typed.money(text, texts)
        case .date: Typed.day(text, texts)
        default: text
        }
    }
}
