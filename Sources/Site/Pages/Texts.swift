import Foundation

/// The sentences of one language, by key, and the way that language writes numbers, money and time.
public struct Texts: Sendable {
    /// The language of these texts.
    public let language: Language
    private let table: [String: String]

    /// Texts from a flat table; `Templates` makes it from the files under `text/`.
    public init(language: Language, table: [String: String]) {
        self.language = language
        self.table = table
    }

    /// All keys, for tests that compare languages.
    public var keys: Set<String> { Set(table.keys) }

    /// The text under a key as written, or nothing.
    public func find(_ key: String) -> String? {
        table[key]
    }

    /// The text under a key with `{{name}}` filled in. A missing key shows itself in brackets rather than failing a
    /// page; a test finds it first.
    public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let text = table[key] else { return "[[\(key)]]" }
        return values.isEmpty ? text : Self.fill(text, values)
    }

    /// The text for a count: keys `zero`, `one`, `other` under the given key; `{{n}}` is the count as written in this
    /// language.
    public func plural(_ key: String, _ count: Int, _ values: [String: String] = [:]) -> String {
        var values = values
        values["n"] = number(count)
        let form = PluralForm(of: count, in: language)
        if table["\(key).\(form.rawValue)"] == nil, form == .zero {
            return self("\(key).other", values)
        }
        return self("\(key).\(form.rawValue)", values)
    }

    private static func fill(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.range(of: "{{"), let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex)
        {
            let name = rest[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespaces)
            result += rest[..<open.lowerBound]
            result += values[name] ?? String(rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}

/// The plural forms of the site's languages.
enum PluralForm: String {
    case zero, one, other

    /// Latvian: 1, 21, 31 … but not 11 are `one`; 0, 10–20, 30, 40 … are `zero`. English: 1 is `one`.
    init(of count: Int, in language: Language) {
        let size = count.magnitude
        switch language {
        case .en:
            self = size == 1 ? .one : .other
        case .lv:
            if size % 10 == 0 || (11...19).contains(size % 100) {
                self = .zero
            } else {
                self = size % 10 == 1 ? .one : .other
            }
        }
    }
}
