/// Fills a composed template with a view.
///
/// Our own, because a general library asks at every tag what kind of thing a value is: that was half of the time of a list of
/// fifty. Tests print the same templates through such a library and compare.
struct TemplateRenderer {
    private var page: [UInt8] = []
    /// What names are looked up in, the innermost last.
    private var around: [ViewContent]
    /// The names that no view around had.
    private(set) var unknown: Set<String> = []

    init(_ view: View) {
        around = [.view(view)]
        page.reserveCapacity(32_768)
    }

    /// What has been printed.
    var text: String { String(decoding: page, as: UTF8.self) }

    mutating func print(_ pieces: [TemplatePiece]) {
        for piece in pieces {
            switch piece {
            case .text(let bytes): page += bytes
            case .value(let name, let escaped): print(find(name), escaped: escaped)
            case .section(let name, let isInverted, let inner):
                if isInverted { print(inner, unless: find(name)) } else { print(inner, over: find(name)) }
            }
        }
    }

    private mutating func find(_ name: String) -> ViewContent {
        if name == "." { return around[around.count - 1] }
        for content in around.reversed() {
            if case .view(let view) = content, let found = view.content(name) { return found }
        }
        unknown.insert(name)
        return .absent
    }

    private mutating func print(_ content: ViewContent, escaped: Bool) {
        switch content {
        case .text(let text): print(text, escaped: escaped)
        case .lazy(let text): print(text.text, escaped: escaped)
        case .number(let number): page += String(number).utf8
        case .flag(let flag): page += String(flag).utf8
        case .markup(let markup): print(markup, escaped: escaped)
        case .absent, .view, .list: break
        }
    }

    private mutating func print(_ text: String, escaped: Bool) {
        if escaped { page.append(escapingHTML: text) } else { page += text.utf8 }
    }

    private mutating func print(_ inner: [TemplatePiece], over content: ViewContent) {
        switch content {
        case .absent, .flag(false): break
        case .flag(true): print(inner)
        case .list(let list): for element in list { print(inner, about: element) }
        case .text, .lazy, .number, .markup, .view: print(inner, about: content)
        }
    }

    private mutating func print(_ inner: [TemplatePiece], about content: ViewContent) {
        around.append(content)
        print(inner)
        around.removeLast()
    }

    private mutating func print(_ inner: [TemplatePiece], unless content: ViewContent) {
        switch content {
        case .absent, .flag(false): print(inner)
        case .list(let list) where list.isEmpty: print(inner)
        default: break
        }
    }
}
