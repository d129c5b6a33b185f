import Grants
import Money
import Site
import Store

/// The whole application to read: every question that is asked with its answer, and all files.
struct ContentView {
    let frame: ApplicationFrame

    private var texts: Texts { frame.texts }
    private var terms: CallTerms { frame.terms }

    /// Names `parts` for the partial `applications/whole`, and the facts above it.
    func view(changeable: Bool) -> View {
        var parts: [View] = []
        for part in FormSections(terms, texts).parts {
            parts.append([
                "sectionKey": part.key, "sectionTitle": part.title,
                "changeHref": changeable ? frame.section(part.key) : nil,
                "answers": part.section.map(answers) ?? papers,
            ])
        }
        return ["parts": parts, "facts": facts]
    }

    private var facts: [View] {
        let file = frame.file
        let unknown = texts("applications.content.unknown")
        let requested = terms.requested(given: file.answers)
        return [
            fact("applicant", file.organisation.name),
            fact("registration", file.organisation.registrationNumber ?? unknown),
            fact("call", "\(file.version.call.number). \(frame.callTitle)"),
            fact("version", String(file.version.version)),
            fact("requested", texts.money(requested.cents)),
        ]
    }

    private func fact(_ key: String, _ value: String) -> View {
        ["term": texts("applications.content.\(key)"), "fact": value, "href": nil]
    }

    /// `more` says whether there is anything beside one text: most answers are one, and pages of them are long.
    private func answers(in section: FormSection) -> [View] {
        let answers = frame.file.answers
        let words = AnswerWords(texts: texts, terms: terms)
        var views: [View] = []
        for question in section.questions where terms.isAsked(question, given: answers) {
            let given = answers[question.key]
            let files = frame.file.files.filter { $0.field == question.key }
            let isAnswered = given.map { !$0.isEmpty } ?? !files.isEmpty
            let isText = isAnswered && files.isEmpty && (question.shape == .text || question.shape == .list)
            views.append(
                words.view(of: given, to: question).adding([
                    "key": question.key, "label": question.title.text(in: frame.language), "more": !isText,
                    "unanswered": !isAnswered, "fileList": !files.isEmpty, "files": files.map { frame.view(of: $0) },
                ])
            )
        }
        return views
    }

    private var papers: [View] {
        terms.documents.map { document in
            let files = frame.file.files.filter { $0.field == document.field }
            return [
                "key": "document-\(document.key)", "label": document.title.text(in: frame.language),
                "text": nil, "facts": nil, "table": nil, "more": true,
                "unanswered": files.isEmpty, "fileList": !files.isEmpty, "files": files.map { frame.view(of: $0) },
            ]
        }
    }
}
