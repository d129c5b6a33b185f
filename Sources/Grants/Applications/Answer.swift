/// What stands in a field, as typed: drafts keep even what is wrong, and checks say what is wrong with it.
///
/// What can be understood is stored in one plain form (`2026-11-30`, `7000.00`), the rest letter by letter.
public enum Answer: Sendable, Hashable, Codable {
    /// One value.
    case text(String)
    /// Several values.
    case list([String])
    /// Named parts.
    case fields([String: String])
    /// Rows of named parts.
    case rows([[String: String]])

    /// True if nothing but spaces was typed anywhere.
    public var isEmpty: Bool {
        switch self {
        case .text(let text): text.isBlank
        case .list(let list): list.isEmpty
        case .fields(let fields): fields.values.allSatisfy(\.isBlank)
        case .rows(let rows): rows.allSatisfy { $0.values.allSatisfy(\.isBlank) }
        }
    }

    /// Stored as the JSON value it looks like: a string, an array of strings, an object, an array of objects.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let fields = try? container.decode([String: String].self) {
            self = .fields(fields)
        } else if let rows = try? container.decode([[String: String]].self), !rows.isEmpty {
            self = .rows(rows)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    /// Stored as the JSON value it looks like.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .fields(let fields): try container.encode(fields)
        case .rows(let rows): try container.encode(rows)
        }
    }
}
