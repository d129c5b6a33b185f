import Grants
import Hummingbird
import Site
import Store

/// Questions of applicants, and answering them for everybody.
struct EnquiryPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/questions", access: .staff(), list)
        routes.get("/work/calls/:number/questions/:id", access: .staff(), show)
        routes.post("/work/calls/:number/questions/:id", access: .staff(.officer), answer)
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let after = InboxPlace(text: try page.query["after"])
        let inbox = try await office.stores.calls.inbox(draft.call.id, after: after)
        let rows: [View] = inbox.rows.map { received in
            let isAnswered = received.enquiry.answer != nil
            return [
                "href": "\(draft.address)/questions/\(received.enquiry.id)", "text": received.enquiry.text,
                "about": about(received.enquiry, draft, page), "organisation": received.organisation,
                "asked": page.texts.instant(received.enquiry.askedAt),
                "state": [
                    "word": page.texts(isAnswered ? "calls.questions.answered" : "calls.questions.waiting"),
                    "tone": isAnswered ? "go" : "wait",
                ] as View,
            ]
        }
        let path = "\(draft.address)/questions"
        let newer = inbox.previous.map { "\(path)?after=\($0.text)" } ?? (after == nil ? nil : path)
        return try page.render(
            "calls/work/questions",
            page.callFrame(draft).adding([
                "rows": rows, "hasRows": !rows.isEmpty, "newer": newer,
                "older": inbox.next.map { "\(path)?after=\($0.text)" },
            ])
        )
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let received = try await received(page, draft)
        let values = (received.enquiry.text, received.enquiry.answer ?? "")
        return try page.render("calls/work/question", view(page, draft, received, values))
    }

    @Sendable private func answer(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let id = try page.id(of: Enquiry.self)
        let typed = (page.form["published"], page.form["answer"])
        do {
            try await office.stores.calls.answer(
                id,
                of: draft.call.id,
                publishedText: typed.0,
                answer: typed.1,
                basedOn: page.formRevision,
                by: page.visitor,
                letter: CallLetters(office).write
            )
            return page.redirect("\(draft.address)/questions", done: "answered")
        } catch let refusal as EnquiryRefusal {
            let error = Self.error(refusal, page.texts)
            let received = try await received(page, draft)
            let view = view(page, draft, received, typed, error: error)
            return try page.refuse("calls/work/question", view, [error])
        } catch is ChangedMeanwhile {
            let received = try await received(page, draft)
            let view = view(page, draft, received, typed, isClash: true)
            return try page.render("calls/work/question", view, status: .conflict)
        }
    }

    private func received(_ page: PageContext, _ draft: CallDraft) async throws -> ReceivedEnquiry {
        let id = try page.id(of: Enquiry.self)
        guard let received = try await office.stores.calls.received(id, of: draft.call.id) else {
            throw Problem.notFound
        }
        return received
    }

    private static func error(_ refusal: EnquiryRefusal, _ texts: Texts) -> FormError {
        switch refusal {
        case .answerLength(let longest):
            FormError(field: "answer", sentence: texts("calls.wrong.answer", ["n": texts.number(longest)]))
        case .textLength(let longest):
            FormError(field: "published", sentence: texts("calls.wrong.question", ["n": texts.number(longest)]))
        case .notOpen, .unknownField, .tooManyWaiting:
            FormError(field: "answer", sentence: texts("calls.wrong.not_published"))
        }
    }

    private func about(_ enquiry: Enquiry, _ draft: CallDraft, _ page: PageContext) -> String {
        guard let field = enquiry.field else { return page.texts("calls.questions.whole") }
        let document = draft.terms.documents.first { $0.field == field }?.title
        let title = draft.terms.question(field)?.title ?? document
        return title?.text(in: page.language) ?? page.texts("calls.questions.gone")
    }

    private func view(
        _ page: PageContext,
        _ draft: CallDraft,
        _ received: ReceivedEnquiry,
        _ typed: (published: String, answer: String),
        error: FormError? = nil,
        isClash: Bool = false
    ) -> View {
        let texts = page.texts
        let enquiry = received.enquiry
        func clash(_ theirs: String, _ mine: String) -> Field.Clash? {
            guard isClash, theirs != mine, let at = enquiry.answeredAt else { return nil }
            return Field.Clash(theirs: theirs, by: texts("calls.questions.colleague"), at: texts.instant(at))
        }
        func field(_ name: String, theirs: String, _ value: String) -> Field {
            Field(
                name,
                label: texts("calls.questions.\(name)"),
                hint: texts("calls.questions.\(name)_hint"),
                error: error?.field == name ? error?.sentence : nil,
                clash: clash(theirs, value)
            )
        }
        let published = field("published", theirs: enquiry.text, typed.published)
        let answer = field("answer", theirs: enquiry.answer ?? "", typed.answer)
        return page.callFrame(draft).adding([
            "asked": received.asked, "person": received.person, "organisation": received.organisation,
            "about": about(enquiry, draft, page), "askedAt": texts.instant(enquiry.askedAt),
            "answered": enquiry.answeredAt.map { texts.instant($0) }, "clashed": isClash,
            "published": published.textArea(typed.published, rows: 4),
            "answer": answer.textArea(typed.answer, rows: 8),
            "enquiryRevision": Int(enquiry.revision), "action": "\(draft.address)/questions/\(enquiry.id)",
            "publishedText": enquiry.text, "answerText": enquiry.answer,
        ])
    }
}
