/// A form on a page with what a browser would send if nothing was touched.
public struct TestForm: Sendable {
    /// Where it is sent.
    public let action: String
    /// How: `get` or `post`.
    public let method: String
    /// Whether it sends files.
    public let isMultipart: Bool
    /// Names and values, in order.
    public private(set) var fields: [(name: String, value: String)] = []
    /// Buttons: their words, names and values.
    public let buttons: [(label: String, name: String?, value: String)]

    init(_ form: HTMLElement, in page: HTMLDocument, at address: String) {
        let inside = page.inside(form)
        let given = form["action"] ?? ""
        action = given.isEmpty ? address : given
        method = (form["method"] ?? "get").lowercased()
        isMultipart = form["enctype"] == "multipart/form-data"
        buttons = inside.filter { $0.name == "button" && ($0["type"] ?? "submit") == "submit" }.map {
            ($0.text, $0["name"], $0["value"] ?? "")
        }
        let templates = Set(inside.filter { $0.name == "template" }.map(\.number))
        for element in inside where !element.has("disabled") && templates.isDisjoint(with: element.ancestors) {
            if let name = element["name"], let value = Self.value(of: element, among: inside) {
                fields.append((name, value))
            }
        }
    }

    /// Writes a value into a field, in the place where the field stands; a field the page does not have is added.
    public mutating func fill(_ name: String, _ values: [String]) {
        let place = fields.firstIndex { $0.name == name } ?? fields.count
        fields.removeAll { $0.name == name }
        fields.insert(contentsOf: values.map { (name, $0) }, at: min(place, fields.count))
    }

    private static func value(of element: HTMLElement, among inside: [HTMLElement]) -> String? {
        switch element.name {
        case "textarea":
            return element.rawText
        case "select":
            let options = inside.filter { $0.name == "option" && $0.ancestors.contains(element.number) }
            let chosen = options.first { $0.has("selected") } ?? options.first
            return chosen.map { $0["value"] ?? $0.text }
        case "input":
            switch element["type"] ?? "text" {
            case "checkbox", "radio": return element.has("checked") ? element["value"] ?? "on" : nil
            case "submit", "button", "image", "reset", "file": return nil
            default: return element["value"] ?? ""
            }
        default:
            return nil
        }
    }
}
