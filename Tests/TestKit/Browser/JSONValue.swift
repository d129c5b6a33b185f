/// Any JSON.
public enum JSONValue: Codable, Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    case null, bool(Bool), number(Double), string(String), array([JSONValue]), object([String: JSONValue])

    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Yes or no.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Reads any JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The member of an object, `null` if there is none.
    public subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    /// The text.
    public var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number.
    public var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// Whether it is `true`.
    public var isTrue: Bool { self == .bool(true) }

    /// The items of an array, none otherwise.
    public var items: [JSONValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }
}
