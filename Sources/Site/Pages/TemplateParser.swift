import Foundation

/// Reads the text of a template into nodes.
///
/// A tag that stands alone on its line and prints nothing itself takes its line with it, as Mustache has it.
struct TemplateParser {
    private enum Item {
        case text(Substring)
        case tag(Tag)
    }

    private struct Tag {
        /// `#`, `^`, `/`, `>`, `<`, `$`, `!`, `{`, or `v` for a plain value.
        let sigil: Character
        let name: String
    }

    private var items: ArraySlice<Item> = []
    private let isHTML: Bool

    /// - Parameter isHTML: whether values are escaped.
    static func nodes(of text: String, isHTML: Bool) throws -> [TemplateNode] {
        var parser = TemplateParser(isHTML: isHTML)
        parser.items = try items(of: text)[...]
        return try parser.nodes(until: nil)
    }

    private init(isHTML: Bool) {
        self.isHTML = isHTML
    }

    private mutating func nodes(until end: String?) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let item = items.popFirst() {
            switch item {
            case .text(let text): nodes.append(.text(String(text)))
            case .tag(let tag) where tag.sigil == "/":
                guard tag.name == end else { throw TemplateFault("{{/\(tag.name)}} ends what was not begun") }
                return nodes
            case .tag(let tag): try nodes += node(of: tag)
            }
        }
        guard end == nil else { throw TemplateFault("\(end ?? "") is begun and not ended") }
        return nodes
    }

    private mutating func node(of tag: Tag) throws -> [TemplateNode] {
        switch tag.sigil {
        case "!": []
        case "{": [.value(tag.name, escaped: false)]
        case "#", "^": [.section(tag.name, isInverted: tag.sigil == "^", try nodes(until: tag.name))]
        case ">": [.partial(tag.name)]
        case "$": [.block(tag.name, try nodes(until: tag.name))]
        case "<": [.parent(tag.name, blocks: try blocks(until: tag.name))]
        default: [.value(tag.name, escaped: isHTML)]
        }
    }

    private mutating func blocks(until end: String) throws -> [String: [TemplateNode]] {
        var blocks: [String: [TemplateNode]] = [:]
        for node in try nodes(until: end) {
            switch node {
            case .block(let name, let nodes): blocks[name] = nodes
            case .text(let text) where text.allSatisfy(\.isWhitespace): break
            default: throw TemplateFault("{{<\(end)}} may hold only blocks")
            }
        }
        return blocks
    }

    private static func items(of text: String) throws -> [Item] {
        var items: [Item] = []
        var rest = text[...]
        while let open = rest.range(of: "{{") {
            guard let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex) else {
                throw TemplateFault("a tag is not ended")
            }
            let tag = try tag(in: rest[open.upperBound..<close.lowerBound])
            var before = rest[..<open.lowerBound]
            rest = rest[close.upperBound...]
            if tag.sigil == "{" {
                guard rest.first == "}" else { throw TemplateFault("{{{\(tag.name) is not ended") }
                rest.removeFirst()
            }
            if !"{v".contains(tag.sigil), let line = lineAlone(before, rest, in: text) {
                (before, rest) = line
            }
            if !before.isEmpty { items.append(.text(before)) }
            items.append(.tag(tag))
        }
        if !rest.isEmpty { items.append(.text(rest)) }
        return items
    }

    private static func tag(in content: Substring) throws -> Tag {
        let first = content.first ?? " "
        let isPlain = !"#^/><$!{&=".contains(first)
        let name = (isPlain ? content : content.dropFirst()).trimmingCharacters(in: .whitespacesAndNewlines)
        let tag = Tag(sigil: isPlain ? "v" : first, name: name)
        if let fault = fault(of: tag) { throw TemplateFault("{{\(content)}} \(fault)") }
        return tag
    }

    /// What is wrong with a tag, if anything: what could print unescaped text, and what Mustache has and pages do without.
    private static func fault(of tag: Tag) -> String? {
        switch tag.sigil {
        case "!": nil
        case "&": "would not be escaped"
        case "{" where !tag.name.hasSuffix("Markup"): "would not be escaped; only …Markup may be shown so"
        case "=": "changes the brackets of tags"
        case _ where tag.name.isEmpty || tag.name.contains { $0.isWhitespace || "{}()*".contains($0) }: "cannot be read"
        case "v", "#", "^", "{":
            tag.name.contains(".") && tag.name != "." ? "is written {{#outer}}{{inner}}{{/outer}}" : nil
        default: nil
        }
    }

    /// What is left before and after a tag that has its line for itself, without that line's blanks and its end; nothing if it
    /// shares the line.
    private static func lineAlone(_ before: Substring, _ after: Substring, in text: String) -> (Substring, Substring)? {
        var kept = before.endIndex
        while kept > before.startIndex, isBlank(text[text.index(before: kept)]) { kept = text.index(before: kept) }
        guard kept == text.startIndex || text[text.index(before: kept)].isNewline else { return nil }
        let line = after.drop(while: isBlank)
        guard let end = line.first else { return (before[..<kept], line) }
        return end.isNewline ? (before[..<kept], line.dropFirst()) : nil
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
