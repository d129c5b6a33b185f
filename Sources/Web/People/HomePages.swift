import Foundation
import Grants
import Hummingbird
import Site
import Store

/// Where people begin: what needs doing now.
struct HomePages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/home", access: .applicant, applicant)
        routes.get("/work", access: .staff(), staff)
    }

    @Sendable private func applicant(_ request: Request, _ page: PageContext) async throws -> Response {
        let visitor = try page.visitor
        let desk = try await office.stores.desks.applicant(visitor, at: page.now)
        return try page.render("people/home", ApplicantDeskView(desk, visitor, page).view)
    }

    @Sendable private func staff(_ request: Request, _ page: PageContext) async throws -> Response {
        let desk = try await office.stores.desks.staff(try page.visitor, at: page.now)
        return try page.render("people/work", StaffDeskView(desk, page).view)
    }
}
