import Glibc
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
            Self.writeToStandardError(Array((line + "\n").utf8))
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
        var line = JSONLine()
        line.add("time", .string(Self.time()))
        line.add("level", .string(event.level.rawValue))
        line.add("logger", .string(label))
        line.add("message", .string(event.message.description))
        if let error = event.error { line.add("error", .string("\(error)")) }
        let given = event.metadata ?? [:]
        for (key, value) in metadata where given[key] == nil { line.add(key, value) }
        for (key, value) in given.sorted(by: { $0.key < $1.key }) { line.add(key, value) }
        write(line.text)
    }

    /// Whole, also where the reader takes it in pieces; a reader that is gone is no reason to stop the service.
    private static func writeToStandardError(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(STDERR_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard written > 0 || (written < 0 && errno == EINTR) else { return }
                rest = rest.dropFirst(max(written, 0))
            }
        }
    }

    /// This instant to the millisecond, in UTC. By the C library: a line a request is too many for a calendar.
    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 24)
        let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1_000 + now.tv_nsec / 1_000_000).dropFirst()
        return "\(String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)).\(milliseconds)Z"
    }
}

/// A flat JSON object, built up field by field.
private struct JSONLine {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(512)
        bytes.append(UInt8(ascii: "{"))
    }

    var text: String { String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

    private var names: [String] = []

    /// Adds a field; of a name given twice the first counts.
    mutating func add(_ name: String, _ value: Logger.Metadata.Value) {
        guard !names.contains(name) else { return }
        names.append(name)
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        switch value {
        case .stringConvertible(let number as Int): bytes += "\(number)".utf8
        case .stringConvertible(let number as Double) where number.isFinite: bytes += "\(number)".utf8
        default: quote(value.description)
        }
    }

    /// Quotation mark, backslash and what cannot be printed are written as escapes; the rest stays.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes += "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
