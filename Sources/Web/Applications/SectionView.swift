import Foundation
import Grants
import Site
import Store

/// One section of the form as a page.
struct SectionView {
    let frame: ApplicationFrame
    let part: FormSections.Part
    let visitor: Visitor
    let asked: AskedView
    /// The answers the page shows and the versions they are based on.
    var answers: [String: Answer]
    var versions: [String: Int64]
    /// Sentences by the place they belong to.
    var errors: [FieldPlace: String] = [:]
    var clashes: [String: AnswerClash] = [:]
    /// The question that is to have one more empty row.
    var wantsRow: String?
    var saved: String = ""
    /// Shown to be read and copied only.
    var isLocked = false

    private var texts: Texts { frame.texts }
    private var sections: FormSections { FormSections(frame.terms, texts) }

    /// The section as it stands.
    init(frame: ApplicationFrame, part: FormSections.Part, visitor: Visitor, asked: AskedView) {
        self.frame = frame
        self.part = part
        self.visitor = visitor
        self.asked = asked
        answers = frame.file.answers
        versions = frame.file.stored.mapValues(\.version)
    }

    var view: View {
        let next = sections.next(after: part.key)
        let label =
            next.map { texts("applications.section.continue_to", ["section": $0.title]) }
            ?? texts("applications.section.finish")
        return frame.view.adding(frame.presence(besides: visitor)).adding([
            "sectionTitle": part.title, "sectionHelp": part.help.isEmpty ? nil : part.help,
            "step": texts(
                "applications.section.step",
                ["n": String(sections.number(of: part.key)), "count": String(sections.parts.count)]
            ),
            "action": frame.section(part.key), "autosaveHref": "\(frame.section(part.key))/fields",
            "editable": !isLocked, "presence": !isLocked,
            "questions": questions, "continueLabel": label, "saved": saved, "sections": contents,
        ])
    }

    /// Lines of the error summary, in the order of the page.
    var summary: [FormError] {
        let words = FindingSentences(texts: texts, terms: frame.terms)
        var lines: [FormError] = []
        for question in part.section?.questions ?? [] {
            let title = question.title.text(in: frame.language)
            if clashes[question.key] != nil {
                let sentence = "\(title): \(texts("applications.section.clash_error"))"
                lines.append(FormError(field: FieldPlace(question.key).id, sentence: sentence))
            }
            let own = errors.filter { $0.key.field == question.key }
            for (place, sentence) in own.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
                let label = words.label(of: question, row: place.row, part: place.part)
                lines.append(FormError(field: place.id, sentence: words.line(label, sentence)))
            }
        }
        return lines
    }

    private static func order(_ place: FieldPlace) -> String {
        let row = String(place.row ?? 0)
        return String(repeating: "0", count: 4 - min(4, row.count)) + row + (place.part ?? "")
    }

    private var questions: [View] {
        let maker = QuestionView(texts: texts, terms: frame.terms, errors: errors)
        return (part.section?.questions ?? []).map { question in
            let state = QuestionState(
                question: question,
                answer: answers[question.key],
                version: versions[question.key] ?? 0,
                isAsked: frame.terms.isAsked(question, given: answers),
                wantsRow: wantsRow == question.key,
                clash: clashes[question.key]
            )
            var view = maker.view(state)
            if question.kind == .file { view["upload"] = files(of: question, maker.frame(state)) }
            return view.adding(asked(about: question))
        }
    }

    private func files(of question: Question, _ around: View) -> View {
        let files = frame.file.files.filter { $0.field == question.key }
        return around.adding([
            "anyFiles": !files.isEmpty, "files": files.map { frame.view(of: $0) },
        ])
    }

    private func asked(about question: Question) -> View {
        let title = question.title.text(in: frame.language)
        return asked.view(at: question.key, titled: title, mayAsk: !isLocked && !frame.isOver)
    }

    private var contents: [View] {
        sections.parts.map { other in
            ["href": frame.section(other.key), "sectionName": other.title, "current": other.key == part.key]
        }
    }
}
