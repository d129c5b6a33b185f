import Grants
import Money
import Site

/// Chooses and fills the control for a question or a part of one. Its view stands in a wrapper that names its kind, so that one
/// template shows any of them.
struct FieldView {
    let texts: Texts

    /// The wrapper: all kinds are absent but one.
    static func wrapped(_ kind: String, _ view: View, wide: Bool = false) -> View {
        var wrapper: View = [
            "line": nil, "area": nil, "number": nil, "money": nil, "date": nil, "select": nil, "radios": nil,
            "checkboxes": nil, "wide": wide,
        ]
        wrapper[kind] = view
        return wrapper
    }

    /// The control of one part of an answer.
    func part(_ part: FieldPart, id: String, name: String, value: String, error: String?) -> View {
        let field = Field(
            name,
            label: part.label,
            id: id,
            hint: part.hint,
            error: error,
            isOptional: !part.required
        )
        let (kind, view) = control(part.control, field, value: value)
        return Self.wrapped(kind, view, wide: part.isWide)
    }

    private func control(_ control: FieldPart.Control, _ field: Field, value: String) -> (String, View) {
        switch control {
        case .line: ("line", field.text(value))
        case .code(let inputmode): ("line", code(field, value, inputmode: inputmode))
        case .area(let rows): ("area", field.textArea(value, rows: rows))
        case .number(let decimals): ("number", field.number(Typed.number(value), hasDecimals: decimals))
        case .money: ("money", field.money(Typed.money(value, texts)))
        case .date: ("date", date(field, value))
        case .day: ("line", code(field, Typed.day(value, texts), inputmode: nil))
        case .select(let choices): ("select", field.choices(choices, chosen: [value]))
        case .radios(let choices): ("radios", field.choices(choices, chosen: [value]))
        }
    }

    /// A day in three boxes.
    func date(_ field: Field, _ value: String) -> View {
        let parts = DateBoxes.parts(of: value)
        return field.date(day: parts.day, month: parts.month, year: parts.year)
    }

    private func code(_ field: Field, _ value: String, inputmode: String?) -> View {
        let width = inputmode == "email" ? "" : "w20"
        return field.text(value, width: width, isCode: true, autocomplete: "off", inputmode: inputmode)
    }
}

/// Stored values the way people write them; what was not understood stays as it was typed.
enum Typed {
    static func number(_ text: String) -> String {
        guard let quantity = Quantity(typed: text), quantity.plain == text else { return text }
        return String(text.map { $0 == "." ? "," : $0 })
    }

    static func money(_ text: String, _ texts: Texts) -> String {
        guard let euro = Euro(typed: text) else { return text }
        return texts.amount(euro.cents)
    }

    static func day(_ text: String, _ texts: Texts) -> String {
        guard let day = Day(iso: text) else { return text }
        return texts.date(year: day.year, month: day.month, day: day.day)
    }
}
