import Grants
import Hummingbird
import Site
import Store

/// Places of partners in a call: worked out from what they need by the published rule, adjusted with reasons, and handed on for
/// another person to agree to.
struct PlacesPages {
    let office: Office
    private static let template = "calls/work/distribution"

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/quotas/distribution", access: .staff(.officer, .finance), show)
        routes.post("/work/calls/:number/quotas/distribution", access: .staff(.officer, .finance), propose)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await draft(page)
        let table = try await office.stores.calls.places(draft)
        let form = DistributionForm(DistributionMatter(table, of: draft), try page.query, page)
        return try page.render(Self.template, view(form, draft, []))
    }

    @Sendable private func propose(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await draft(page)
        let calls = office.stores.calls
        let isWhole = page.form["action"] == "propose"
        if isWhole, let known = try await calls.proposedPlaces(page.key, by: page.visitor) {
            return page.redirect("\(draft.address)/quotas/proposals/\(known)", done: "sent_before")
        }
        let table = try await calls.places(draft)
        let form = DistributionForm(DistributionMatter(table, of: draft), page.form, page)
        let (wish, errors) = form.wish()
        guard let wish else { return try page.refuse(Self.template, view(form, draft, errors), errors) }
        guard isWhole else { return try page.render(Self.template, view(form, draft, [])) }
        do {
            let proposed = try await calls.propose(
                wish.quotas.mapValues { Int($0) },
                for: table,
                working: wish.working,
                key: page.key,
                reason: wish.reason,
                by: page.visitor
            )
            return page.redirect("\(draft.address)/quotas/proposals/\(proposed.id)", done: "proposed")
        } catch let refusal as PlacesRefusal {
            // With what stands now, which may be other than what it was worked out from.
            let now = DistributionForm(
                DistributionMatter(try await calls.places(draft), of: draft),
                page.form,
                page
            )
            let words = PlacesSentences(texts: page.texts)
            let errors = [FormError(field: words.field(refusal) ?? "need", sentence: words.sentence(refusal))]
            return try page.refuse(Self.template, view(now, draft, errors), errors)
        }
    }

    /// The call in the address, unless it is cancelled: then there is nothing to divide.
    private func draft(_ page: PageContext) async throws -> CallDraft {
        let draft = try await office.draft(page)
        guard draft.call.state != .cancelled else { throw Problem.notFound }
        return draft
    }

    private func view(_ form: DistributionForm, _ draft: CallDraft, _ errors: [FormError]) -> View {
        form.page.callFrame(draft).adding(form.view(errors)).adding(["mayPropose": true])
    }
}
