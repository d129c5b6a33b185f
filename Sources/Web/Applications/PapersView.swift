import Grants
import Hummingbird
import Site
import Store

/// The files of one question, or of all required papers: what is there, and a form to bring more.
struct PapersView {
    let frame: ApplicationFrame
    /// The file question; nothing for the required papers.
    var question: Question?
    /// What was asked at the required papers; at a file question the page of its section tells it.
    var asked: AskedView?
    /// Sentences by the field they belong to.
    var errors: [String: [String]] = [:]

    private var texts: Texts { frame.texts }

    private struct Paper {
        let field: String
        let title: String
        let help: String
        let required: Bool
    }

    /// The page, with what went wrong in it if anything did.
    func page(on page: PageContext) throws -> Response {
        let lines = papers.flatMap { paper in
            (errors[paper.field] ?? []).map { FormError(field: upload(paper.field), sentence: $0) }
        }
        guard lines.isEmpty else { return try page.refuse("applications/papers", view, lines) }
        return try page.render("applications/papers", view.adding(["notice": page.notice("applications")]))
    }

    /// Where a field's files are shown, for the way back after a change.
    static func place(of field: String, in frame: ApplicationFrame) -> String {
        let isPaper = frame.terms.documents.contains { $0.field == field }
        return isPaper ? frame.section(CallTerms.documentsSection) : "\(frame.base)/papers/\(field)"
    }

    private var papers: [Paper] {
        let language = frame.language
        if let question {
            let (title, help) = (question.title.text(in: language), question.help.text(in: language))
            return [Paper(field: question.key, title: title, help: help, required: question.required)]
        }
        return frame.terms.documents.map { document in
            let (title, help) = (document.title.text(in: language), document.help.text(in: language))
            return Paper(field: document.field, title: title, help: help, required: document.required)
        }
    }

    private func upload(_ field: String) -> String {
        "files-\(field.replacing(".", with: "-"))"
    }

    private var view: View {
        let done = done
        let title = question?.title.text(in: frame.language) ?? texts("applications.section.documents")
        return frame.view.adding([
            "sectionTitle": title,
            "filesLeft": texts(
                "applications.files.used",
                ["n": String(frame.file.files.count), "most": String(Question.Limits.hardFiles)]
            ),
            "missing": missing, "papers": papers.map(view), "editable": frame.isEditable,
            "doneHref": done.href, "doneLabel": done.label,
        ])
    }

    /// How many of the papers without which nothing can be handed in have no file yet.
    private var missing: String? {
        let required = papers.filter(\.required)
        guard !required.isEmpty else { return nil }
        let count = required.count { paper in !frame.file.files.contains { $0.field == paper.field } }
        return count == 0 ? texts("applications.files.complete") : texts.plural("applications.files.missing", count)
    }

    private func view(of paper: Paper) -> View {
        let files = frame.file.files.filter { $0.field == paper.field }
        let field = Field(
            "files",
            label: texts("applications.files.choose"),
            id: upload(paper.field),
            hint: texts("applications.files.hint"),
            error: errors[paper.field]?.joined(separator: " ")
        )
        let mayAsk = frame.isEditable && !frame.isOver
        let asked = asked?.view(at: paper.field, titled: paper.title, mayAsk: mayAsk, byLink: true)
        return (asked ?? ["showAsked": false]).adding([
            "id": FieldPlace(paper.field).id.replacing(".", with: "-"), "label": paper.title,
            "help": paper.help.isEmpty ? nil : paper.help, "optional": !paper.required,
            "anyFiles": !files.isEmpty,
            "files": files.map { frame.view(of: $0, removable: frame.isEditable) },
            "uploadHref": "\(frame.base)/papers/\(paper.field)",
            "upload": field.file(accept: FileArrival.endings, bytes: Int(AttachedFile.largestSize), isMultiple: true),
        ])
    }

    private var done: (label: String, href: String) {
        guard let question else { return (texts("applications.section.finish_papers"), "\(frame.base)/checks") }
        let section = frame.terms.sections.first { $0.questions.contains(question) }
        return (texts("applications.files.back"), frame.section(section?.key ?? "") + "#" + FieldPlace(question.key).id)
    }
}
