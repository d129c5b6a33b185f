import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application

/// A newer version of the call: what changed, and taking it over.
struct VersionPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/call-version", access: .applicant, show)
        routes.post("/applications/:id/call-version", access: .applicant, adopt)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        guard let newer = frame.file.newer, frame.isEditable else { return page.redirect(frame.base) }
        let (texts, version) = (page.texts, try await desk.calls.version(newer.id))
        let words = CallSentences(texts: texts)
        let changes = version.terms.changes(since: frame.terms).map { change -> View in
            ["change": words.sentence(change)]
        }
        let lead = texts(
            "applications.version.lead",
            [
                "old": String(frame.file.version.version), "new": String(newer.version),
                "instant": texts.instant(newer.publishedAt),
            ]
        )
        return try page.render(
            "applications/version",
            frame.view.adding([
                "lead": lead, "changeNote": newer.changeNote, "anyChanges": !changes.isEmpty, "changes": changes,
                "action": "\(frame.base)/call-version",
            ])
        )
    }

    private func adopt(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        do {
            try await desk.applications.adoptNewestVersion(id, by: page.visitor)
        } catch is ChangeRefusal {
            throw Problem.changedMeanwhile
        }
        return page.redirect(ApplicationFrame.base(id), done: "adopted")
    }
}
