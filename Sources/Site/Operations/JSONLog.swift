import Foundation
public import Logging

/// Writes each log line as one JSON object to standard error, as collectors read it. Line breaks in values cannot forge
/// a line, since JSON escapes them.
public struct JSONLog: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// What every line of this logger carries.
    public var metadata: Logger.Metadata = [:]
    private let label: String
    private let write: @Sendable (String) -> Void

    /// A handler that writes to standard error.
    public init(label: String, level: Logger.Level = .info) {
        self.init(label: label, level: level) { line in
            FileHandle.standardError.write(Data((line + "\n").utf8))
        }
    }

    /// A handler that hands its lines to a closure.
    public init(label: String, level: Logger.Level = .info, write: @escaping @Sendable (String) -> Void) {
        self.label = label
        logLevel = level
        self.write = write
    }

    /// One value that every line carries.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        var fields: [String: Field] = [:]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, new in new }) {
            fields[key] = Field(value)
        }
        if let error = event.error { fields["error"] = .text("\(error)") }
        fields["time"] = .text(Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)))
        fields["level"] = .text(event.level.rawValue)
        fields["logger"] = .text(label)
        fields["message"] = .text(event.message.description)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(fields) else { return }
        write(String(decoding: line, as: UTF8.self))
    }

    private enum Field: Encodable {
        case text(String)
        case whole(Int)
        case real(Double)

        init(_ value: Logger.Metadata.Value) {
            switch value {
            case .stringConvertible(let number as Int): self = .whole(number)
            case .stringConvertible(let number as Double) where number.isFinite: self = .real(number)
            default: self = .text(value.description)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .whole(let number): try container.encode(number)
            case .real(let number): try container.encode(number)
            }
        }
    }
}
