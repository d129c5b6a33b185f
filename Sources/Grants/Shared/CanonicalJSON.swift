/// JSON with exactly one spelling (RFC 8785): what is hashed, signed and compared byte for byte.
///
/// Keys stand in the order of their UTF-16 code units, there are no spaces, and numbers are whole. Any RFC 8785 program arrives
/// at the same bytes, so a receipt can be checked without us.
public indirect enum CanonicalJSON: Sendable, Hashable, Codable {
    /// Nothing.
    case null
    /// True or false.
    case bool(Bool)
    /// A whole number; sums of money are in cents.
    case number(Int64)
    /// A text.
    case string(String)
    /// Values in their order.
    case array([CanonicalJSON])
    /// Named values.
    case object([String: CanonicalJSON])

    /// The one spelling.
    public var text: String {
        var written = ""
        write(to: &written)
        return written
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let values):
            text += "{"
            let keys = values.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
            for (index, key) in keys.enumerated() {
                if index > 0 { text += "," }
                Self.write(key, to: &text)
                text += ":"
                (values[key] ?? .null).write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Most texts need no escapes and are taken whole.
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{08}": text += "\\b"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\u{0C}": text += "\\f"
            case "\r": text += "\\r"
            case "\u{00}"..<"\u{20}":
                let code = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Reads any JSON whose numbers are whole.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([CanonicalJSON].self) {
            self = .array(values)
        } else {
            self = .object(try container.decode([String: CanonicalJSON].self))
        }
    }

    /// Writes the same values; only `text` promises the one spelling.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension CanonicalJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .number(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension CanonicalJSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Values in their order.
    public init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }
    /// Named values; of a name given twice the last counts.
    public init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}

extension CanonicalJSON {
    /// The value of a name in an object.
    public subscript(name: String) -> CanonicalJSON? {
        guard case .object(let values) = self else { return nil }
        return values[name]
    }

    /// The text, if it is one.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The whole number, if it is one.
    public var number: Int64? {
        guard case .number(let value) = self else { return nil }
        return value
    }
}
