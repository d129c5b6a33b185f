import Budget
import Grants
import Hummingbird
import Money
import Site
import Store

/// Documents whose planned days have passed while their money is unpaid: whom to ask what is the matter.
struct LateDocumentPages {
    static let path = "/work/budget/forecast/late"

    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get(LateDocumentPages.path, access: .readers, show)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let choice = BudgetChoice(query)
        let day = choice.day(now: page.now)
        let found = try await office.stores.programme.lateDocuments(
            choice.when.moment,
            on: day,
            after: HoldingPlace(typed: query["after"]),
            for: page.visitor
        )
        let links = BudgetLinks(choice: choice, page: page)
        return try page.render("budget/late", LateDocumentsView(found: found, day: day, links: links).view)
    }
}

/// The list, `budget/late`.
struct LateDocumentsView {
    let found: LateDocumentPage
    let day: Day
    let links: BudgetLinks

    private var texts: Texts { links.texts }

    var view: View {
        let path = LateDocumentPages.path
        return [
            "backHref": links.forecast(), "moment": links.choice.when.view(texts, path),
            "sentence": links.choice.when.sentence(texts), "rows": found.rows.map { row($0) },
            "anyRows": !found.rows.isEmpty,
            "newer": nil,
            "older": found.next.map { links.choice.when.address("\(path)?after=\($0.text.urlEncoded)") },
        ]
    }

    private func row(_ late: LateDocument) -> View {
        [
            "document": texts.document(late.document), "href": links.document(late.document),
            "line": texts.words(late.lineName), "lineHref": links.line(late.lineCode), "node": late.nodeCode,
            "since": texts.day(late.since), "days": texts.number(late.since.days(until: day)),
            "late": texts.amount(late.late.cents),
        ]
    }
}
