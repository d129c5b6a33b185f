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

    private func answers(in section: FormSection) -> [View] {
        let answers = frame.file.answers
        let words = AnswerWords(texts: texts, terms: terms)
        var views: [View] = []
        for question in section.questions where terms.isAsked(question, given: answers) {
            let answer = words.view(of: answers[question.key], to: question)
            let files = frame.file.files.filter { $0.field == question.key }
            let isAnswered = answers[question.key].map { !$0.isEmpty } ?? !files.isEmpty
            let isText = question.shape == .text || question.shape == .list
            views.append(
                answer.adding(entry(question.key, question.title.text(in: frame.language), files, isAnswered, isText))
            )
        }
        return views
    }

    private var papers: [View] {
        terms.documents.map { document in
            let files = frame.file.files.filter { $0.field == document.field }
            let blank: View = ["text": nil, "facts": nil, "table": nil]
            let title = document.title.text(in: frame.language)
            return blank.adding(entry("document-\(document.key)", title, files, !files.isEmpty))
        }
    }

    /// `more` says whether there is anything beside one text: most answers are one, and pages of them are long.
    private func entry(
        _ key: String,
        _ label: String,
        _ files: [AttachedFile],
        _ isAnswered: Bool,
        _ isText: Bool = false
    )
        -> View
    {
        [
            "key": key, "label": label, "more": !isText || !isAnswered || !files.isEmpty,
            "unanswered": !isAnswered, "fileList": !files.isEmpty,
            "files": files.map { frame.view(of: $0) },
        ]
    }
}
