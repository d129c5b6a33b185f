import Site

/// The fields of a part with what stands in them, for the template `calls/work/part`.
struct PartView {
    let fields: [PartField]
    let values: PartValues
    let errors: [FormError]
    let texts: Texts
    /// What a colleague saved in the meantime, and who and when.
    var theirs: (values: PartValues, by: String, at: String)?

    var view: View {
        ["fields": fields.map { wrapped($0, name: $0.name) }]
    }

    private func wrapped(_ field: PartField, name: String) -> View {
        var wrapper: View = [
            "line": nil, "area": nil, "number": nil, "money": nil, "date": nil, "select": nil, "radios": nil,
            "checkboxes": nil, "rows": nil, "onlyIf": field.onlyIf?.field,
            "onlyIfAnswers": field.onlyIf?.values.joined(separator: " "), "hidden": isHidden(field),
        ]
        let made = Field(
            name,
            label: field.label,
            hint: field.hint,
            error: errors.first { $0.field == name.replacing(".", with: "-") }?.sentence,
            isOptional: field.isOptional,
            clash: clash(field, name)
        )
        let value = values[name]
        switch field.control {
        case .line(let width): wrapper["line"] = made.text(value, width: width)
        case .code(let width): wrapper["line"] = made.text(value, width: width, isCode: true, autocomplete: "off")
        case .area(let rows): wrapper["area"] = made.textArea(value, rows: rows)
        case .number(let unit): wrapper["number"] = made.number(value, unit: unit)
        case .decimal(let unit): wrapper["number"] = made.number(value, unit: unit, hasDecimals: true)
        case .money: wrapper["money"] = made.money(Typed.money(value, texts))
        case .date:
            wrapper["date"] = made.date(
                day: values["\(name).day"],
                month: values["\(name).month"],
                year: values["\(name).year"]
            )
        case .select(let choices): wrapper["select"] = made.choices(choices, chosen: [value])
        case .radios(let choices): wrapper["radios"] = made.choices(choices, chosen: [value])
        case .checkboxes(let choices):
            wrapper["checkboxes"] = made.choices(choices, chosen: Set(values.all(name)))
        case .rows(let columns): wrapper["rows"] = rows(field, columns, made)
        }
        return wrapper
    }

    private func isHidden(_ field: PartField) -> Bool {
        guard let (other, wanted) = field.onlyIf else { return false }
        // Without a script the first row is added together with the choice it belongs to.
        if case .rows = field.control { return false }
        return !wanted.contains(values[other])
    }

    private func rows(_ field: PartField, _ columns: [PartField], _ made: Field) -> View {
        let count = values.rows(of: field.name)
        let rows = (0..<count).map { row(field, columns, index: String($0), number: String($0 + 1)) }
        return made.text("").adding([
            "rows": rows,
            "blank": row(field, columns, index: "__n__", number: "__n__"),
            "addLabel": texts("calls.rows.\(field.name)_add"),
        ])
    }

    private func row(_ field: PartField, _ columns: [PartField], index: String, number: String) -> View {
        let names = columns.map { wrapped($0, name: "\(field.name).\(index).\($0.name)") }
        let legend = texts("calls.rows.\(field.name)", ["n": number])
        return [
            "cells": names, "legend": legend, "removeValue": "\(field.name).\(index)",
            "removeLabel": "\(texts("calls.rows.remove")): \(legend)",
        ]
    }

    private func clash(_ field: PartField, _ name: String) -> Field.Clash? {
        guard let theirs else { return nil }
        let (mine, other) = (words(field, name, values), words(field, name, theirs.values))
        guard mine != other else { return nil }
        let shown = other.isEmpty ? texts("calls.clash.empty") : other
        return Field.Clash(theirs: shown, by: theirs.by, at: theirs.at)
    }

    /// The value of a field in one line of words.
    private func words(_ field: PartField, _ name: String, _ values: PartValues) -> String {
        switch field.control {
        case .date:
            let boxes = ["day", "month", "year"].map { values["\(name).\($0)"] }
            return boxes.allSatisfy(\.isEmpty) ? "" : boxes.joined(separator: ".")
        case .select(let choices), .radios(let choices), .checkboxes(let choices):
            let chosen = Set(values.all(name))
            return choices.filter { chosen.contains($0.value) }.map(\.label).joined(separator: ", ")
        case .rows(let columns):
            let rows = (0..<values.rows(of: name)).map { index in
                columns.map { words($0, "\(name).\(index).\($0.name)", values) }.joined(separator: " | ")
            }
            return rows.joined(separator: "; ")
        case .money: return Typed.money(values[name], texts)
        default: return values[name]
        }
    }
}
