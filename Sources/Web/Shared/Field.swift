import Site

/// One field of a form: what every kind of field has. Its verbs make the views that the partials `layout/field-…` need,
/// with every name they use.
struct Field: Sendable {
    /// A colleague's text that arrived while this one was being written.
    struct Clash: Sendable {
        let theirs: String
        let by: String
        let at: String
    }

    /// One of the things to choose from.
    struct Choice: Sendable {
        let value: String
        let label: String
        var note: String?
    }

    let name: String
    let label: String
    var id: String?
    var hint: String?
    var error: String?
    var isOptional = false
    var version: Int?
    var clash: Clash?

    /// The error summary links here.
    var anchor: String { id ?? name.replacing(".", with: "-") }

    init(
        _ name: String,
        label: String,
        id: String? = nil,
        hint: String? = nil,
        error: String? = nil,
        isOptional: Bool = false,
        version: Int? = nil,
        clash: Clash? = nil
    ) {
        self.name = name
        self.label = label
        self.id = id
        self.hint = hint
        self.error = error
        self.isOptional = isOptional
        self.version = version
        self.clash = clash
    }

    private var common: View {
        let clashView: View? = clash.map { ["theirs": $0.theirs, "by": $0.by, "at": $0.at] }
        return [
            "name": name, "label": label, "id": anchor, "hint": hint, "error": error, "optional": isOptional,
            "version": version, "clash": clashView,
        ]
    }

    /// For `layout/field-text`. `width` is empty or one of `w2 w4 w8 w12 w20`; `isCode` turns spelling help off.
    func text(
        _ value: String,
        type: String = "text",
        width: String = "",
        isCode: Bool = false,
        autocomplete: String? = nil,
        inputmode: String? = nil
    ) -> View {
        common.adding([
            "value": value, "type": type, "width": width, "code": isCode, "autocomplete": autocomplete,
            "inputmode": inputmode,
        ])
    }

    /// For `layout/field-textarea`. `words` is the limit shown and counted.
    func textArea(_ value: String, rows: Int = 5, words: Int? = nil) -> View {
        common.adding(["value": value, "rows": rows, "words": words])
    }

    /// For `layout/field-number`.
    func number(_ value: String, unit: String? = nil, hasDecimals: Bool = false) -> View {
        common.adding(["value": value, "unit": unit, "decimals": hasDecimals])
    }

    /// For `layout/field-money`.
    func money(_ value: String) -> View {
        common.adding(["value": value])
    }

    /// For `layout/field-date`: as typed, right or wrong.
    func date(day: String, month: String, year: String) -> View {
        common.adding(["day": day, "month": month, "year": year])
    }

    /// For `layout/field-select`, `layout/field-radios` and `layout/field-checkboxes`.
    func choices(_ choices: [Choice], chosen: Set<String>) -> View {
        var options: [View] = []
        for (index, choice) in choices.enumerated() {
            // The error summary leads to the first control of the group.
            let option = index == 0 ? anchor : "\(anchor)-\(index + 1)"
            options.append([
                "option": option, "value": choice.value, "label": choice.label, "note": choice.note,
                "selected": chosen.contains(choice.value),
            ])
        }
        return common.adding(["options": options])
    }

    /// For `layout/field-file`. `accept` lists endings; `bytes` is the largest size.
    func file(accept: String? = nil, bytes: Int? = nil, isMultiple: Bool = false) -> View {
        common.adding(["accept": accept, "bytes": bytes, "multiple": isMultiple])
    }
}
