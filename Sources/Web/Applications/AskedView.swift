import Grants
import Site
import Store

/// What was asked of the agency at the fields of a page, with its answers.
struct AskedView {
    let frame: ApplicationFrame
    let enquiries: EnquiryPage

    private var texts: Texts { frame.texts }

    /// For the partial `applications/fields/asked`, which offers to ask either by a button of the form around it, which saves what
    /// was typed first, or by a link.
    func view(at field: String, titled title: String, mayAsk: Bool, byLink: Bool = false) -> View {
        let here = enquiries.rows.filter { $0.field == field }
        return [
            "mayAsk": mayAsk && !byLink,
            "askHref": mayAsk && byLink ? "\(frame.base)/questions?field=\(field.urlEncoded)" : nil,
            "askedSummary": summary(of: here), "askedTitle": title,
            "asked": here.map { enquiry -> View in
                [
                    "text": enquiry.text, "answer": enquiry.answer,
                    "at": texts.date(enquiry.answeredAt ?? enquiry.askedAt),
                ]
            },
            "askedOlder": enquiries.older != nil, "showAsked": !here.isEmpty || mayAsk,
        ]
    }

    /// How many answers there are, and how many questions of the own organisation wait for one.
    private func summary(of enquiries: [Enquiry]) -> String {
        let answered = enquiries.count { $0.answer != nil }
        let waiting = enquiries.count - answered
        if answered == 0, waiting == 0 { return texts("applications.asked.none") }
        var parts: [String] = []
        if answered > 0 { parts.append(texts.plural("applications.asked.count", answered)) }
        if waiting > 0 { parts.append(texts.plural("applications.asked.waiting", waiting)) }
        return parts.joined(separator: ". ")
    }
}

extension ApplicationDesk {
    /// What was asked at these fields and may be read by the visitor's organisation.
    func asked(at fields: [String], in frame: ApplicationFrame, for visitor: Visitor) async throws -> AskedView {
        let enquiries = try await calls.questions(
            frame.file.application.call,
            for: visitor.organisation.id,
            about: fields
        )
        return AskedView(frame: frame, enquiries: enquiries)
    }

    /// The page of all required papers.
    func requiredPapers(
        _ frame: ApplicationFrame,
        for visitor: Visitor,
        errors: [String: [String]] = [:]
    ) async throws -> PapersView {
        let asked = try await asked(at: frame.terms.documents.map(\.field), in: frame, for: visitor)
        return PapersView(frame: frame, asked: asked, errors: errors)
    }
}
