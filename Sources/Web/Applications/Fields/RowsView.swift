import Grants
import Site

/// An answer made of rows: partners, activities, a table of the call's own. Each row is a small form of its own, so that
/// it fits a phone; the last stands empty where another is wanted.
struct RowsView {
    let question: QuestionView
    let state: QuestionState

    private var fields: FieldView { FieldView(texts: question.texts) }
    private var key: String { state.question.key }

    var view: View {
        let typed = Self.typed(state)
        let most = state.question.limits.mostRows ?? Question.Limits.hardRows
        let shown = typed.isEmpty || (state.wantsRow && typed.count < most) ? typed + [[:]] : typed
        var rows: [View] = []
        for (index, parts) in shown.enumerated() {
            rows.append(row(index + 1, parts))
        }
        return question.frame(state).adding([
            "rows": rows, "blank": blank,
            "mayAdd": shown.count < most,
            "addLabel": question.texts("applications.rows.\(state.question.kind.rawValue).add"),
        ])
    }

    /// The rows of an answer, whatever stands there.
    static func typed(_ state: QuestionState) -> [[String: String]] {
        if case .rows(let rows)? = state.answer { rows } else { [] }
    }

    private var parts: [FieldPart] {
        FieldParts(texts: question.texts, terms: question.terms).parts(of: state.question)
    }

    private func row(_ number: Int, _ values: [String: String]) -> View {
        var controls: [View] = []
        for part in parts {
            let place = FieldPlace(key, row: number, part: part.key)
            let error = question.errors[place]
            let value = values[part.key] ?? ""
            controls.append(fields.part(part, id: place.id, name: place.name, value: value, error: error))
        }
        return framed(String(number), id: FieldPlace(key, row: number).id, controls, error: rowError(number))
    }

    private func rowError(_ number: Int) -> String? {
        question.errors[FieldPlace(key, row: number)]
    }

    /// The row that the page's script copies.
    private var blank: View {
        let controls = parts.map { part in
            let place = FieldPlace(key, part: part.key)
            return fields.part(part, id: place.templateID, name: place.templateName, value: "", error: nil)
        }
        return framed("__n__", id: FieldPlace(key).templateID, controls, error: nil)
    }

    private func framed(_ number: String, id: String, _ controls: [View], error: String?) -> View {
        let kind = state.question.kind.rawValue
        return [
            "rowID": id, "parts": controls, "rowError": error,
            "legend": question.texts("applications.rows.\(kind).legend", ["n": number]),
            "removeValue": "\(key).\(number)",
            "removeLabel": question.texts("applications.rows.\(kind).remove", ["n": number]),
        ]
    }
}
