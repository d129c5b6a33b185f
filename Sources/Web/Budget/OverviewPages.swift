import Budget
import Documents
import Foundation
import Grants
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// The programme's money: all lines on a page, as a table to take away, and one line by itself.
struct OverviewPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget", access: .readers, show)
        routes.get("/work/budget.csv", access: .readers, csv)
        routes.get("/work/budget.xlsx", access: .readers, workbook)
        routes.get("/work/budget/lines/:code", access: .readers, line)
        LineDocumentPages(office).add(to: routes)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let choice = BudgetChoice(try page.query)
        let sums = try await sums(choice, page)
        let links = BudgetLinks(choice: choice, page: page)
        return try page.render("budget/overview", OverviewView(sums: sums, links: links).view)
    }

    private func csv(_ request: Request, _ page: PageContext) async throws -> Response {
        let table = try await export(page)
        let dialect: CSVTable.Dialect = try page.query["for"] == "excel" ? .excel : .plain
        let type = "text/csv; charset=utf-8; header=present"
        return .download("\(table.name).csv", type: type, bytes: table.csv(dialect))
    }

    private func workbook(_ request: Request, _ page: PageContext) async throws -> Response {
        let table = try await export(page)
        let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return .download("\(table.name).xlsx", type: type, bytes: try await table.workbook())
    }

    private func line(_ request: Request, _ page: PageContext) async throws -> Response {
        let choice = LineChoice(try page.query)
        let found = try await office.stores.programme.line(
            try page.parameter("code"),
            choice.budget.when.moment,
            on: choice.budget.day(now: page.now),
            choice.documents,
            splits: choice.budget.showsSources,
            for: page.visitor
        )
        guard let found else { throw Problem.notFound }
        let links = BudgetLinks(choice: choice.budget, page: page)
        return try page.render("budget/line", LineView(sheet: found, choice: choice, links: links).view)
    }

    private func export(_ page: PageContext) async throws -> OverviewExport {
        let choice = BudgetChoice(try page.query)
        return OverviewExport(texts: page.texts, choice: choice, sums: try await sums(choice, page))
    }

    private func sums(_ choice: BudgetChoice, _ page: PageContext) async throws -> ProgrammeSums {
        try await office.stores.programme.overview(
            choice.when.moment,
            on: choice.day(now: page.now),
            splits: choice.showsSources,
            for: page.visitor
        )
    }
}

/// Where numbers of the budget come from: addresses in the same moment, and only of pages that are there.
struct BudgetLinks {
    let choice: BudgetChoice
    let page: PageContext

    var texts: Texts { page.texts }

    /// A line.
    func line(_ code: String, _ rest: String = "") -> String {
        choice.address("/work/budget/lines/\(code.urlEncoded)\(rest)")
    }

    /// What moved at an account.
    func account(_ account: Identifier<Place>?) -> String? {
        guard let account, page.mayOpen("/work/budget/accounts/:id") else { return nil }
        return choice.address("/work/budget/accounts/\(account)")
    }

    /// The life of a document.
    func document(_ document: DocumentReference) -> String? {
        guard page.mayOpen("/work/budget/documents/:reference") else { return nil }
        return choice.address("/work/budget/documents/\(document.text.urlEncoded)")
    }

    /// All that a partner holds.
    func partner(_ holder: DocumentReference?) -> String? {
        guard let holder, holder.kind == "partner", page.mayOpen("/work/budget/partners/:organisation") else {
            return nil
        }
        return choice.address("/work/budget/partners/\(holder.key.urlEncoded)")
    }

    /// What is expected to be paid, of all lines or with the months of one.
    func forecast(of line: String? = nil) -> String? {
        guard page.mayOpen(ForecastView.path) else { return nil }
        let rest = line.map { "?line=\($0.urlEncoded)#months" } ?? ""
        return choice.when.address(ForecastView.path + rest)
    }

    /// Where money is asked to be moved.
    var proposals: String? {
        page.mayOpen("/work/budget/proposals") ? "/work/budget/proposals" : nil
    }
}
