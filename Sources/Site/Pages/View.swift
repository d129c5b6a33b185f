/// A value a template can show or ask about.
public protocol ViewValue: Sendable {
    /// What it is to a template.
    var content: ViewContent { get }
}

/// What a template can meet under a name.
public enum ViewContent: Sendable {
    /// Known to be absent: prints nothing, and a section over it is skipped.
    case absent
    /// A text, escaped where it is printed.
    case text(String)
    /// A text that is made only where it is printed.
    case lazy(LazyText)
    /// A whole number.
    case number(Int)
    /// Whether a section is printed.
    case flag(Bool)
    /// Finished markup.
    case markup(String)
    /// Names with values of their own.
    case view(View)
    /// What a section is printed for, one after another.
    case list([ViewContent])
}

extension String: ViewValue {
    /// A text, also if it is empty.
    public var content: ViewContent { .text(self) }
}

extension Bool: ViewValue {
    /// A condition.
    public var content: ViewContent { .flag(self) }
}

extension Int: ViewValue {
    /// A whole number.
    public var content: ViewContent { .number(self) }
}

extension Array: ViewValue where Element: ViewValue {
    /// A list.
    public var content: ViewContent { .list(map { $0.content }) }
}

/// A finished page or part of one: names and values, nothing to compute, made from a dictionary literal.
/// What may be absent is given as `nil`: a name that is not given at all is a mistake, and strict rendering says so.
public struct View: ViewValue, ExpressibleByDictionaryLiteral {
    /// In the order given; of a name given twice the last counts. A page makes hundreds of small views and asks each for a few
    /// names: to look through them costs less than to build tables.
    private var entries: [(name: String, content: ViewContent)]

    /// A view with nothing in it.
    public init() {
        entries = []
    }

    /// A view from `["title": title, "hint": nil, "rows": rows]`. A name given twice keeps the last value.
    public init(dictionaryLiteral elements: (String, (any ViewValue)?)...) {
        entries = elements.map { name, value in (name, Markup.checked(value?.content ?? .absent, under: name)) }
    }

    /// A part of a page around it.
    public var content: ViewContent { .view(self) }

    /// The value under a name; setting `nil` says "known to be absent".
    public subscript(name: String) -> (any ViewValue)? {
        get { content(name) }
        set { entries.append((name, Markup.checked(newValue?.content ?? .absent, under: name))) }
    }

    /// This view with the other one's values added; where both have a name, the other's value wins.
    public func adding(_ other: View) -> View {
        var sum = self
        sum.entries += other.entries
        return sum
    }

    /// What a template meets under the name; nothing if this view does not have it.
    func content(_ name: String) -> ViewContent? {
        entries.last { $0.name == name }?.content
    }
}

extension ViewContent: ViewValue {
    /// Itself.
    public var content: ViewContent { self }
}

/// Text that is made only if the template asks for it, such as a form token.
public struct LazyText: ViewValue {
    private let make: @Sendable () -> String

    /// Text made by the closure at each place where the template shows it.
    public init(_ make: @escaping @Sendable () -> String) {
        self.make = make
    }

    /// The text.
    public var text: String { make() }

    /// A text.
    public var content: ViewContent { .lazy(self) }
}

/// HTML or SVG that our own code has drawn, with everything from people escaped by `escapeHTML`. Templates show it as
/// `{{{nameMarkup}}}`: the loader refuses unescaped tags whose name does not end so, and a view refuses other values
/// under such a name.
public struct Markup: ViewValue {
    /// The finished markup.
    public let text: String

    /// Markup whose every part is ours or escaped.
    public init(trusted text: String) {
        self.text = text
    }

    /// Finished markup.
    public var content: ViewContent { .markup(text) }

    fileprivate static func checked(_ content: ViewContent, under name: String) -> ViewContent {
        guard name.utf8.last == UInt8(ascii: "p"), name.hasSuffix("Markup") else { return content }
        switch content {
        case .markup, .absent: return content
        default:
            assertionFailure("The value \(name) must be Markup")
            return .absent
        }
    }
}
