import Grants
import Hummingbird
import Site
import Store

/// The working copy as an applicant would see it: the same views and templates as the real pages.
struct CallPreviewPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/preview", access: .staff(), show)
        routes.get("/work/calls/:number/preview/:section", access: .staff(), section)
    }

    /// The call's own page.
    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let lines = try await office.stores.calls.fundingLines()
        let present = try await office.stores.calls.current(draft.call.id)
        let terms = CallTermsView(
            texts: page.texts,
            terms: draft.terms,
            closesBefore: max(draft.terms.closesBefore, present?.closesBefore ?? draft.terms.closesBefore),
            publishedAt: nil,
            now: page.now,
            line: lines.first { $0.code == draft.terms.fundingLine }
        )
        let frame = page.callFrame(draft).adding(terms.view)
        return try page.render("calls/work/preview", frame.adding(["contents": contents(page, draft, current: nil)]))
    }

    /// One part of the form with its controls. Nothing is sent anywhere.
    @Sendable private func section(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let parts = FormSections(draft.terms, page.texts)
        guard let part = parts.find(try page.parameter("section")) else { throw Problem.notFound }
        let maker = QuestionView(texts: page.texts, terms: draft.terms, errors: [:])
        let questions = (part.section?.questions ?? []).map { view(of: $0, maker, draft.terms) }
        let documents: [View] = draft.terms.documents.map { document in
            let field = Field(
                document.field,
                label: document.title.text(in: page.language),
                hint: document.help.isBlank ? nil : document.help.text(in: page.language),
                isOptional: !document.required
            )
            return field.file()
        }
        return try page.render(
            "calls/work/preview-section",
            page.callFrame(draft).adding([
                "sectionTitle": part.title, "sectionHelp": part.help.isEmpty ? nil : part.help,
                "questions": questions, "documents": part.section == nil ? documents : [],
                "contents": contents(page, draft, current: part.key),
                "next": parts.next(after: part.key).map { "\(draft.address)/preview/\($0.key)" },
            ])
        )
    }

    private func view(of question: Question, _ maker: QuestionView, _ terms: CallTerms) -> View {
        let state = QuestionState(
            question: question,
            answer: nil,
            version: 0,
            isAsked: terms.isAsked(question, given: [:])
        )
        let file: View? = question.kind == .file ? maker.field(state).file(isMultiple: true) : nil
        return maker.view(state).adding(["file": file, "showAsked": false])
    }

    private func contents(_ page: PageContext, _ draft: CallDraft, current: String?) -> [View] {
        FormSections(draft.terms, page.texts).parts.map { part in
            [
                "href": "\(draft.address)/preview/\(part.key)", "sectionName": part.title,
                "current": part.key == current,
            ]
        }
    }
}

extension Bilingual {
    /// True if there are words in neither language.
    var isBlank: Bool { lv.isBlank && en.isBlank }
}
