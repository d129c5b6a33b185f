import Budget
import Documents
import Foundation
import Grants
import Hummingbird
import Site
import Store

/// The documents of a line as tables to take away.
struct LineDocumentPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/lines/:code/documents.csv", access: .readers, csv)
        routes.get("/work/budget/lines/:code/documents.xlsx", access: .readers, workbook)
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

    private func export(_ page: PageContext) async throws -> LineDocumentsExport {
        let choice = LineChoice(try page.query)
        let documents = try await office.stores.programme.documents(
            of: try page.parameter("code"),
            choice.budget.when.moment,
            choice.documents,
            splitOn: choice.budget.splitDay(now: page.now),
            for: page.visitor
        )
        guard let documents else { throw Problem.notFound }
        return LineDocumentsExport(texts: page.texts, choice: choice, documents: documents)
    }
}
