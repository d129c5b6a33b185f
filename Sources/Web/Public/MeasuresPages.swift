import Documents
import HTTPTypes
import Hummingbird
import Money
import Site
import Store

/// The catalogue of measures 4.2.1.1 - 4.2.3.4: chosen by the address, drawn as a timetable, listed as a table and a file.
struct MeasuresPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/measures", access: .anyone, show)
        routes.get("/measures.csv", access: .anyone, table)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let choice = choice(try page.query)
        let catalogue = try await office.stores.measures.catalogue(choice)
        let views = MeasureViews(catalogue: catalogue, choice: choice, texts: page.texts)
        return try page.render("public/measures", views.page(today: OfficeTime.day(of: page.now)))
    }

    @Sendable private func table(_ request: Request, _ page: PageContext) async throws -> Response {
        let catalogue = try await office.stores.measures.catalogue(choice(try page.query))
        let views = MeasureViews(catalogue: catalogue, choice: MeasureChoice(), texts: page.texts)
        let file = CSVTable(views.head, dialect: .excel)
        var text = file.start()
        for measure in catalogue.measures {
            text += file.line(views.cells(measure))
        }
        return .download("pasakumi.csv", type: "text/csv; charset=utf-8", bytes: .init(string: text))
    }

    /// What the address asks for; what it does not understand is as good as not asked.
    private func choice(_ query: Form) -> MeasureChoice {
        var choice = MeasureChoice()
        choice.objective = query.find("objective").flatMap { $0.isEmpty ? nil : $0 }
        choice.applicant = query.find("applicant").flatMap { $0.isEmpty ? nil : $0 }
        choice.selection = Measure.Selection(rawValue: query["selection"])
        choice.order = MeasureChoice.Order(rawValue: query["order"]) ?? .code
        return choice
    }
}
