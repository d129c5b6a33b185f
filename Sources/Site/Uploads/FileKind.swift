/// The kinds of files the office takes, known by their bytes.
public enum FileKind: String, Sendable, CaseIterable {
    case pdf, png, jpeg, webp, tiff, docx, xlsx, pptx, odt, ods, odp, doc, xls, ppt, asice, text

    /// The media type to give it out with.
    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .tiff: "image/tiff"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        case .odt: "application/vnd.oasis.opendocument.text"
        case .ods: "application/vnd.oasis.opendocument.spreadsheet"
        case .odp: "application/vnd.oasis.opendocument.presentation"
        case .doc: "application/msword"
        case .xls: "application/vnd.ms-excel"
        case .ppt: "application/vnd.ms-powerpoint"
        case .asice: "application/vnd.etsi.asic-e+zip"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// The endings a file of this kind may have.
    public var extensions: Set<String> {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .tiff: ["tif", "tiff"]
        case .asice: ["asice", "sce", "edoc"]
        case .text: ["txt", "csv"]
        default: [rawValue]
        }
    }

    /// Whether a file of this kind is a zip archive inside.
    var isArchive: Bool {
        switch self {
        case .docx, .xlsx, .pptx, .odt, .ods, .odp, .asice: true
        default: false
        }
    }
}

/// Why a file is not taken.
public enum FileRefusal: Error, Sendable, Equatable {
    /// It has no bytes.
    case empty
    /// It is of no kind the office takes.
    case unknownKind
    /// Its bytes say one kind, its name another.
    case nameDiffers(FileKind)
    /// It is cut off or otherwise broken.
    case broken
    /// It is two kinds of files at once.
    case twoKinds
    /// It would unpack to more than it may, or holds too many files.
    case bomb
    /// It is locked with a password, so nobody here could read it.
    case locked
    /// It holds a program.
    case macros
}
