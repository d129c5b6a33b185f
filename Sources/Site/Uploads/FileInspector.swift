public import NIOCore

/// Looks at a file's bytes while they pass and says at the end what it is. Keeps the beginning and the end, never the
/// whole.
public struct FileInspector: Sendable {
    private static let headSize = 4096
    private static let tailSize = 262_144

    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var size = 0
    private var isText = true

    /// An inspector that has seen nothing yet.
    public init() {}

    /// Shows the next piece.
    public mutating func feed(_ piece: ByteBuffer) {
        let view = piece.readableBytesView
        size += view.count
        if head.count < Self.headSize {
            head.append(contentsOf: view.prefix(Self.headSize - head.count))
        }
        if isText, view.contains(0) { isText = false }
        if view.count >= Self.tailSize {
            tail = Array(view.suffix(Self.tailSize))
        } else {
            tail.append(contentsOf: view)
            if tail.count > 2 * Self.tailSize { tail.removeFirst(tail.count - Self.tailSize) }
        }
    }

    /// What the file is, once all of it was seen; the name's ending must agree.
    public func kind(named name: DownloadName) throws(FileRefusal) -> FileKind {
        guard size > 0 else { throw .empty }
        guard let kind = try sniffed(ending: name.fileExtension) else { throw .unknownKind }
        guard kind.extensions.contains(name.fileExtension) else { throw .nameDiffers(kind) }
        return kind
    }

    private func sniffed(ending: String) throws(FileRefusal) -> FileKind? {
        if starts("PK\u{3}\u{4}") { return try archive() }
        if ZipDirectory.mayEnd(tail) { throw .twoKinds }
        if starts("%PDF-") {
            guard lastBytes(2048).contains(Array("%%EOF".utf8)) else { throw .broken }
            return .pdf
        }
        if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return try whole(.png, ends: "IEND") }
        if starts([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if starts("RIFF"), head.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) { return .tiff }
        if starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return [FileKind.doc, .xls, .ppt].first { $0.rawValue == ending } ?? .doc
        }
        if isText, FileKind.text.extensions.contains(ending), !starts("<"), !starts("#!"), !starts("{\\rtf") {
            return .text
        }
        return nil
    }

    private func whole(_ kind: FileKind, ends: String) throws(FileRefusal) -> FileKind {
        guard lastBytes(64).contains(Array(ends.utf8)) else { throw .broken }
        return kind
    }

    private func archive() throws(FileRefusal) -> FileKind? {
        let directory = try ZipDirectory(tail: tail, fileSize: size)
        try directory.check()
        if directory.names.contains(where: { $0.lowercased().hasSuffix("vbaproject.bin") }) { throw .macros }
        if let declared = declaredMediaType {
            return FileKind.allCases.first { $0.isArchive && $0.mediaType == declared }
        }
        if directory.names.contains(where: { $0.hasPrefix("META-INF/signatures") || $0.hasPrefix("META-INF/edoc-") }) {
            return .asice
        }
        guard directory.names.contains("[Content_Types].xml") else { return nil }
        if directory.names.contains(where: { $0.hasPrefix("word/") }) { return .docx }
        if directory.names.contains(where: { $0.hasPrefix("xl/") }) { return .xlsx }
        if directory.names.contains(where: { $0.hasPrefix("ppt/") }) { return .pptx }
        return nil
    }

    /// Signed containers and open documents begin with a stored file `mimetype`, so that it stands at a fixed place.
    private var declaredMediaType: String? {
        let name = Array("mimetype".utf8)
        guard head.count > 46, Array(head[30..<38]) == name, head[26] == 8, head[27] == 0, head[8] == 0 else {
            return nil
        }
        let length = Int(head[22]) | Int(head[23]) << 8
        let start = 38 + (Int(head[28]) | Int(head[29]) << 8)
        guard length <= 100, start + length <= head.count else { return nil }
        return String(validating: head[start..<start + length], as: UTF8.self)
    }

    private func starts(_ text: String) -> Bool { starts(Array(text.utf8)) }

    private func starts(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }

    private func lastBytes(_ count: Int) -> ArraySlice<UInt8> { tail.suffix(count) }
}
