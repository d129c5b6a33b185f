import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application

/// Taking back what was handed in, while the call is open.
struct WithdrawalPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/withdrawal", access: .signatory, ask)
        routes.post("/applications/:id/withdrawal", access: .signatory, withdraw)
    }

    private func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        guard frame.application.state == .submitted else { return page.redirect(frame.base) }
        return try page.render("applications/withdrawal", view(frame, reason: "", error: nil))
    }

    private func withdraw(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        let reason = page.form.trimmed("reason")
        guard reason.unicodeScalars.count <= 2_000 else {
            let sentence = page.texts("applications.withdrawal.reason_long")
            return try await refuse(page, FormError(field: "reason", sentence: sentence), atReason: true)
        }
        do {
            guard let revision = Int64(page.form["revision"]) else { throw Problem.unreadable(.syntax) }
            try await desk.applications.withdraw(id, reason: reason, revision: revision, by: page.visitor)
        } catch WithdrawalRefusal.notSubmitted(.withdrawn) {
            return page.redirect(ApplicationFrame.base(id))
        } catch let refusal as WithdrawalRefusal {
            let sentence = RefusalSentences(texts: page.texts).sentence(refusal)
            return try await refuse(page, FormError(field: "main", sentence: sentence), atReason: false)
        }
        return page.redirect(ApplicationFrame.base(id), done: "withdrawn")
    }

    private func refuse(_ page: PageContext, _ error: FormError, atReason: Bool) async throws -> Response {
        let frame = try await desk.open(page)
        let view = view(frame, reason: page.form["reason"], error: atReason ? error.sentence : nil)
        return try page.refuse("applications/withdrawal", view, [error])
    }

    private func view(_ frame: ApplicationFrame, reason: String, error: String?) -> View {
        let texts = frame.texts
        let field = Field(
            "reason",
            label: texts("applications.withdrawal.reason"),
            hint: texts("applications.withdrawal.reason_hint"),
            error: error,
            isOptional: true
        )
        return frame.view.adding([
            "sentence": texts("applications.withdrawal.sentence", ["number": frame.application.number ?? ""]),
            "until": texts(
                "applications.withdrawal.until",
                ["instant": texts.lastSecond(before: frame.file.closesBefore)]
            ),
            "action": "\(frame.base)/withdrawal", "revision": String(frame.application.revision),
            "reason": field.textArea(reason, rows: 4),
        ])
    }
}
