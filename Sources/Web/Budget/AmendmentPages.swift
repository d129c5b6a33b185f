import Budget
import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// An amendment of the programme: a document that says what the programme and its lines shall have and bring about. Looked at before
/// it is proposed, and done when another person agrees.
struct AmendmentPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/amendments/new", access: .staff(.officer, .finance), new)
        routes.post("/work/budget/amendments", access: .staff(.officer, .finance), propose)
    }

    @Sendable private func new(_ request: Request, _ page: PageContext) async throws -> Response {
        let (allotment, lines) = try await office.stores.finances.allotment(for: page.visitor)
        return try page.render("budget/amendment", AmendmentView(AmendmentForm(allotment, lines, nil), page).view())
    }

    /// With the button "look": the page again with what would happen. With the other: what was seen there is written down for a
    /// second person, and nothing else.
    @Sendable private func propose(_ request: Request, _ page: PageContext) async throws -> Response {
        let finances = office.stores.finances
        if page.form["action"] == "propose", let known = try await finances.proposed(page.key, by: page.visitor) {
            return page.redirect("/work/budget/proposals/\(known)", done: "sent_before")
        }
        let (allotment, lines) = try await finances.allotment(for: page.visitor)
        let form = AmendmentForm(allotment, lines, page.form)
        let view = AmendmentView(form, page)
        let (proposal, errors) = form.proposal(key: try page.key, page.texts)
        guard let proposal else { return try page.refuse("budget/amendment", view.view(errors), errors) }
        let preview = try await finances.preview(of: proposal, for: page.visitor)
        guard page.form["action"] == "propose" else {
            return try page.render("budget/amendment", view.view([], preview))
        }
        do {
            let proposed = try await finances.propose(proposal, seen: page.form["seen"], by: page.visitor)
            return page.redirect("/work/budget/proposals/\(proposed.id)", done: "proposed")
        } catch let change as ChangedSinceLook {
            let error = FormError(field: "changes", sentence: page.texts("targets.looked"))
            return try page.refuse("budget/amendment", view.view([error], change.now), [error])
        } catch let refusal as BudgetRefusal {
            let words = BudgetSentences(texts: page.texts)
            let error = FormError(field: words.field(refusal), sentence: words.ahead(refusal))
            return try page.refuse("budget/amendment", view.view([error], preview), [error])
        }
    }
}
