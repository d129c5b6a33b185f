public import Foundation

extension CanonicalJSON {
    /// A value of ours in its one spelling: absent values are left out, instants are text in UTC with milliseconds.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { instant, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(CanonicalJSON.text(of: instant))
        }
        self = try JSONDecoder().decode(CanonicalJSON.self, from: encoder.encode(value))
    }

    /// Reads a value of ours from JSON with any order of keys and any spaces.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let instant = CanonicalJSON.instant(from: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
            }
            return instant
        }
        return try decoder.decode(type, from: Data(text.utf8))
    }

    /// An instant as `2026-11-30T22:00:00.000Z`.
    public static func text(of instant: Date) -> String {
        // 0.118 s is kept as 0.11799…, which the formatter would cut to 117: round to the millisecond and stay above it.
        let milliseconds = (instant.timeIntervalSince1970 * 1_000).rounded()
        return Date(timeIntervalSince1970: milliseconds / 1_000 + 0.000_1).formatted(style)
    }

    /// Reads `2026-11-30T22:00:00.000Z`.
    public static func instant(from text: String) -> Date? {
        guard let read = try? style.parse(text) else { return nil }
        return Date(timeIntervalSince1970: (read.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
