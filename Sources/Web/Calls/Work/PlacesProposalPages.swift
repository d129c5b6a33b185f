import Grants
import Hummingbird
import Money
import Site
import Store

/// Places that one person of the agency proposed for a call, and another agrees to or declines.
struct PlacesProposalPages {
    let office: Office
    private static let template = "calls/work/proposal"

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        let here = "/work/calls/:number/quotas/proposals/:id"
        routes.get(here, access: .staff(), show)
        routes.post("\(here)/approval", access: .staff(.officer, .finance), approve)
        routes.post("\(here)/refusal", access: .staff(.officer, .finance), turnDown)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try page.render(Self.template, await view(draft, page))
    }

    @Sendable private func approve(_ request: Request, _ page: PageContext) async throws -> Response {
        try await decide(page, done: "approved") { calls, id, call in
            try await calls.approvePlaces(id, of: call, by: page.visitor)
        }
    }

    @Sendable private func turnDown(_ request: Request, _ page: PageContext) async throws -> Response {
        let reason = page.form.trimmed("reason")
        return try await decide(page, done: "turned_down") { calls, id, call in
            try await calls.turnDownPlaces(id, of: call, reason: reason, by: page.visitor)
        }
    }

    private func decide(
        _ page: PageContext,
        done: String,
        _ work: (Calls, PlacesProposal.ID, Call.ID) async throws -> Void
    ) async throws -> Response {
        let draft = try await office.draft(page)
        let id = try page.id(of: PlacesProposal.self)
        do {
            try await work(office.stores.calls, id, draft.call.id)
            return page.redirect("\(draft.address)/quotas/proposals/\(id)", done: done)
        } catch let refusal as PlacesRefusal {
            let words = PlacesSentences(texts: page.texts)
            let isOutdated = refusal == .broken(.isCurrent)
            let sentence = isOutdated ? page.texts("places.refusal.outdated") : words.sentence(refusal)
            let error = FormError(field: words.field(refusal) ?? "working", sentence: sentence)
            return try page.refuse(Self.template, await view(draft, page, error), [error])
        }
    }

    private func view(_ draft: CallDraft, _ page: PageContext, _ error: FormError? = nil) async throws -> View {
        let id = try page.id(of: PlacesProposal.self)
        let file = try await office.stores.calls.placesProposal(id, of: draft.call.id)
        return page.callFrame(draft).adding(PlacesProposalView(file, draft, page).whole(error))
    }
}
