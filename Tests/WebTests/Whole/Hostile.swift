/// What somebody hostile, or something broken, puts into a field.
enum Hostile: CaseIterable {
    /// Markup, quotes, marks of templates, SQL, a header and an override of the writing direction in one.
    case soup
    case short, path, huge, negative, empty, long
    case nul, brokenText, loneSurrogate
    case doubled, missing

    /// Opens an element wherever it is shown unescaped.
    static let marks = ["<script>kz", "<b kz"]

    /// Tried in every field on its own; the rest go round, so that each field has each of them once.
    static let alone: [Hostile] = [.soup]
    static let round: [Hostile] = [.huge, .short, .path, .negative, .empty, .long, .missing]
    static let unreadable: [Hostile] = [.nul, .brokenText, .loneSurrogate, .doubled]

    /// A body of more than a megabyte.
    static let swollen = Array("swollen=".utf8) + Array(repeating: UInt8(ascii: "a"), count: 1 << 20)

    /// What is typed; nothing where the field itself is twice there or not at all.
    var bytes: [UInt8]? {
        switch self {
        case .soup:
            Array("<script>kz()</script>'\"><b kz>{{kz}}[[kz]]'; DROP TABLE kz; --\r\nSet-Cookie: kz=1\u{202E}".utf8)
        case .short: Array("<b kz>".utf8)
        case .path: Array("../../etc/passwd".utf8)
        case .huge: Array("1000000000000000000000000000000".utf8)
        case .negative: Array("-1".utf8)
        case .empty: []
        case .long: Array(repeating: UInt8(ascii: "a"), count: 6_000)
        case .nul: Array("kz\0kz".utf8)
        case .brokenText: [0x6B, 0xC3, 0x28]
        case .loneSurrogate: [0xED, 0xA0, 0x80]
        case .doubled, .missing: nil
        }
    }

    /// Refused before any page of ours reads the form.
    func isUnreadable(in name: String) -> Bool {
        switch self {
        case .nul, .brokenText, .loneSurrogate: true
        case .doubled: !name.hasSuffix("[]")
        default: false
        }
    }
}

/// Fields as they go over the wire, in bytes that need not be text.
struct WireForm {
    var fields: [(name: String, value: [UInt8])]

    /// With one field as the hostile value says.
    func with(_ name: String, _ hostile: Hostile) -> WireForm {
        var changed = self
        switch hostile {
        case .missing: changed.fields.removeAll { $0.name == name }
        case .doubled:
            if !fields.contains(where: { $0.name == name }) { changed.fields.append((name, Array("1".utf8))) }
            changed.fields.append((name, Array("2".utf8)))
        default:
            let place = fields.firstIndex { $0.name == name }
            changed.fields.removeAll { $0.name == name }
            changed.fields.insert(
                (name, hostile.bytes ?? []),
                at: min(place ?? changed.fields.count, changed.fields.count)
            )
        }
        return changed
    }

    var urlencoded: [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            Self.encode(name.utf8, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            Self.encode(value, into: &bytes)
        }
        return bytes
    }

    static let boundary = "kopiena-hostile-boundary"

    /// As an upload; a field named in `files` is a file whose name is the value.
    func multipart(files: Set<String>, content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"".utf8
            if files.contains(name) {
                // As browsers write names: quotes and line breaks encoded.
                bytes += "; filename=\"".utf8
                for byte in value {
                    bytes += [10: Array("%0A".utf8), 13: Array("%0D".utf8), 34: Array("%22".utf8)][byte] ?? [byte]
                }
                bytes += "\"\r\nContent-Type: application/pdf\r\n\r\n".utf8
                bytes += content
            } else {
                bytes += "\r\n\r\n".utf8
                bytes += value
            }
            bytes += "\r\n".utf8
        }
        return bytes + Array("--\(Self.boundary)--\r\n".utf8)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func encode(_ text: some Sequence<UInt8>, into bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
