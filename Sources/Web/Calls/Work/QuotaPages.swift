import Grants
import Hummingbird
import Site
import Store

/// How many projects each partner may hand in, and what was proposed for them.
struct QuotaPages {
    let office: Office
    private static let size = 60

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/quotas", access: .staff(), show)
        PlacesPages(office).add(to: routes)
        PlacesProposalPages(office).add(to: routes)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let after = try page.query["after"]
        let found = try await office.stores.calls.quotas(draft, after: after, limit: Self.size, now: page.now)
        let shown = found.partners.prefix(Self.size)
        let rows = shown.map { row($0, page.texts) }
        let older = found.partners.count > Self.size ? shown.last?.organisation.name : nil
        let proposals = found.proposals.map { PlacesProposalView.card($0, page.texts) }
        let mayDivide = draft.call.state != .cancelled && page.mayOpen("/work/calls/:number/quotas/distribution")
        return try page.render(
            "calls/work/quotas",
            page.callFrame(draft).adding([
                "rows": rows, "hasRows": !rows.isEmpty, "proposals": proposals, "hasProposals": !proposals.isEmpty,
                "divideHref": mayDivide ? "\(draft.address)/quotas/distribution" : nil,
                "newer": after.isEmpty ? nil : "\(draft.address)/quotas",
                "older": older.map { "\(draft.address)/quotas?after=\($0.urlEncoded)" },
            ])
        )
    }

    private func row(_ partner: PartnerQuota, _ texts: Texts) -> View {
        [
            "partner": partner.organisation.name, "taken": texts.number(partner.quota.taken),
            "places": partner.quota.places.map { texts.number($0) } ?? texts("calls.quotas.unlimited"),
            "agreement": texts(partner.hasAgreement ? "calls.quotas.agreement" : "calls.quotas.no_agreement"),
            "isExtended": partner.extended, "isAgreed": partner.isAgreed,
        ]
    }
}
