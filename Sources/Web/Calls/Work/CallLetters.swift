import Foundation
import Grants
import Site
import Store

/// Writes the mail about a call in the reader's language.
struct CallLetters {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    /// The mail to one person.
    @Sendable func write(_ notice: CallNotice, to person: Person) -> Letter? {
        let texts = office.templates.texts(Language(rawValue: person.language) ?? .lv)
        let values = [
            "number": notice.call.number,
            "title": notice.title.text(in: texts.language.rawValue),
            "name": person.name,
            "address": "\(office.settings.origin)/calls/\(notice.call.number)",
        ]
        let (kind, middle) = content(of: notice.event, texts)
        let greeting = texts("calls.letters.greeting", values)
        let closing = texts("calls.letters.closing", values)
        return Letter(
            subject: texts("calls.letters.\(kind)_subject", values),
            body: [greeting, texts("calls.letters.\(kind)", values), middle, closing].joined(separator: "\n\n") + "\n"
        )
    }

    private func content(of event: CallNotice.Event, _ texts: Texts) -> (kind: String, middle: String) {
        switch event {
        case .changed(_, let note, let changes):
            let sentences = CallChangeSentences(texts: texts)
            let list = changes.map { "- \(sentences.sentence($0))" }.joined(separator: "\n")
            return ("changed", "\(note)\n\n\(list)")
        case .cancelled(let reason):
            return ("cancelled", reason)
        case .extended(let to, let forOne, let reason):
            let values = ["instant": texts.lastSecond(before: to), "reason": reason]
            return (forOne ? "extended_one" : "extended", texts("calls.letters.extended_until", values))
        case .answered(let question, let answer):
            return ("answered", "\(question)\n\n\(answer)")
        }
    }
}
