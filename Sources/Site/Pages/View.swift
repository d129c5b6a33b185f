public import Mustache

/// A value a template can show or ask about.
public protocol ViewValue: Sendable {
    /// The value in the form that the engine takes.
    var shown: any ViewValue { get }
}

extension ViewValue {
    /// Most values are taken as they are.
    public var shown: any ViewValue { self }
}

extension String: ViewValue {
    /// The text, so wrapped that the engine need not try everything else it knows first.
    public var shown: any ViewValue { Shown(renderText: self) }
}

extension Bool: ViewValue {}
extension Int: ViewValue {}
extension Array: ViewValue where Element: ViewValue {}

/// A finished page or part of one: names and values, nothing to compute, made from a dictionary literal.
/// Looked up by name without reflection. What may be absent is given as `nil`: a name that is not given
/// at all is a mistake, and strict rendering says so.
public struct View: ViewValue, MustacheParent, ExpressibleByDictionaryLiteral {
    /// As the engine takes them: a page asks for a value more often than it is given one.
    private var values: [String: any ViewValue]

    /// A view with nothing in it.
    public init() {
        values = [:]
    }

    /// A view from `["title": title, "hint": nil, "rows": rows]`. A name given twice keeps the last value.
    public init(dictionaryLiteral elements: (String, (any ViewValue)?)...) {
        values = Dictionary(minimumCapacity: elements.count)
        for (name, value) in elements { self[name] = value }
    }

    /// The value under a name, as the engine takes it; setting `nil` says "known to be absent".
    public subscript(name: String) -> (any ViewValue)? {
        get { values[name] }
        set { values[name] = newValue.map { Markup.checked($0, under: name).shown } ?? Absent() }
    }

    /// This view with the other one's values added; where both have a name, the other's value wins.
    public func adding(_ other: View) -> View {
        var sum = self
        sum.values.merge(other.values) { _, new in new }
        return sum
    }

    /// Answers the template engine.
    public func child(named name: String) -> Any? { values[name] }
}

/// Stands for a value known to be absent: prints nothing, and a section over it is skipped.
struct Absent: ViewValue, MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// A text in the form that the engine takes without first trying everything else it knows.
struct Shown: ViewValue, MustacheCustomRenderable, MustacheParent {
    let renderText: String
    var isNull: Bool { false }

    /// A text has no parts. Without this answer the engine would look for them by reflection, wherever a section is about a text.
    func child(named name: String) -> Any? { nil }
}

/// Text that is made only if the template asks for it, such as a form token.
public struct LazyText: ViewValue, MustacheCustomRenderable {
    private let make: @Sendable () -> String

    /// Text made by the closure at each place where the template shows it.
    public init(_ make: @escaping @Sendable () -> String) {
        self.make = make
    }

    /// The text.
    public var renderText: String { make() }
    /// Never absent.
    public var isNull: Bool { false }
}

/// HTML or SVG that our own code has drawn, with everything from people escaped by `escapeHTML`. Templates show it as
/// `{{{nameMarkup}}}`: the loader refuses unescaped tags whose name does not end so, and a view refuses other values
/// under such a name.
public struct Markup: ViewValue, MustacheCustomRenderable {
    /// The finished markup.
    public let renderText: String
    /// Never absent.
    public var isNull: Bool { false }

    /// Markup whose every part is ours or escaped.
    public init(trusted text: String) {
        renderText = text
    }

    static func checked(_ value: any ViewValue, under name: String) -> any ViewValue {
        guard name.utf8.last == UInt8(ascii: "p"), name.hasSuffix("Markup") else { return value }
        if value is Markup || value is Absent { return value }
        assertionFailure("The value \(name) must be Markup")
        return Absent()
    }
}

/// The outermost view of a rendering: what it does not know, nobody knows.
final class StrictRoot: MustacheParent {
    private let view: View
    private(set) var unknown: [String] = []

    init(_ view: View) {
        self.view = view
    }

    func child(named name: String) -> Any? {
        if let value = view.child(named: name) { return value }
        unknown.append(name)
        return nil
    }
}
