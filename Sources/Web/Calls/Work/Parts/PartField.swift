import Site

/// One field of a part of a call, as officers fill it in: its words and the way it is typed.
struct PartField: Sendable {
    /// How a field is typed.
    enum Control: Sendable {
        case line(width: String)
        case code(width: String)
        case area(rows: Int)
        case number(unit: String?)
        case decimal(unit: String?)
        case money
        case date
        case select([Field.Choice])
        case radios([Field.Choice])
        case checkboxes([Field.Choice])
        /// Any number of rows, each with these fields.
        case rows([PartField])
    }

    let name: String
    let label: String
    var hint: String?
    var isOptional = false
    let control: Control
    /// Shown only while another field has one of these values.
    var onlyIf: (field: String, values: [String])?
}

/// Makes the fields of one part with their words: `calls.parts.PART.NAME`, `…NAME_hint`.
struct PartFields {
    let texts: Texts
    let part: String

    func field(_ name: String, optional: Bool = false, _ control: PartField.Control) -> PartField {
        let key = "calls.parts.\(part).\(name.replacing(".", with: "_"))"
        return PartField(
            name: name,
            label: texts(key),
            hint: texts.find("\(key)_hint"),
            isOptional: optional,
            control: control
        )
    }

    /// The two fields of a text in both languages.
    func bilingual(_ name: String, rows: Int? = nil, optional: Bool = false) -> [PartField] {
        let control: PartField.Control = rows.map { .area(rows: $0) } ?? .line(width: "")
        return [
            field("\(name).lv", optional: optional, control), field("\(name).en", optional: optional, control),
        ]
    }

    /// A choice whose words are `calls.parts.PART.NAME_VALUE`.
    func choices(_ name: String, _ values: [String]) -> [Field.Choice] {
        values.map { value in
            let key = "calls.parts.\(part).\(name)_\(value)"
            return Field.Choice(value: value, label: texts(key), note: texts.find("\(key)_note"))
        }
    }
}
