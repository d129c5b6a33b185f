/// A file's name made safe to offer: no folders, no control characters, no direction marks, not hidden, not too long.
/// Uploads are given their names through it, downloads print it as RFC 6266 asks.
public struct DownloadName: Sendable, Equatable {
    /// The safe name; letters of any language stay.
    public let text: String

    /// The name as a browser or a person gave it.
    public init(_ raw: String) {
        // By scalars: a slash with an accent after it is one character, and no slash.
        let last = Array(raw.unicodeScalars).split { $0 == "/" || $0 == "\\" }.last ?? []
        var scalars = String.UnicodeScalarView()
        for scalar in last where Self.isAllowed(scalar) {
            scalars.append(scalar)
        }
        var name = String(scalars).split(separator: " ").joined(separator: " ")
        while name.hasPrefix(".") { name.removeFirst() }
        while name.hasSuffix(".") || name.hasSuffix(" ") { name.removeLast() }
        text = name.isEmpty ? "file" : Self.shortened(name)
    }

    /// The extension in lower case, without its dot, or `""`.
    public var fileExtension: String {
        guard let dot = text.lastIndex(of: ".") else { return "" }
        return text[text.index(after: dot)...].lowercased()
    }

    /// The `Content-Disposition` header: an ASCII name for old programs and the true one beside it.
    public var header: String {
        var plain = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && scalar != "\"" && scalar != "\\" && scalar != "%"
            plain.unicodeScalars.append(isPlain ? scalar : "_")
        }
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encoded(text))"
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
        default: break
        }
        return !":*?\"<>|".unicodeScalars.contains(scalar)
    }

    /// At most 150 bytes, the extension kept.
    private static func shortened(_ name: String) -> String {
        let limit = 150
        guard name.utf8.count > limit else { return name }
        var end = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 12 {
            end = String(name[dot...])
        }
        var start = ""
        for scalar in name.unicodeScalars {
            if start.utf8.count + String(scalar).utf8.count + end.utf8.count > limit { break }
            start.unicodeScalars.append(scalar)
        }
        return start + end
    }
}
