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
        while let open = pair(UInt8(ascii: "{"), in: rest) {
            guard let close = pair(UInt8(ascii: "}"), in: rest[open.upperBound...]) else { break }
            let name = rest[open.upperBound..<close.lowerBound].drop { $0 == " " }.prefix { $0 != " " }
            result += rest[..<open.lowerBound]
            result += values[String(name)] ?? String(rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    /// Where a bracket first stands twice. Byte by byte: pages ask dozens of times.
    private static func pair(_ bracket: UInt8, in text: Substring) -> Range<String.Index>? {
        let bytes = text.utf8
        var start = bytes.startIndex
        while let first = bytes[start...].firstIndex(of: bracket) {
            let second = bytes.index(after: first)
            guard second < bytes.endIndex else { return nil }
            if bytes[second] == bracket { return first..<bytes.index(after: second) }
            start = second
        }
        return nil
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
