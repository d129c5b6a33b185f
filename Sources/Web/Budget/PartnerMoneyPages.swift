import Budget
import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// The money of one partner: any partner's for the agency, one's own on the applicants' site.
struct PartnerMoneyPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/partners/:organisation", access: .readers, show)
        routes.get("/budget", access: .applicant, own)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let id: Organisation.ID = try page.id("organisation")
        let choice = BudgetChoice(query)
        let place = HoldingPlace(typed: query["after"])
        let money = try await office.stores.books.money(
            of: id,
            choice.when.moment,
            splitOn: choice.splitDay(now: page.now),
            after: place,
            for: page.visitor
        )
        guard let money else { throw Problem.notFound }
        let view = PartnerMoneyView(
            texts: page.texts,
            links: LedgerLinks(choice, page),
            path: "/work/budget/partners/\(id)",
            money: money
        )
        return try page.render("budget/partner", view.view)
    }

    /// No key in the address: a partner's own numbers are all that there is.
    private func own(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let choice = BudgetChoice(query)
        let place = HoldingPlace(typed: query["after"])
        let money = try await office.stores.books.ownMoney(
            choice.when.moment,
            splitOn: choice.splitDay(now: page.now),
            after: place,
            for: page.visitor
        )
        let view = PartnerMoneyView(
            texts: page.texts,
            links: LedgerLinks(choice, page),
            path: "/budget",
            money: money
        )
        return try page.render("budget/own", view.view)
    }
}

extension HoldingPlace {
    /// Reads `17.contract:SK-1`, as it stands in addresses.
    init?(typed text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let node = Node.ID(typed: String(parts[0])),
            let document = DocumentReference(sqlText: String(parts[1]))
        else { return nil }
        self.init(node: node, document: document)
    }

    /// `17.contract:SK-1`.
    var text: String { "\(node).\(document.text)" }
}
