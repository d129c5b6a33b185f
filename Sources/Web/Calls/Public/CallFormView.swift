import Grants
import Site

/// What the form of a call will ask: an outline to prepare by, not the form itself.
struct CallFormView {
    let texts: Texts
    let terms: CallTerms
    /// How many answered questions stand at each field.
    let enquiries: [String: Int]

    private var words: CallWords { CallWords(texts: texts) }

    var sections: [View] {
        terms.sections.map { section in
            [
                "anchor": "section-\(section.key)", "title": words.view(section.title), "help": help(section.help),
                "questions": section.questions.map { question($0) },
            ]
        }
    }

    private func question(_ question: Question) -> View {
        [
            "anchor": Self.anchor(question.key), "title": words.view(question.title), "help": help(question.help),
            "kind": kind(of: question), "isOptional": !question.required, "condition": condition(of: question),
            "options": question.options.map { words.text($0.title) }.joined(separator: "; "),
            "anyOptions": !question.options.isEmpty,
            "columns": question.columns.map { words.text($0.title) }.joined(separator: "; "),
            "anyColumns": !question.columns.isEmpty,
            "enquiries": Self.count(enquiries[question.key], texts),
        ]
    }

    /// The kind with its limit, where it has one.
    private func kind(of question: Question) -> String {
        let kind = texts("publiccalls.form.kind.\(question.kind.rawValue)")
        let limit: String?
        if question.kind == .longText, let most = question.limits.words {
            limit = texts.plural("publiccalls.form.words", most)
        } else {
            limit = nil
        }
        return [kind, limit].compactMap { $0 }.joined(separator: ", ")
    }

    private func condition(of question: Question) -> String? {
        guard let condition = question.condition, let asked = terms.question(condition.question) else { return nil }
        let answers = condition.answers.map { answer in
            if let option = asked.options.first(where: { $0.key == answer }) { return words.text(option.title) }
            return answer == "yes" || answer == "no" ? texts("publiccalls.form.option_\(answer)") : answer
        }
        let values = ["question": words.text(asked.title), "answers": answers.joined(separator: ", ")]
        return texts("publiccalls.form.condition", values)
    }

    private func help(_ help: Bilingual) -> View? {
        words.text(help).isEmpty ? nil : words.view(help)
    }

    /// "2 questions about this", or nothing.
    static func count(_ count: Int?, _ texts: Texts) -> String? {
        count.map { texts.plural("publiccalls.form.enquiries", $0) }
    }

    /// The anchor of the answers about a field.
    static func anchor(_ field: String) -> String {
        "asked-\(field.replacing(".", with: "-"))"
    }
}
