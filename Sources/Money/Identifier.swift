/// A row's key that knows what it identifies: `Application.ID` is `Identifier<Application>`.
public struct Identifier<Entity>: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The key in the database, positive.
    public let rawValue: Int64

    /// An identifier of a known key.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads an identifier from an address or a form: digits only, positive, no sign, no leading zero.
    public init?(typed text: String) {
        guard !text.isEmpty, text.utf8.count <= 18, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard text.utf8.first != 48, let number = Int64(text) else { return nil }
        rawValue = number
    }

    /// Older rows come first.
    public static func < (left: Identifier, right: Identifier) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The digits.
    public var description: String {
        String(rawValue)
    }

    /// Stored and exchanged as a number.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Stored and exchanged as a number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
