import Foundation
import Grants
import Site

/// Questions and answers about a call, grouped by the field they were asked at, in the order of the form.
struct EnquiryViews {
    let texts: Texts
    let terms: CallTerms
    let enquiries: [Enquiry]

    private var answered: [Enquiry] { enquiries.filter { $0.answer != nil } }

    /// How many answers stand at each field.
    var counts: [String: Int] {
        var counts: [String: Int] = [:]
        for enquiry in answered {
            if let field = enquiry.field { counts[field, default: 0] += 1 }
        }
        return counts
    }

    /// The groups: first about the call as a whole, then field by field. Fields that a later version dropped come last.
    var groups: [View] {
        let words = CallWords(texts: texts)
        var groups: [View] = []
        let general = answered.filter { $0.field == nil }
        if !general.isEmpty {
            let title: View = ["words": texts("publiccalls.enquiries.general"), "foreign": false]
            groups.append(group("asked-general", title, general))
        }
        var known: Set<String> = []
        let fields = terms.questions.map { ($0.key, $0.title) } + terms.documents.map { ($0.field, $0.title) }
        for (field, title) in fields {
            known.insert(field)
            let here = answered.filter { $0.field == field }
            if !here.isEmpty { groups.append(group(CallFormView.anchor(field), words.view(title), here)) }
        }
        let rest = answered.filter { $0.field.map { !known.contains($0) } ?? false }
        if !rest.isEmpty {
            let title: View = ["words": texts("publiccalls.enquiries.dropped"), "foreign": false]
            groups.append(group("asked-dropped", title, rest))
        }
        return groups
    }

    private func group(_ anchor: String, _ title: View, _ enquiries: [Enquiry]) -> View {
        let entries = enquiries.map { enquiry -> View in
            [
                "question": enquiry.text, "answer": enquiry.answer ?? "",
                "at": enquiry.answeredAt.map { texts.date($0) } ?? "",
            ]
        }
        return ["anchor": anchor, "title": title, "entries": entries]
    }
}
