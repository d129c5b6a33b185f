import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// A question to the agency at a field of the form; the answer is shown to all at that field, without names.
struct AskingPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/questions", access: .applicant, form)
        routes.post("/applications/:id/questions", access: .applicant, ask)
    }

    private func form(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let field = try page.query.find("field") ?? ""
        return try page.render("applications/question", try view(frame, field, page, text: "", error: nil))
    }

    private func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let (field, text) = (page.form["field"], page.form["text"])
        do {
            _ = try await desk.calls.ask(
                text,
                at: field.isEmpty ? nil : field,
                of: frame.application.call,
                key: page.key,
                by: page.visitor,
                now: page.now
            )
        } catch let refusal as EnquiryRefusal {
            let sentence = RefusalSentences(texts: page.texts).sentence(refusal, typed: text)
            let view = try view(frame, field, page, text: text, error: sentence)
            return try page.refuse("applications/question", view, [FormError(field: "text", sentence: sentence)])
        }
        return page.redirect(back(frame, field), done: "asked")
    }

    private func view(
        _ frame: ApplicationFrame,
        _ field: String,
        _ page: PageContext,
        text: String,
        error: String?
    ) throws -> View {
        let texts = page.texts
        let document = frame.terms.documents.first { $0.field == field }
        let title = (frame.terms.question(field)?.title ?? document?.title)?.text(in: page.language)
        guard field.isEmpty || title != nil || error != nil else { throw Problem.notFound }
        return frame.view.adding([
            "about": title.map { texts("applications.asked.about", ["field": $0]) }
                ?? texts("applications.asked.about_call"),
            "action": "\(frame.base)/questions", "key": page.formKey, "field": field,
            "text": Self.area(texts, text, error), "backHref": back(frame, field),
        ])
    }

    /// Where the question is typed.
    static func area(_ texts: Texts, _ text: String, _ error: String?) -> View {
        Field(
            "text",
            label: texts("applications.asked.text"),
            hint: texts("applications.asked.text_hint"),
            error: error
        ).textArea(text, rows: 6)
    }

    private func back(_ frame: ApplicationFrame, _ field: String) -> String {
        if frame.terms.documents.contains(where: { $0.field == field }) {
            return PapersView.place(of: field, in: frame)
        }
        let section = frame.terms.sections.first { $0.questions.contains { $0.key == field } }
        return section.map { frame.section($0.key) } ?? frame.base
    }
}
