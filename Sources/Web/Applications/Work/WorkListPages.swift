import Documents
import Foundation
import Grants
import Hummingbird
import Site
import Store

/// Applications in the workplace: how many each call has, the list of one call, and the same selection as a file.
struct WorkListPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/applications", access: .readers, pipeline)
        routes.get("/work/calls/:number/applications", access: .readers, list)
        routes.get("/work/calls/:number/applications.csv", access: .readers, csv)
        routes.get("/work/calls/:number/applications.xlsx", access: .readers, workbook)
    }

    private func pipeline(_ request: Request, _ page: PageContext) async throws -> Response {
        let calls = try await office.stores.applications.pipelines(for: page.visitor)
        return try page.render("applications/work/pipeline", PipelineView(texts: page.texts).view(calls))
    }

    private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        let choice = ApplicationChoice(try page.query)
        let found = try await office.stores.applications.list(
            choice.filter(of: call.call.id),
            sort: choice.sort,
            at: choice.position,
            for: page.visitor
        )
        let view = ApplicationListView(texts: page.texts, call: call, choice: choice).view(found)
        return try page.render("applications/work/list", view)
    }

    private func csv(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        let dialect: CSVTable.Dialect = try page.query["for"] == "excel" ? .excel : .plain
        let body = try export(of: call, page).csv(dialect)
        return .download("\(call.call.number).csv", type: "text/csv; charset=utf-8; header=present", body: body)
    }

    private func workbook(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return .download("\(call.call.number).xlsx", type: type, body: try await export(of: call, page).workbook())
    }

    private func export(of call: CallVersion, _ page: PageContext) throws -> ApplicationExport {
        let choice = ApplicationChoice(try page.query)
        return ApplicationExport(
            texts: page.texts,
            applications: office.stores.applications,
            filter: choice.filter(of: call.call.id),
            sort: choice.sort,
            visitor: try page.visitor
        )
    }

    private func call(_ page: PageContext) async throws -> CallVersion {
        guard let call = try await office.stores.calls.known(number: try page.parameter("number")) else {
            throw Problem.notFound
        }
        return call
    }
}

/// How many applications each call has, `applications/work/pipeline`.
struct PipelineView {
    let texts: Texts

    func view(_ calls: [CallPipeline]) -> View {
        let states = Application.State.allCases.map { state -> View in
            ["label": texts("workapplications.states.\(state.rawValue)")]
        }
        return ["states": states, "calls": calls.map { row($0) }, "anyCalls": !calls.isEmpty]
    }

    private func row(_ call: CallPipeline) -> View {
        let path = "/work/calls/\(call.number)/applications"
        let counts = Application.State.allCases.map { state -> View in
            let count = call.counts[state] ?? 0
            return [
                "count": texts.number(count), "label": texts("workapplications.states.\(state.rawValue)"),
                "href": count > 0 ? "\(path)?state=\(state.rawValue)" : nil,
            ]
        }
        return [
            "number": call.number, "title": CallWords(texts: texts).view(call.title), "href": path, "counts": counts,
            "all": texts.number(call.counts.values.reduce(0, +)),
        ]
    }
}
