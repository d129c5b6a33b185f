import Foundation

/// One template file, made ready for the engine: texts and asset paths put in, forbidden tags found.
struct TemplateSource {
    let name: String
    let text: String

    /// Mail and other plain text is not escaped; everything else is HTML.
    private var isPlain: Bool { name.hasPrefix("mail/") || name.hasSuffix(".text") }

    /// The text the engine parses, in one language. Each file names its content type, since each partial starts anew
    /// with the engine's own.
    func prepared(texts: Texts, assets: Assets, faults: inout [String]) -> String {
        let body = filled(texts: texts, assets: assets, faults: &faults)
        for tag in Self.tags(in: body) {
            check(tag, faults: &faults)
        }
        let engineBody = Self.withEngineNames(body)
        guard !isPlain else { return "{{%CONTENT_TYPE:TEXT}}\n\(engineBody)" }
        return "{{%CONTENT_TYPE:\(StrictHTML.name)}}\n\(Self.unindented(engineBody))"
    }

    /// Without the blanks at the beginnings of lines: they mean nothing in HTML, and a partial that stands indented makes the engine
    /// look at its whole text character by character.
    private static func unindented(_ body: String) -> String {
        body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " || $0 == "\t" } }
            .joined(separator: "\n")
    }

    /// The name the engine knows a template by: it takes `{{<layout/page}}` but cannot read `{{/layout/page}}`.
    static func engineName(_ name: String) -> String {
        name.replacingOccurrences(of: "/", with: ".")
    }

    private static func withEngineNames(_ body: String) -> String {
        var result = ""
        var rest = body[...]
        while let open = rest.range(of: "{{"), let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex)
        {
            let tag = rest[open.upperBound..<close.lowerBound]
            result += rest[..<open.upperBound]
            if let first = tag.first, "></".contains(first) {
                result += "\(first)\(engineName(String(tag.dropFirst())))"
            } else {
                result += tag
            }
            result += "}}"
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// The partials and parents this file names, as the engine knows them.
    static func partials(in body: String) -> [String] {
        tags(in: body).filter { $0.hasPrefix(">") || $0.hasPrefix("<") }.map { tag in
            engineName(tag.dropFirst().trimmingCharacters(in: .whitespaces))
        }
    }

    private func filled(texts: Texts, assets: Assets, faults: inout [String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.range(of: "[["), let close = rest.range(of: "]]", range: open.upperBound..<rest.endIndex)
        {
            let key = String(rest[open.upperBound..<close.lowerBound])
            result += rest[..<open.lowerBound]
            result += replacement(for: key, texts: texts, assets: assets, faults: &faults)
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    private func replacement(for key: String, texts: Texts, assets: Assets, faults: inout [String]) -> String {
        if key.hasPrefix("asset:") {
            let path = String(key.dropFirst("asset:".count))
            guard let address = assets.address(of: path) else {
                faults.append("\(name): there is no asset \(path)")
                return ""
            }
            return address
        }
        guard let text = texts.find(key) else {
            faults.append("\(name): no text \(key) in \(texts.language.rawValue)")
            return "[[\(key)]]"
        }
        if text.contains("{{{") || text.contains("{{&") || text.contains("{{>") || text.contains("{{#") {
            faults.append("\(name): the text \(key) may hold only plain {{names}}")
        }
        return isPlain || key.hasSuffix("_html") ? text : escapeHTML(text)
    }

    private func check(_ tag: String, faults: inout [String]) {
        guard let first = tag.first else {
            faults.append("\(name): an empty tag")
            return
        }
        switch first {
        case "&":
            faults.append("\(name): {{\(tag)}} would not be escaped")
        case "{":
            if !tag.dropFirst().trimmingCharacters(in: .whitespaces).hasSuffix("Markup") {
                faults.append("\(name): {{\(tag)}}} would not be escaped; only …Markup may be shown so")
            }
        case "=":
            faults.append("\(name): tags keep their usual brackets")
        case ">", "<":
            if tag.contains("*") { faults.append("\(name): {{\(tag)}} names no fixed template") }
        case "!", "%", "$":
            break
        default:
            if first == "/", tag.dropFirst().contains("/") { break }
            let path = tag.drop { "#^/".contains($0) }.trimmingCharacters(in: .whitespaces)
            if path.contains("."), path != "." {
                faults.append("\(name): write {{#outer}}{{inner}}{{/outer}} for {{\(tag)}}")
            }
        }
    }

    /// What stands between `{{` and `}}`, in order.
    private static func tags(in body: String) -> [String] {
        var tags: [String] = []
        var rest = body[...]
        while let open = rest.range(of: "{{") {
            guard let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex) else { break }
            tags.append(rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines))
            rest = rest[close.upperBound...]
        }
        return tags
    }
}
