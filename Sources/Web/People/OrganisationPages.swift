import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import Site
import Store

/// Choosing the organisation one acts for; somebody who works for a school and a municipality switches here.
struct OrganisationPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/organisation", access: .signedIn, show)
        routes.post("/organisation", access: .signedIn, create)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        try await render(page, next: page.query["next"], kept: nil, error: nil, status: .ok)
    }

    /// In place of a page for which the organisation must be known first. A form sent there is kept.
    func choose(on page: PageContext) async throws -> Response {
        guard page.head.method == .post else {
            return page.redirect("/organisation?next=\(page.address.urlEncoded)")
        }
        let kept = KeptForm(page)
        return try await render(page, next: "", kept: kept, error: nil, status: .forbidden)
    }

    /// In place of "not found" for a form of an application that belongs to another organisation for which the person writes too:
    /// the organisation was switched in another tab. Nothing for everything else.
    func chooseAgain(on page: PageContext) async throws -> Response? {
        guard page.head.method == .post, page.address.hasPrefix("/applications/"), let signedIn = page.signedIn,
            let id: Grants.Application.ID = try? page.id()
        else { return nil }
        guard try await office.stores.applications.belongsElsewhere(id, of: signedIn, at: page.now) else { return nil }
        if page.wantsJSON { return try .json(["problem": "other_organisation"], status: .conflict) }
        return try await choose(on: page)
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let signedIn = page.signedIn, let token = page.visit.token else { throw Problem.signInNeeded }
        let form = page.form
        let kept = KeptForm(carried: form["kept"])
        guard let organisation = Organisation.ID(typed: form["organisation"]) else {
            let error = page.texts("people.organisation.choose")
            return try await render(page, next: form["next"], kept: kept, error: error, status: .unprocessableContent)
        }
        let chosen = try await office.stores.people.switchOrganisation(
            signedIn,
            session: token.hash,
            to: organisation,
            at: page.now
        )
        if let kept { return try page.render("people/restored", kept.view(page.visit)) }
        guard form["next"].isEmpty else { return page.redirect(form["next"]) }
        let acting = SignedIn(
            person: signedIn.person,
            visitor: Visitor(person: signedIn.person, organisation: chosen.organisation, roles: chosen.roles),
            organisations: signedIn.organisations,
            endsAt: signedIn.endsAt
        )
        return page.redirect(page.home(of: acting))
    }

    private func render(
        _ page: PageContext,
        next: String,
        kept: KeptForm?,
        error: String?,
        status: HTTPResponse.Status
    ) async throws -> Response {
        guard let signedIn = page.signedIn else { throw Problem.signInNeeded }
        let memberships = try await office.stores.people.memberships(signedIn.person.id, at: page.now)
        let texts = page.texts
        let field = Field("organisation", label: texts("people.organisation.label"), error: error)
        let choices = memberships.map { membership in
            let roles = membership.roles.map { texts("people.roles.\($0.rawValue)") }.sorted()
            return Field.Choice(
                value: membership.organisation.id.description,
                label: membership.organisation.name,
                note: roles.joined(separator: ", ")
            )
        }
        let current = signedIn.visitor?.organisation.id.description
        let view: View = [
            "next": next.isEmpty ? "" : LocalAddress.checked(next),
            "kept": kept?.carried,
            "none": memberships.isEmpty,
            "organisation": field.choices(choices, chosen: current.map { [$0] } ?? []),
        ]
        guard let error else { return try page.render("people/organisation", view, status: status) }
        return try page.refuse("people/organisation", view, [FormError(field: "organisation", sentence: error)])
    }
}
