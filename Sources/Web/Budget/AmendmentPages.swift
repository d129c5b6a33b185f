import Budget
import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// An amendment of the programme's money: a document that says what the programme and its lines shall have. Looked at before it is
/// proposed, and posted when another person agrees.
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
        return try page.render("budget/amendment", AmendmentForm(allotment, lines, nil).view([], nil, page))
    }

    /// With the button "look": the page again with what would happen. With the other: written down for a second person.
    @Sendable private func propose(_ request: Request, _ page: PageContext) async throws -> Response {
        let finances = office.stores.finances
        if page.form["action"] == "propose", let known = try await finances.proposed(page.key, by: page.visitor) {
            return page.redirect("/work/budget/proposals/\(known)", done: "sent_before")
        }
        let (allotment, lines) = try await finances.allotment(for: page.visitor)
        let form = AmendmentForm(allotment, lines, page.form)
        var (proposal, errors) = form.proposal(key: try page.key, page.texts)
        guard let proposal else { return try page.refuse("budget/amendment", form.view(errors, nil, page), errors) }
        let moves = proposal.steps.compactMap { if case .move(let move) = $0 { move } else { nil } }
        let effect = try await finances.effect(of: moves, for: page.visitor)
        guard page.form["action"] == "propose" else {
            return try page.render("budget/amendment", form.view([], effect, page))
        }
        let words = BudgetSentences(texts: page.texts)
        do {
            if let refusal = effect.refusal { throw refusal }
            let proposed = try await finances.propose(proposal, by: page.visitor)
            return page.redirect("/work/budget/proposals/\(proposed.id)", done: "proposed")
        } catch let refusal as BudgetRefusal {
            errors = [FormError(field: words.field(refusal), sentence: words.sentence(refusal))]
            return try page.refuse("budget/amendment", form.view(errors, effect, page), errors)
        }
    }
}
