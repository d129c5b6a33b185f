/// The head of one part: the field it belongs to and, for a file, the name it had.
struct MultipartHead: Sendable, Equatable {
    let name: String
    let filename: DownloadName?

    /// Reads the header lines of a part. Only `Content-Disposition` matters: what kind of file it is, is seen from its
    /// bytes and not believed.
    init(_ bytes: [UInt8]) throws(Problem) {
        let text = try CleanText.read(bytes)
        var disposition: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            guard let colon = line.firstIndex(of: ":") else { throw .unreadable(.syntax) }
            if line[..<colon].lowercased() == "content-disposition" {
                guard disposition == nil else { throw .unreadable(.syntax) }
                disposition = line[line.index(after: colon)...]
            }
        }
        guard let disposition else { throw .unreadable(.syntax) }
        let parameters = try Self.parameters(of: disposition)
        guard let name = parameters["name"], name.utf8.count <= 200 else { throw .unreadable(.syntax) }
        self.name = name
        // A file field that was left empty is sent as a file without a name.
        filename = parameters["filename"].flatMap { $0.isEmpty ? nil : DownloadName($0) }
    }

    /// `form-data; name="a"; filename="b.pdf"`, where browsers write a quote as `%22` and line ends as `%0D%0A`.
    private static func parameters(of disposition: Substring) throws(Problem) -> [String: String] {
        var rest = disposition.drop { $0 == " " }
        guard rest.lowercased().hasPrefix("form-data") else { throw .unreadable(.syntax) }
        rest = rest.dropFirst("form-data".count)
        var found: [String: String] = [:]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return found }
            guard rest.first == ";" else { throw .unreadable(.syntax) }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return found }
            guard let equals = rest.firstIndex(of: "=") else { throw .unreadable(.syntax) }
            let key = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            let value = try self.value(from: &rest)
            guard found[key] == nil else { throw .unreadable(.syntax) }
            found[key] = value
        }
    }

    private static func value(from rest: inout Substring) throws(Problem) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != ";" && $0 != " " }
            rest = rest[value.endIndex...]
            return String(value)
        }
        rest = rest.dropFirst()
        guard let quote = rest.firstIndex(of: "\"") else { throw .unreadable(.syntax) }
        let value = rest[..<quote]
        rest = rest[rest.index(after: quote)...]
        return String(value).replacing("%22", with: "\"").replacing("%0D%0A", with: " ")
    }
}
