import Budget
import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// Quotas of one funding line: worked out from what partners need by the published rule, adjusted with reasons, and handed on for
/// another person to agree to. Quotas that are not used are divided anew in the same way.
struct DistributionPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/lines/:code/distribution", access: .readers, show)
        routes.post("/work/budget/lines/:code/distribution", access: .staff(.officer, .finance), propose)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let table = try await table(page)
        let form = DistributionForm(DistributionMatter(table), try page.query, page)
        return try page.render("budget/distribution", view(form, table, []))
    }

    @Sendable private func propose(_ request: Request, _ page: PageContext) async throws -> Response {
        let finances = office.stores.finances
        if page.form["action"] == "propose", let known = try await finances.proposed(page.key, by: page.visitor) {
            return page.redirect("/work/budget/proposals/\(known)", done: "sent_before")
        }
        let table = try await table(page)
        let form = DistributionForm(DistributionMatter(table), page.form, page)
        var (wish, errors) = form.wish()
        guard let wish else { return try page.refuse("budget/distribution", view(form, table, errors), errors) }
        guard page.form["action"] == "propose" else {
            return try page.render("budget/distribution", view(form, table, []))
        }
        do {
            let proposed = try await finances.propose(
                quotas: wish.quotas.filter { wish.changed.contains($0.key) }.mapValues { Euro(cents: $0) },
                of: table.line,
                working: wish.working,
                key: page.key,
                effective: wish.effective,
                reason: wish.reason,
                by: page.visitor
            )
            return page.redirect("/work/budget/proposals/\(proposed.id)", done: "proposed")
        } catch let refusal as BudgetRefusal {
            let words = BudgetSentences(texts: page.texts)
            let field = words.field(refusal)
            let isHere = ["reason", "effective"].contains(field)
            errors = [FormError(field: isHere ? field : "need", sentence: words.sentence(refusal))]
            return try page.refuse("budget/distribution", view(form, table, errors), errors)
        }
    }

    private func view(_ form: DistributionForm, _ table: QuotaTable, _ errors: [FormError]) -> View {
        let mayPropose = form.page.visitorIfAny?.has(.officer, .finance) ?? false
        return form.view(errors).adding(["code": table.line.code, "mayPropose": mayPropose])
    }

    private func table(_ page: PageContext) async throws -> QuotaTable {
        guard let table = try await office.stores.finances.quotas(of: page.parameter("code"), for: page.visitor) else {
            throw Problem.notFound
        }
        return table
    }
}
