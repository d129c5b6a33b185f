import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application

/// The way between editors and signatory: handing over, and giving back with a note.
struct SigningPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/signature-request", access: .applicant, ask)
        routes.post("/applications/:id/signature-request", access: .applicant, send)
        routes.post("/applications/:id/signature-request/return", access: .applicant, giveBack)
    }

    private func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        guard frame.isEditable else { return page.redirect(frame.base) }
        let checks = desk.checks(frame)
        guard checks.errors.isEmpty else { return page.redirect("\(frame.base)/checks") }
        return try page.render("applications/signature-request", view(frame, checks))
    }

    private func send(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        do {
            try await desk.applications.sendToSignatory(id, by: page.visitor)
        } catch let refusal as SigningRefusal {
            let frame = try await desk.open(page)
            // Sent twice: the second finds it where it was wanted.
            if case .wrongState(.signing) = refusal { return page.redirect(frame.base) }
            let sentence = RefusalSentences(texts: page.texts).sentence(refusal)
            let error = FormError(field: "main", sentence: sentence)
            return try page.refuse("applications/signature-request", view(frame, desk.checks(frame)), [error])
        }
        return page.redirect(ApplicationFrame.base(id), done: "sent")
    }

    private func giveBack(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        let note = page.form.trimmed("note")
        guard note.unicodeScalars.count <= 2_000 else {
            let frame = try await desk.open(page)
            let error = FormError(field: "note", sentence: page.texts("applications.signing.note_long"))
            var view = SubmissionView(
                frame: frame,
                checks: desk.checks(frame),
                visitor: try page.visitor,
                key: page.formKey
            )
            view.note = page.form["note"]
            view.noteError = error.sentence
            return try page.refuse("applications/submission", view.view, [error])
        }
        do {
            try await desk.applications.returnToEditors(id, reason: note, by: page.visitor)
        } catch SigningRefusal.wrongState(let state) where state == .draft || state == .withdrawn {
            return page.redirect(ApplicationFrame.base(id))
        } catch is SigningRefusal {
            throw Problem.changedMeanwhile
        }
        return page.redirect(ApplicationFrame.base(id), done: "returned")
    }

    private func view(_ frame: ApplicationFrame, _ checks: Checks) -> View {
        let warnings = checks.warnings.count
        return frame.view.adding([
            "action": "\(frame.base)/signature-request",
            "warningCount": warnings == 0 ? nil : frame.texts.plural("applications.signing.warnings", warnings),
        ])
    }
}
