public import Foundation
public import Postgres

/// A value kept whole in a `jsonb` column: `\(JSON(terms))` in a statement, `row.get("terms", as: JSON<CallTerms>.self).value`.
///
/// Keys are sorted and instants written in ISO 8601 to the millisecond, so that the same value always gives the same text.
public struct JSON<Value: Codable & Sendable>: SQLValue {
    /// The value.
    public let value: Value
    /// The value as JSON.
    public let sqlText: String

    /// `jsonb`
    public static var sqlType: String { "jsonb" }

    /// Wraps a value; fails only for values JSON cannot hold, such as an infinite number.
    public init(_ value: Value) throws {
        self.value = value
        sqlText = String(decoding: try JSONCoding.encoder().encode(value), as: UTF8.self)
    }

    /// Reads what PostgreSQL gives back.
    public init?(sqlText: String) {
        // The reason is of no use to anybody: the row reports its column as unreadable.
        guard let value = try? JSONCoding.decoder().decode(Value.self, from: Data(sqlText.utf8)) else { return nil }
        self.value = value
        self.sqlText = sqlText
    }
}

/// The one way the store writes and reads JSON.
public enum JSONCoding {
    /// Sorted keys, slashes as they are, instants as `2026-11-30T22:00:00.000Z`.
    public static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            // The style cuts; without the half a millisecond .123, which no Double holds exactly, would become .122.
            let rounded = date.addingTimeInterval(0.000_5)
            try container.encode(rounded.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
        return encoder
    }

    /// Reads what the encoder writes, with or without fractions of a second.
    public static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
                return date
            }
            if let date = try? Date(text, strategy: .iso8601) { return date }
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant of ISO 8601")
        }
        return decoder
    }
}
