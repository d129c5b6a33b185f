/// What a file is, found by looking inside; what its name or the browser says is never believed.
public enum FileKind: String, Sendable, CaseIterable {
    /// PDF and pictures.
    case pdf, png, jpeg, webp, heic, tiff
    /// Office documents.
    case docx, xlsx, pptx, odt, ods, odp
    /// Word, Excel and PowerPoint before 2007; which of them only the name tells.
    case oldOffice
    /// A signed container: ASiC-E, `.edoc`.
    case signedContainer

    /// The media type under which it is given out.
    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .heic: "image/heic"
        case .tiff: "image/tiff"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .ods: "application/vnd.oasis.opendocument.spreadsheet"
        case .odp: "application/vnd.oasis.opendocument.presentation"
        case .oldOffice: "application/x-ole-storage"
        case .signedContainer: "application/vnd.etsi.asic-e+zip"
        }
    }

    /// The endings its name may have, in small letters.
    public var extensions: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .heic: ["heic", "heif"]
        case .tiff: ["tif", "tiff"]
        case .oldOffice: ["doc", "xls", "ppt"]
        case .signedContainer: ["asice", "edoc", "sce"]
        default: [rawValue]
        }
    }

    /// How many bytes of the beginning are enough to look at.
    public static let headLength = 512

    /// The kind of a file by its first bytes; nothing for kinds we do not take, and where the name's ending says otherwise.
    public init?(head: [UInt8], name: String) {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let found = Self.allCases.first { kind in
            kind.extensions.contains(ending) && kind.matches(head)
        }
        guard name.contains("."), let found else { return nil }
        self = found
    }

    private func matches(_ head: [UInt8]) -> Bool {
        switch self {
        case .pdf: head.starts(with: "%PDF-".utf8)
        case .png: head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpeg: head.starts(with: [0xFF, 0xD8, 0xFF])
        case .webp: head.starts(with: "RIFF".utf8) && Self.holds("WEBP", head, at: 8)
        case .heic:
            Self.holds("ftyp", head, at: 4)
                && ["heic", "heix", "mif1", "msf1"].contains { Self.holds($0, head, at: 8) }
        case .tiff: head.starts(with: [0x49, 0x49, 0x2A, 0x00]) || head.starts(with: [0x4D, 0x4D, 0x00, 0x2A])
        case .docx, .xlsx, .pptx: Self.firstEntry(head).map(Self.isOfficeEntry) ?? false
        case .odt, .ods, .odp, .signedContainer: Self.declaredType(head)?.hasPrefix(mediaType) ?? false
        case .oldOffice: head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        }
    }

    private static func holds(_ text: String, _ head: [UInt8], at offset: Int) -> Bool {
        head.dropFirst(offset).starts(with: text.utf8)
    }

    /// The name of the first file in a zip archive.
    private static func firstEntry(_ head: [UInt8]) -> String? {
        guard head.starts(with: [0x50, 0x4B, 0x03, 0x04]), head.count > 30 else { return nil }
        let length = Int(head[26]) | Int(head[27]) << 8
        guard length > 0, head.count >= 30 + length else { return nil }
        return String(decoding: head[30..<30 + length], as: UTF8.self)
    }

    private static func isOfficeEntry(_ name: String) -> Bool {
        ["[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "customXml/"].contains(
            where: name.hasPrefix
        )
    }

    /// The media type that OpenDocument and ASiC containers say first and uncompressed, in an entry called `mimetype`.
    private static func declaredType(_ head: [UInt8]) -> String? {
        guard firstEntry(head) == "mimetype" else { return nil }
        let extra = Int(head[28]) | Int(head[29]) << 8
        return String(decoding: head.dropFirst(38 + extra).prefix(100), as: UTF8.self)
    }
}

/// Names of files as uploaded, made safe to store, show and give back.
public enum FileName {
    /// The last part of a path, without control and direction characters, at most 120 characters with its ending kept.
    public static func safe(_ typed: String) -> String {
        let last = typed.split { $0 == "/" || $0 == "\\" || $0 == ":" }.last.map(String.init) ?? ""
        let kept = String(
            String.UnicodeScalarView(
                last.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
                    default: !"\"<>|?*".unicodeScalars.contains(scalar)
                    }
                }
            )
        )
        let trimmed = kept.drop { $0 == "." || $0.isWhitespace }
        guard !trimmed.isEmpty else { return "file" }
        guard trimmed.unicodeScalars.count > 120 else { return String(trimmed) }
        let ending = trimmed.split(separator: ".").last.map { ".\($0)" } ?? ""
        let kind = ending.unicodeScalars.count <= 10 ? ending : ""
        let room = 120 - kind.unicodeScalars.count
        var start = String.UnicodeScalarView()
        for scalar in trimmed.unicodeScalars.prefix(room) { start.append(scalar) }
        return String(start) + kind
    }
}

/// Why a file is not taken.
public enum FileRefusal: Error, Sendable, Hashable {
    /// Only editors and signatories of the applicant add and remove files.
    case notEditor
    /// The application is with the signatory or handed in.
    case locked(Application.State)
    /// The form asks for no file there.
    case unknownField(String)
    /// It holds nothing.
    case empty
    /// It is larger than this many bytes.
    case tooLarge(limit: Int64)
    /// The application has that many files already.
    case tooMany(limit: Int)
    /// It is of none of the kinds we take, or its ending says it is something else.
    case unknownKind
}
