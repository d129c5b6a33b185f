import Grants
import Site

/// Why a file was not taken, in words that say what to do.
struct FileSentences {
    let texts: Texts

    /// What the office's rules say no to.
    func sentence(_ refusal: AttachmentRefusal, name: String) -> String {
        switch refusal {
        case .notEditor: texts("applications.refusals.not_editor")
        case .locked: texts("applications.files.errors.not_editable")
        case .unknownField: texts("applications.refusals.unknown_field")
        case .empty: say("empty", name)
        case .tooLarge: say("too_large", name)
        case .tooMany(let limit):
            texts.plural("applications.files.errors.too_many", limit, ["name": name])
        }
    }

    private func say(_ key: String, _ name: String) -> String {
        texts("applications.files.errors.\(key)", ["name": name])
    }
}
