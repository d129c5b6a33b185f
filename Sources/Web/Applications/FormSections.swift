import Grants
import Site

/// The parts of the form in order: those of the call, and the required papers as the last one.
struct FormSections {
    /// One part of the form.
    struct Part {
        let key: String
        let title: String
        let help: String
        /// Nothing for the papers.
        let section: FormSection?
    }

    let parts: [Part]

    init(_ terms: CallTerms, _ texts: Texts) {
        let language = texts.language.rawValue
        var parts = terms.sections.map { section in
            Part(
                key: section.key,
                title: section.title.text(in: language),
                help: section.help.text(in: language),
                section: section
            )
        }
        if !terms.documents.isEmpty {
            parts.append(
                Part(
                    key: CallTerms.documentsSection,
                    title: texts("applications.section.documents"),
                    help: texts("applications.section.documents_help"),
                    section: nil
                )
            )
        }
        self.parts = parts
    }

    func find(_ key: String) -> Part? {
        parts.first { $0.key == key }
    }

    /// The part after another one.
    func next(after key: String) -> Part? {
        guard let index = parts.firstIndex(where: { $0.key == key }), index + 1 < parts.count else { return nil }
        return parts[index + 1]
    }

    func number(of key: String) -> Int {
        (parts.firstIndex { $0.key == key } ?? 0) + 1
    }
}
