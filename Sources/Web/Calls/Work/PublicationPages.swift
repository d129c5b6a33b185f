import Grants
import Hummingbird
import Site
import Store

/// Publishing: what stops it with links to the places, what changes, who will be told.
struct PublicationPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/publication", access: .staff(), show)
        routes.post("/work/calls/:number/publication", access: .staff(.officer), create)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let review = try await office.stores.calls.review(draft, now: page.now)
        return try page.render("calls/work/publication", view(page, draft, review))
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let revision = try page.formRevision
        let note = page.form["note"]
        do {
            let version = try await office.stores.calls.publish(
                draft.call.id,
                revision: revision,
                note: note,
                by: page.visitor,
                now: page.now,
                letter: CallLetters(office).write
            )
            return page.redirect(draft.address, done: version.version == 1 ? "published" : "republished")
        } catch let refusal as PublicationRefusal {
            let review = try await office.stores.calls.review(draft, now: page.now)
            return try refuse(page, draft, review, refusal, note: note)
        }
    }

    private func refuse(
        _ page: PageContext,
        _ draft: CallDraft,
        _ review: CallReview,
        _ refusal: PublicationRefusal,
        note: String
    ) throws -> Response {
        let texts = page.texts
        var errors: [FormError] = []
        var noteError: String?
        switch refusal {
        case .problems(let problems):
            errors.append(
                FormError(field: "problems", sentence: texts.plural("calls.show.problems", problems.count))
            )
        case .nothingChanged:
            errors.append(FormError(field: "changes", sentence: texts("calls.publication.nothing")))
        case .noteLength(let longest):
            let sentence = texts("calls.wrong.reason", ["n": texts.number(longest)])
            noteError = sentence
            errors.append(FormError(field: "note", sentence: sentence))
        case .cancelled:
            errors.append(FormError(field: "changes", sentence: texts("calls.wrong.cancelled")))
        }
        let view = view(page, draft, review, note: note, noteError: noteError)
        return try page.refuse("calls/work/publication", view, errors)
    }

    private func view(
        _ page: PageContext,
        _ draft: CallDraft,
        _ review: CallReview,
        note: String = "",
        noteError: String? = nil
    ) -> View {
        let texts = page.texts
        let sentences = CallProblemSentences(texts: texts, draft: draft)
        let changes = CallChangeSentences(texts: texts)
        let field = Field(
            "note",
            label: texts("calls.publication.note"),
            hint: texts("calls.publication.note_hint"),
            error: noteError
        )
        let isNext = draft.version != nil
        return page.callFrame(draft).adding([
            "problems": review.problems.map { problem in
                [
                    "sentence": sentences.sentence(problem),
                    "href": page.mayEdit(draft) ? sentences.address(problem.place) : nil,
                ] as View
            },
            "hasProblems": !review.problems.isEmpty, "isNext": isNext,
            "changes": review.changes.map { ["sentence": changes.sentence($0)] as View },
            "hasChanges": !review.changes.isEmpty,
            "told": review.told.map { applicant in
                [
                    "name": applicant.name, "drafts": applicant.drafts, "people": applicant.people,
                ] as View
            },
            "hasTold": !review.told.isEmpty, "note": field.textArea(note, rows: 5),
            "mayPublish": page.mayEdit(draft) && review.problems.isEmpty && (!isNext || !review.changes.isEmpty),
            "opens": texts.instant(draft.terms.opensAt),
            "closes": texts.lastSecond(before: draft.terms.closesBefore),
        ])
    }
}
