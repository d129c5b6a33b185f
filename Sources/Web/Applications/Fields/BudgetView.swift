import Grants
import Money
import Site

/// The budget: its lines, the total of each, and the sums by category beside the ceilings of the call.
struct BudgetView {
    let question: QuestionView
    let state: QuestionState

    private var texts: Texts { question.texts }
    private var terms: CallTerms { question.terms }
    private var key: String { state.question.key }

    var view: View {
        let typed = RowsView.typed(state)
        let sheet = BudgetSheet(rows: typed)
        let most = state.question.limits.mostRows ?? Question.Limits.hardRows
        let shown = typed.isEmpty || (state.wantsRow && typed.count < most) ? typed + [[:]] : typed
        var lines: [View] = []
        for (index, values) in shown.enumerated() {
            let total = sheet.lines.indices.contains(index) ? sheet.lines[index].total : nil
            lines.append(line(index + 1, values, total: total))
        }
        let over = sheet.total > terms.amount.sum
        let rest = over ? sheet.total - terms.amount.sum : terms.amount.sum - sheet.total
        return question.frame(state).adding([
            "lines": lines, "blank": blank, "mayAdd": shown.count < most,
            "ceilingCents": String(terms.amount.sum.cents),
            "ceiling": texts.money(terms.amount.sum.cents),
            "categories": categories(sheet),
            "total": texts.money(sheet.total.cents),
            "over": over,
            "left": texts("applications.budget.\(over ? "over" : "left")", ["sum": texts.money(rest.cents)]),
        ])
    }

    private func categories(_ sheet: BudgetSheet) -> [View] {
        terms.costCategories.map { category in
            let spent = sheet.total(of: category.key)
            let limit = limit(of: category, total: sheet.total)
            return [
                "code": category.key, "title": category.title.text(in: texts.language.rawValue),
                "sum": texts.money(spent.cents), "limit": limitWords(category),
                "over": limit.map { spent > $0 } ?? false,
            ]
        }
    }

    private func limit(of category: CostCategory, total: Euro) -> Euro? {
        let share = category.ceilingShare.map { total.share(basisPoints: $0) }
        return [share, category.ceiling].compactMap { $0 }.min()
    }

    private func limitWords(_ category: CostCategory) -> String? {
        var parts: [String] = []
        if let share = category.ceilingShare { parts.append(texts.percent(basisPoints: Int(share))) }
        if let ceiling = category.ceiling { parts.append(texts.money(ceiling.cents)) }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func line(_ number: Int, _ values: [String: String], total: Euro?) -> View {
        var controls: [String: View] = [:]
        for part in parts {
            let place = FieldPlace(key, row: number, part: part.key)
            controls[part.key] = control(part, place.id, place.name, values[part.key] ?? "", question.errors[place])
        }
        return framed(String(number), FieldPlace(key, row: number).id, controls, total: total)
            .adding(["rowError": question.errors[FieldPlace(key, row: number)]])
    }

    private var blank: View {
        var controls: [String: View] = [:]
        for part in parts {
            let place = FieldPlace(key, part: part.key)
            controls[part.key] = control(part, place.templateID, place.templateName, "", nil)
        }
        return framed("__n__", FieldPlace(key).templateID, controls, total: nil).adding(["rowError": nil])
    }

    private var parts: [FieldPart] {
        FieldParts(texts: texts, terms: terms).parts(of: state.question)
    }

    private func framed(_ number: String, _ id: String, _ controls: [String: View], total: Euro?) -> View {
        [
            "rowID": id,
            "category": controls["category"], "description": controls["description"], "unit": controls["unit"],
            "quantity": controls["quantity"], "price": controls["price"],
            "lineTotal": total.map { texts.money($0.cents) },
            "legend": texts("applications.rows.budget.legend", ["n": number]),
            "removeValue": "\(key).\(number)",
            "removeLabel": texts("applications.rows.budget.remove", ["n": number]),
        ]
    }

    private func control(_ part: FieldPart, _ id: String, _ name: String, _ value: String, _ error: String?) -> View {
        let shown =
            switch part.control {
            case .number: Typed.number(value)
            case .money: Typed.money(value, texts)
            default: value
            }
        var options: [View] = []
        if case .select(let choices) = part.control {
            options = choices.map { ["value": $0.value, "label": $0.label, "selected": $0.value == value] }
        }
        return [
            "id": id, "name": name, "label": part.label, "hint": part.hint, "error": error, "value": shown,
            "options": options,
        ]
    }
}
