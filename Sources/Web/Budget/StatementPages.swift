import Budget
import Documents
import Foundation
import Grants
import Hummingbird
import Site
import Store

/// The statement of an account: on a page, and the same selection as a file.
struct StatementPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/accounts/:id", access: .readers, show)
        routes.get("/work/budget/accounts/:id/statement.csv", access: .readers, csv)
        routes.get("/work/budget/accounts/:id/statement.xlsx", access: .readers, workbook)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: LedgerAccount.ID = try page.id()
        let choice = StatementChoice(try page.query)
        let found = try await office.stores.books.statement(
            choice.filter(of: id),
            at: choice.position,
            splitOn: choice.budget.splitDay(now: page.now),
            for: page.visitor
        )
        guard let found else { throw Problem.notFound }
        let links = LedgerLinks(choice.budget, page)
        let view = StatementView(texts: page.texts, choice: choice, links: links, sheet: found)
        return try page.render("budget/statement", view.view)
    }

    private func csv(_ request: Request, _ page: PageContext) async throws -> Response {
        let dialect: CSVTable.Dialect = try page.query["for"] == "excel" ? .excel : .plain
        let export = try await export(page)
        let type = "text/csv; charset=utf-8; header=present"
        return .download("\(export.name).csv", type: type, body: export.csv(dialect))
    }

    private func workbook(_ request: Request, _ page: PageContext) async throws -> Response {
        let export = try await export(page)
        let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return .download("\(export.name).xlsx", type: type, body: try await export.workbook())
    }

    private func export(_ page: PageContext) async throws -> StatementExport {
        let id: LedgerAccount.ID = try page.id()
        let choice = StatementChoice(try page.query)
        let postings = try await office.stores.books.export(
            choice.filter(of: id),
            splitOn: choice.budget.splitDay(now: page.now),
            for: page.visitor
        )
        guard let postings else { throw Problem.notFound }
        return StatementExport(texts: page.texts, when: choice.when, postings: postings)
    }
}
