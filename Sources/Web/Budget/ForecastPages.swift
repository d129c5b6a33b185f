import Budget
import Documents
import Foundation
import Grants
import Hummingbird
import Money
import NIOCore
import Site
import Store

/// What is expected to be paid, by month and line, against the time that has passed: on a page and as a table to take away.
struct ForecastPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/forecast", access: .readers, show)
        LateDocumentPages(office).add(to: routes)
        routes.get("/work/budget/forecast.csv", access: .readers, csv)
        routes.get("/work/budget/forecast.xlsx", access: .readers, workbook)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let choice = ForecastChoice(try page.query)
        let links = BudgetLinks(choice: choice.budget, page: page)
        let view = ForecastView(forecast: try await forecast(choice, page), choice: choice, links: links)
        return try page.render("budget/forecast", view.view)
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

    private func export(_ page: PageContext) async throws -> ForecastExport {
        let choice = ForecastChoice(try page.query)
        return ForecastExport(texts: page.texts, choice: choice, forecast: try await forecast(choice, page))
    }

    private func forecast(_ choice: ForecastChoice, _ page: PageContext) async throws -> Forecast {
        try await office.stores.programme.forecast(
            choice.budget.when.moment,
            on: choice.budget.day(now: page.now),
            for: page.visitor
        )
    }
}
