import NIOCore
import Site

/// Looks inside a file while it comes in, and words what is wrong with it.
struct UploadInspection {
    /// A file that is not what it should be.
    struct Flaw: Error {
        let sentence: String
    }

    let texts: Texts
    private var inspector = FileInspector()

    init(texts: Texts) {
        self.texts = texts
    }

    mutating func feed(_ piece: ByteBuffer) {
        inspector.feed(piece)
    }

    /// What it is, once all of it was seen.
    func kind(named name: DownloadName) throws(Flaw) -> FileKind {
        do {
            return try inspector.kind(named: name)
        } catch {
            throw Flaw(sentence: sentence(error, name.text))
        }
    }

    private func sentence(_ refusal: FileRefusal, _ name: String) -> String {
        switch refusal {
        case .empty: say("empty", name)
        case .unknownKind: say("unknown", name)
        case .nameDiffers(let kind): say("differs", name, kind: word(for: kind))
        case .broken: say("broken", name)
        case .twoKinds: say("two_kinds", name)
        case .bomb: say("bomb", name)
        case .locked: say("locked", name)
        case .macros: say("macros", name)
        }
    }

    /// What people call a kind of file.
    private func word(for kind: FileKind) -> String {
        kind == .asice ? "eDoc (ASiC-E)" : kind.rawValue.uppercased()
    }

    private func say(_ key: String, _ name: String, kind: String = "") -> String {
        texts("applications.files.errors.\(key)", ["name": name, "kind": kind])
    }
}
