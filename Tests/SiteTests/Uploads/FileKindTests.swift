import NIOCore
import Testing

@testable import Site

@Suite("A file's kind")
struct FileKindTests {
    private func kind(_ bytes: [UInt8], _ name: String, piece: Int = 1000) throws(FileRefusal) -> FileKind {
        var inspector = FileInspector()
        var rest = bytes[...]
        while !rest.isEmpty {
            inspector.feed(ByteBuffer(bytes: rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        return try inspector.kind(named: DownloadName(name))
    }

    private static let pdf = Array("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n".utf8)

    @Test("is seen from its bytes")
    func bytes() throws {
        #expect(try kind(Self.pdf, "a.PDF") == .pdf)
        #expect(try kind([0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10], "a.jpeg") == .jpeg)
        #expect(try kind([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("xIEND1234".utf8), "a.png") == .png)
        #expect(try kind([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "a.xls") == .xls)
        #expect(try kind(Array("nosaukums;summa\n".utf8), "a.csv") == .text)
    }

    @Test("is seen from the files in an archive")
    func archives() throws {
        let docx = Zip.archive([("[Content_Types].xml", Array("<x/>".utf8)), ("word/document.xml", [1, 2, 3])])
        #expect(try kind(docx, "a.docx", piece: 7) == .docx)
        #expect(throws: FileRefusal.nameDiffers(.docx)) { try kind(docx, "a.xlsx") }
        let container = Zip.archive([
            ("mimetype", Array("application/vnd.etsi.asic-e+zip".utf8)), ("META-INF/signatures0.xml", [1]),
            ("a.pdf", [2]),
        ])
        #expect(try kind(container, "līgums.edoc") == .asice)
        #expect(try kind(container, "līgums.asice") == .asice)
        let text = Zip.archive([
            ("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)), ("content.xml", [1]),
        ])
        #expect(try kind(text, "a.odt") == .odt)
        #expect(throws: FileRefusal.unknownKind) { try kind(Zip.archive([("a.exe", [1])]), "a.docx") }
    }

    @Test("that its name denies is refused")
    func names() {
        #expect(throws: FileRefusal.nameDiffers(.pdf)) { try kind(Self.pdf, "a.pdf.exe") }
        #expect(throws: FileRefusal.nameDiffers(.pdf)) { try kind(Self.pdf, "a") }
        #expect(throws: FileRefusal.empty) { try kind([], "a.pdf") }
        #expect(throws: FileRefusal.unknownKind) { try kind(Array("<html><script>".utf8), "a.txt") }
        #expect(throws: FileRefusal.unknownKind) { try kind(Array("MZ\u{0}".utf8), "a.pdf") }
        #expect(throws: FileRefusal.unknownKind) { try kind([0, 1, 2], "a.csv") }
    }

    @Test("is one: a PDF or a picture that is also an archive is refused, and so is an archive behind something else")
    func polyglots() {
        let zip = Zip.archive([("a.txt", [1])])
        #expect(throws: FileRefusal.twoKinds) { try kind(Self.pdf + zip, "a.pdf") }
        #expect(throws: FileRefusal.twoKinds) { try kind([0xFF, 0xD8, 0xFF, 0xE0] + zip, "a.jpg") }
        #expect(throws: FileRefusal.twoKinds) {
            try kind(Array("PK\u{3}\u{4}padding".utf8) + Zip.archive([("word/x", [1])]), "a.docx")
        }
    }

    @Test("that is cut off is refused")
    func cutOff() {
        #expect(throws: FileRefusal.broken) { try kind(Array(Self.pdf.dropLast(7)), "a.pdf") }
        let docx = Zip.archive([("[Content_Types].xml", [1]), ("word/document.xml", [1, 2, 3])])
        for length in 5..<docx.count {
            #expect(throws: FileRefusal.self) { try kind(Array(docx.prefix(length)), "a.docx") }
        }
    }

    @Test("that would unpack to too much, overlap itself, be locked, hold a program or leave its folder is refused")
    func bombs() {
        let types: (String, [UInt8]) = ("[Content_Types].xml", [1])
        #expect(throws: FileRefusal.bomb) {
            try kind(Zip.archive([types, ("word/a", [1])], claims: 4_000_000), "a.docx")
        }
        #expect(throws: FileRefusal.bomb) {
            try kind(Zip.archive([types, ("word/a", [1])], claims: 400_000_000), "a.docx")
        }
        let many = Zip.archive((0..<2001).map { ("word/\($0)", []) })
        #expect(throws: FileRefusal.bomb) { try kind(many, "a.docx") }
        #expect(throws: FileRefusal.bomb) { try kind(Zip.archive([types, ("word/a", [1])], overlaps: true), "a.docx") }
        #expect(throws: FileRefusal.locked) { try kind(Zip.archive([types, ("word/a", [1])], flags: 1), "a.docx") }
        #expect(throws: FileRefusal.macros) { try kind(Zip.archive([types, ("word/vbaProject.bin", [1])]), "a.docx") }
        for name in ["../a", "/a", "a\\b", "word/../../a", ""] {
            #expect(throws: FileRefusal.broken) { try kind(Zip.archive([types, (name, [1])]), "a.docx") }
        }
        #expect(throws: FileRefusal.broken) { try kind(Zip.archive([types, types]), "a.docx") }
    }

    @Test("of random changes to an archive is a kind or a refusal, never a crash", arguments: 0..<100)
    func fuzz(round: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var source = Seeded(seed)
        var bytes = Zip.archive([("[Content_Types].xml", [1, 2]), ("word/document.xml", [1, 2, 3])])
        for _ in 0..<Int.random(in: 1...8, using: &source) {
            bytes[Int.random(in: 4..<bytes.count, using: &source)] = UInt8.random(in: .min ... .max, using: &source)
        }
        _ = try? kind(bytes, "a.docx")
    }
}

/// Makes small zip archives, sound or lying.
private enum Zip {
    static func archive(
        _ files: [(String, [UInt8])],
        claims: Int? = nil,
        overlaps: Bool = false,
        flags: Int = 0
    ) -> [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for (name, data) in files {
            let offset = overlaps ? 0 : body.count
            let name = Array(name.utf8)
            let sizes = four(0) + four(data.count) + four(claims ?? data.count) + two(name.count) + two(0)
            body += [0x50, 0x4B, 3, 4] + two(20) + two(flags) + two(0) + four(0) + sizes + name + data
            directory += [0x50, 0x4B, 1, 2] + two(20) + two(20) + two(flags) + two(0) + four(0) + sizes
            directory += two(0) + two(0) + two(0) + four(0) + four(offset) + name
        }
        let end = [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(files.count) + two(files.count)
        return body + directory + end + four(directory.count) + four(body.count) + two(0)
    }

    private static func two(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    private static func four(_ value: Int) -> [UInt8] { two(value & 65_535) + two(value >> 16) }
}
