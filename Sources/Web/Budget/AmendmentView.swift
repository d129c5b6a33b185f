import Budget
import Money
import Site
import Store

/// The page of an amendment that is being filled in, with what would come of it, `budget/amendment`.
struct AmendmentView {
    private let form: AmendmentForm
    private let page: PageContext

    init(_ form: AmendmentForm, _ page: PageContext) {
        self.form = form
        self.page = page
    }

    private var texts: Texts { page.texts }

    /// - Parameter preview: what would come of it; nothing as long as it is no proposal.
    func view(_ errors: [FormError] = [], _ preview: Preview? = nil) -> View {
        let words = BudgetSentences(texts: texts)
        let changes = preview.map { ChangeTable(effect: $0.effect, targets: $0.targets, texts: texts).view }
        let obstacles = preview?.effect.obstacles ?? []
        let view: View = [
            "key": page.formKey, "rows": form.nodes.map { row($0, errors) },
            "number": field("number", errors, hint: "number").text(form.typed("number"), isCode: true),
            "dated": date("dated", errors), "effective": date("effective", errors, hint: "effective"),
            "reason": field("reason", errors).textArea(form.typed("reason"), rows: 3),
            "obstacles": obstacles.map { obstacle -> View in ["sentence": words.ahead(obstacle)] },
            "isFree": preview != nil && obstacles.isEmpty, "seen": preview?.digest,
        ]
        return view.adding(changes ?? ["hasChanges": false])
    }

    private func field(_ name: String, _ errors: [FormError], hint: String? = nil) -> Field {
        Field(
            name,
            label: texts("proposals.field.\(name)"),
            hint: hint.map { texts("proposals.hint.\($0)") },
            error: Self.error(name, errors)
        )
    }

    private func date(_ name: String, _ errors: [FormError], hint: String? = nil) -> View {
        field(name, errors, hint: hint).date(
            day: form.typed("\(name).day"),
            month: form.typed("\(name).month"),
            year: form.typed("\(name).year")
        )
    }

    private func row(_ node: Node, _ errors: [FormError]) -> View {
        let line = form.line(node)
        return [
            "code": node.code, "called": line.map { texts.words($0.name) }, "isRoot": node.kind == .programme,
            "now": texts.amount(form.given(node).cents),
            "sum": input(AmendmentForm.sumField(node), errors),
            "planned": line?.target.map { target in
                "\(texts.number(target.count)) (\(texts("budget.unit.\(target.unit.rawValue)")))"
            } ?? texts("budget.nothing"),
            "count": line?.target == nil ? nil : input(AmendmentForm.countField(node), errors),
        ]
    }

    private func input(_ name: String, _ errors: [FormError]) -> View {
        let id = name.replacing(".", with: "-")
        return ["id": id, "name": name, "value": form.typed(name), "error": Self.error(id, errors)]
    }

    private static func error(_ field: String, _ errors: [FormError]) -> String? {
        errors.first { $0.field == field }?.sentence
    }
}
