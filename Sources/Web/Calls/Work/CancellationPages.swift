import Grants
import Hummingbird
import Site
import Store

/// Ending a call before its time.
struct CancellationPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/cancellation", access: .staff(.officer), show)
        routes.post("/work/calls/:number/cancellation", access: .staff(.officer), create)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try page.render("calls/work/cancellation", view(page, draft, "", error: nil))
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let reason = page.form["reason"]
        do {
            try await office.stores.calls.cancel(
                draft.call.id,
                reason: reason,
                by: page.visitor,
                now: page.now,
                letter: CallLetters(office).write
            )
            return page.redirect(draft.address, done: "cancelled")
        } catch CancellationRefusal.cancelled {
            return page.redirect(draft.address, done: "cancelled")
        } catch CancellationRefusal.reasonLength(let longest) {
            let sentence = page.texts("calls.wrong.reason", ["n": page.texts.number(longest)])
            let view = view(page, draft, reason, error: sentence)
            return try page.refuse("calls/work/cancellation", view, [FormError(field: "reason", sentence: sentence)])
        }
    }

    private func view(_ page: PageContext, _ draft: CallDraft, _ reason: String, error: String?) -> View {
        let field = Field(
            "reason",
            label: page.texts("calls.cancellation.reason"),
            hint: page.texts("calls.cancellation.reason_hint"),
            error: error
        )
        return page.callFrame(draft).adding(["reason": field.textArea(reason, rows: 5)])
    }
}
