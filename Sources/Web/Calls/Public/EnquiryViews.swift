import Foundation
import Grants
import Site

/// Questions and answers about a call, grouped by the field they were asked at, in the order of the form. A question without an
/// answer is the reader's own: nobody else is given it.
struct EnquiryViews {
    let texts: Texts
    let terms: CallTerms
    let enquiries: [Enquiry]

    /// How many answers stand at each field.
    var counts: [String: Int] {
        var counts: [String: Int] = [:]
        for enquiry in enquiries where enquiry.answer != nil {
            if let field = enquiry.field { counts[field, default: 0] += 1 }
        }
        return counts
    }

    /// The groups: first about the call as a whole, then field by field. Fields that a later version dropped come last.
    var groups: [View] {
        let words = CallWords(texts: texts)
        var groups: [View] = []
        let general = enquiries.filter { $0.field == nil }
        if !general.isEmpty {
            let title: View = ["words": texts("publiccalls.enquiries.general"), "foreign": false]
            groups.append(group("asked-general", title, general))
        }
        var known: Set<String> = []
        let fields = terms.questions.map { ($0.key, $0.title) } + terms.documents.map { ($0.field, $0.title) }
        for (field, title) in fields {
            known.insert(field)
            let here = enquiries.filter { $0.field == field }
            if !here.isEmpty { groups.append(group(CallFormView.anchor(field), words.view(title), here)) }
        }
        let rest = enquiries.filter { $0.field.map { !known.contains($0) } ?? false }
        if !rest.isEmpty {
            let title: View = ["words": texts("publiccalls.enquiries.dropped"), "foreign": false]
            groups.append(group("asked-dropped", title, rest))
        }
        return groups
    }

    private func group(_ anchor: String, _ title: View, _ enquiries: [Enquiry]) -> View {
        let entries = enquiries.map { enquiry -> View in
            [
                "question": enquiry.text, "answer": enquiry.answer,
                "at": texts.date(enquiry.answeredAt ?? enquiry.askedAt),
            ]
        }
        return ["anchor": anchor, "title": title, "entries": entries]
    }
}
