import Budget
import Foundation
import Hummingbird
import Site
import Store

/// The money of one document, from its first move to its last.
struct DocumentPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/documents/:reference", access: .readers, show)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let document = DocumentReference(sqlText: try page.parameter("reference")) else { throw Problem.notFound }
        let budget = BudgetChoice(try page.query)
        let found = try await office.stores.books.life(
            of: document,
            budget.when.moment,
            splitOn: budget.splitDay(now: page.now),
            for: page.visitor
        )
        guard let found else { throw Problem.notFound }
        let links = LedgerLinks(budget, page)
        let today = budget.day(now: page.now)
        let view = DocumentView(texts: page.texts, links: links, sheet: found, today: today).view
        return try page.render("budget/document", view.adding(["notice": page.notice("plans")]))
    }
}
