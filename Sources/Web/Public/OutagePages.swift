import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// Planned outages: everybody reads of them, an administrator announces them and calls them off (MK 445 p.15).
struct OutagePages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/outages", access: .anyone, show)
        routes.get("/work/outages", access: .staff(.administrator), plan)
        routes.post("/work/outages", access: .staff(.administrator), announce)
        routes.post("/work/outages/:id/withdrawal", access: .staff(.administrator), callOff)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        try page.render("public/outages", try await coming(page))
    }

    @Sendable private func plan(_ request: Request, _ page: PageContext) async throws -> Response {
        let view = try await coming(page).adding(OutageForm().view([], page))
        return try page.render("public/outage-plan", view.adding(["notice": page.notice("outages")]))
    }

    @Sendable private func announce(_ request: Request, _ page: PageContext) async throws -> Response {
        let form = OutageForm(page.form)
        let (plan, errors) = form.plan(key: try page.key, now: page.now, texts: page.texts)
        guard let plan else {
            let view = try await coming(page).adding(form.view(errors, page))
            return try page.refuse("public/outage-plan", view, errors)
        }
        try await office.stores.outages.announce(plan, by: try page.visitor)
        try await office.banner.refresh(from: office.stores.outages, at: page.now)
        return page.redirect("/work/outages", done: "announced")
    }

    @Sendable private func callOff(_ request: Request, _ page: PageContext) async throws -> Response {
        try await office.stores.outages.callOff(try page.id(of: Outage.self), by: try page.visitor)
        try await office.banner.refresh(from: office.stores.outages, at: page.now)
        return page.redirect("/work/outages", done: "called_off")
    }

    private func coming(_ page: PageContext) async throws -> View {
        let planned: [View] = try await office.stores.outages.coming(at: page.now).map { outage in
            [
                "from": page.texts.instant(outage.starts), "until": page.texts.instant(outage.ends),
                "reason": outage.reason.text(in: page.language), "withdrawal": "/work/outages/\(outage.id)/withdrawal",
            ]
        }
        return ["planned": planned]
    }
}
