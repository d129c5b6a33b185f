/// A page taken apart, with everything that is wrong with its syntax. Stricter than browsers are: every element that is
/// opened is closed in order, every attribute value is quoted.
public struct HTMLDocument: Sendable {
    /// All elements, in the order they open.
    public let elements: [HTMLElement]
    /// Faults of syntax, in words.
    public let faults: [String]

    /// Takes a page apart.
    public init(_ text: String) {
        var reader = HTMLReader(text)
        reader.read()
        elements = reader.elements
        faults = reader.faults
    }

    /// The elements of a name whose attributes have the given values.
    public func all(_ name: String, where attributes: [String: String] = [:]) -> [HTMLElement] {
        elements.filter { $0.name == name && $0.matches(attributes) }
    }

    /// The first such element.
    public func first(_ name: String, where attributes: [String: String] = [:]) -> HTMLElement? {
        elements.first { $0.name == name && $0.matches(attributes) }
    }

    /// The elements within an element.
    public func inside(_ element: HTMLElement) -> [HTMLElement] {
        elements.filter { $0.ancestors.contains(element.number) }
    }

    /// The text of the first heading.
    public var heading: String { first("h1")?.text ?? "" }

    /// The page's title.
    public var title: String { first("title")?.text ?? "" }
}

/// One element of a page.
public struct HTMLElement: Sendable {
    /// Its name in lower case.
    public let name: String
    /// Its place among all elements.
    public let number: Int
    /// The elements around it, outermost first.
    public let ancestors: [Int]
    /// The line it opens in.
    public let line: Int
    /// Its attributes in order.
    public let attributes: [(name: String, value: String)]
    /// All text within, white space run together.
    public internal(set) var text: String = ""
    /// The text within as it stands, which matters in a text area.
    public internal(set) var rawText: String = ""

    /// An attribute's value.
    public subscript(attribute: String) -> String? {
        attributes.first { $0.name == attribute }?.value
    }

    /// Whether the attribute is there at all.
    public func has(_ attribute: String) -> Bool {
        self[attribute] != nil
    }

    func matches(_ wanted: [String: String]) -> Bool {
        wanted.allSatisfy { self[$0.key] == $0.value }
    }
}
