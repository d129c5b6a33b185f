import Foundation

/// One template file, made ready: texts and asset paths put in.
struct TemplateSource {
    let name: String
    let text: String

    /// Mail and other plain text is not escaped; everything else is HTML.
    private var isPlain: Bool { name.hasPrefix("mail/") || name.hasSuffix(".text") }

    /// What the file says in one language. What is wrong with it is added to the faults.
    func nodes(texts: Texts, assets: Assets, faults: inout [String]) -> [TemplateNode] {
        let body = filled(texts: texts, assets: assets, faults: &faults)
        do {
            return try TemplateParser.nodes(of: isPlain ? body : Self.unindented(body), isHTML: !isPlain)
        } catch {
            faults.append("\(name): \(error)")
            return []
        }
    }

    /// Without the blanks at the beginnings of lines: they mean nothing in HTML, and make pages longer.
    private static func unindented(_ body: String) -> String {
        body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " || $0 == "\t" } }
            .joined(separator: "\n")
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
}
