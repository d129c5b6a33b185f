import Mustache

/// Escapes text for HTML byte by byte. The engine's own escaping compares whole characters, so a quote followed by a
/// combining accent is one character it does not know and leaves as it is.
public func escapeHTML(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
        if let entity = escaped(byte) {
            bytes.append(contentsOf: entity.utf8)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
        || byte == UInt8(ascii: "'")
}

private func escaped(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
}

/// The content type that our loader names at the top of every template.
struct StrictHTML: MustacheContentType {
    static let name = "STRICTHTML"
    static let register: Void = MustacheContentTypes.register(StrictHTML(), named: name)

    func escapeText(_ text: String) -> String {
        escapeHTML(text)
    }
}
