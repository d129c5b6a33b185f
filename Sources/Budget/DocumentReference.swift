public import Postgres

/// What money is bound for, or what a move was made by: `decision:17`, `contract:SK-1`. The budget does not look behind it.
public struct DocumentReference: Sendable, Hashable, Comparable, CustomStringConvertible, SQLValue {
    /// `KIND:KEY`.
    public let text: String

    /// `text`
    public static var sqlType: String { "text" }
    /// `KIND:KEY`.
    public var sqlText: String { text }
    /// `KIND:KEY`.
    public var description: String { text }

    /// What kind of thing it is: `decision`.
    public var kind: String { String(text.prefix { $0 != ":" }) }
    /// Which of its kind: `17`.
    public var key: String { String(text.drop { $0 != ":" }.dropFirst()) }

    /// A reference of a kind (small letters and `_`, at most 30) and a key (letters, digits, `.`, `_`, `/`, `-`, at most 60).
    public init?(kind: String, key: String) {
        self.init(sqlText: "\(kind):\(key)")
    }

    /// Reads `KIND:KEY`.
    public init?(sqlText: String) {
        let parts = sqlText.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...30).contains(parts[0].utf8.count), (1...60).contains(parts[1].utf8.count) else {
            return nil
        }
        guard parts[0].utf8.allSatisfy(Self.isOfKind), parts[1].utf8.allSatisfy(Self.isOfKey) else { return nil }
        text = sqlText
    }

    /// In the order of their bytes.
    public static func < (left: DocumentReference, right: DocumentReference) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func isOfKind(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isOfKey(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
}
