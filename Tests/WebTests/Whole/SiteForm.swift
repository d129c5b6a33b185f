import HTTPTypes
import NIOCore
import TestKit
import Web

/// A form that stands on a page of the site, with everything in it that has a name.
struct SiteForm: Sendable {
    enum Control: Sendable { case text, choice, hidden, file, password }

    /// Who sees it; nobody signed in without.
    let email: String?
    /// The page it stands on.
    let page: String
    let action: String
    /// The pattern of the route it is sent to.
    let pattern: String
    let isPost: Bool
    let isMultipart: Bool
    /// What a script sends wants no page.
    let isScript: Bool
    private(set) var fields: [(name: String, value: String)]
    let controls: [(name: String, kind: Control)]

    /// The forms of a page, but for the one in the frame of every page.
    static func all(on page: TestPage, for email: String?, _ routes: [Routes.Entry]) -> [SiteForm] {
        let document = page.document
        var seen: Set<String> = []
        return document.all("form").compactMap { element in
            let action = element["action"].flatMap { $0.isEmpty ? nil : $0 } ?? page.address
            guard action != "/sign-out", seen.insert(action).inserted, let form = try? page.form(action) else {
                return nil
            }
            let isPost = form.method == "post"
            // A browser keeps to itself to which part of the answer it goes.
            let sent = String(action.prefix { $0 != "#" })
            guard let pattern = pattern(of: sent, isPost ? .post : .get, routes) else { return nil }
            return SiteForm(
                email: email,
                page: page.address,
                action: sent,
                pattern: pattern,
                isPost: isPost,
                isMultipart: form.isMultipart,
                isScript: false,
                fields: form.fields + first(of: form.buttons),
                controls: controls(in: document.inside(element))
            )
        }
    }

    /// What a script sends with the form token of a page.
    static func script(_ pattern: String, to action: String, page: String, _ fields: [(String, String)]) -> SiteForm {
        SiteForm(
            email: SiteVisitor.editor.email,
            page: page,
            action: action,
            pattern: pattern,
            isPost: true,
            isMultipart: false,
            isScript: true,
            fields: fields.map { (name: $0.0, value: $0.1) },
            controls: fields.map { (name: $0.0, kind: .hidden) }
        )
    }

    /// The form as somebody honest sends it.
    func typed(_ values: [(String, String)]) -> SiteForm {
        var form = self
        for (name, value) in values {
            if let place = form.fields.firstIndex(where: { $0.name == name }) {
                form.fields[place].value = value
            } else {
                form.fields.append((name, value))
            }
        }
        return form
    }

    /// Forms with the same fields behave alike.
    var likeness: String {
        ([pattern, isPost ? "post" : "get"] + Set(controls.map { Self.family($0.name) }).sorted()).joined(
            separator: " "
        )
    }

    /// Whether it adds something of which there is none yet: then nothing but hints stands in it.
    var isBlank: Bool { action.hasSuffix("/new") }

    /// One control of each family: rows of a table are alike, and so are the versions of fields.
    var telling: [(name: String, kind: Control)] {
        var seen: Set<String> = []
        return controls.filter { $0.name != "formToken" && seen.insert(Self.family($0.name)).inserted }
    }

    private static func family(_ name: String) -> String {
        for prefix in ["version."] where name.hasPrefix(prefix) { return prefix }
        return name.split(separator: ".").map { Int($0) == nil ? String($0) : "#" }.joined(separator: ".")
    }

    private static func pattern(of action: String, _ method: HTTPRequest.Method, _ routes: [Routes.Entry]) -> String? {
        let parts = action.prefix { $0 != "?" }.split(separator: "/")
        let fitting = routes.filter { route in
            let names = route.path.split(separator: "/")
            return route.method == method && names.count == parts.count
                && zip(names, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
        // A word in its place goes before a key.
        return fitting.min { $0.path.count { $0 == ":" } < $1.path.count { $0 == ":" } }?.path
    }

    /// A form of buttons alone does something only by one of them.
    private static func first(of buttons: [(label: String, name: String?, value: String)]) -> [(
        name: String, value: String
    )] {
        guard let button = buttons.first, let name = button.name, name == "move" else { return [] }
        return [(name, button.value)]
    }

    private static func controls(in elements: [HTMLElement]) -> [(name: String, kind: Control)] {
        var seen: Set<String> = []
        return elements.compactMap { element in
            // Rows that a script adds are made of a template.
            guard let name = element["name"], !name.contains("__n__"), seen.insert(name).inserted else { return nil }
            switch (element.name, element["type"] ?? "text") {
            case ("textarea", _): return (name, .text)
            case ("select", _), ("input", "radio"), ("input", "checkbox"): return (name, .choice)
            case ("button", _), ("input", "hidden"): return (name, .hidden)
            case ("input", "file"): return (name, .file)
            case ("input", "password"): return (name, .password)
            case ("input", _): return (name, .text)
            default: return nil
            }
        }
    }
}
