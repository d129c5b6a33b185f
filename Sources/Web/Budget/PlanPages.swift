import Budget
import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import Site
import Store

/// When the money of a document is expected to be paid: written down, or written anew.
struct PlanPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        let access = Access.staff(.officer, .finance)
        routes.get("/work/budget/documents/:reference/plan", access: access, show)
        routes.post("/work/budget/documents/:reference/plan", access: access, save)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let named = try await life(page)
        let node = try node(of: named.content, try page.query["node"])
        let form = PlanForm(named.content, at: node, nil, page.texts)
        return try page.render("budget/plan", view(named, node, page).adding(form.view([])))
    }

    private func save(_ request: Request, _ page: PageContext) async throws -> Response {
        let named = try await life(page)
        let node = try node(of: named.content, page.form["node"])
        let key = try page.key
        let form = PlanForm(named.content, at: node, page.form, page.texts)
        let whole = view(named, node, page)
        guard page.form["action"] != "rows" else {
            return try page.render("budget/plan", whole.adding(form.view([], hasMore: true)))
        }
        let (draft, errors) = form.draft(replacing: try replaced(page), key: key)
        guard let draft else { return try page.refuse("budget/plan", whole.adding(form.view(errors)), errors) }
        do {
            try await office.stores.finances.plan(draft, by: page.visitor)
            return page.redirect(Self.address(of: named.content.document), done: "planned")
        } catch BudgetRefusal.broken(.planFollowsNewest) {
            return try await clash(page, node)
        } catch BudgetRefusal.broken(.planReplacesItsOwn) {
            return try await clash(page, node)
        } catch let refusal as BudgetRefusal {
            let error = PlanForm.error(refusal, page.texts)
            return try page.refuse("budget/plan", whole.adding(form.view([error])), [error])
        }
    }

    /// Somebody was quicker: what was typed stays in the fields, and the other's plan stands above them.
    private func clash(_ page: PageContext, _ node: Node.ID) async throws -> Response {
        let named = try await life(page)
        let form = PlanForm(named.content, at: node, page.form, page.texts)
        let words = form.current.map { page.texts("plans.clash", PlanTable.made($0, named, page.texts)) }
        let view = view(named, node, page).adding(form.view([])).adding(["clash": words])
        return try page.render("budget/plan", view, status: .conflict)
    }

    private func life(_ page: PageContext) async throws -> Named<DocumentLife> {
        guard let document = DocumentReference(sqlText: try page.parameter("reference")),
            let found = try await office.stores.books.life(of: document, .now, for: page.visitor)
        else { throw Problem.notFound }
        return found.life
    }

    /// The node asked for, or the first with something to plan.
    private func node(of life: DocumentLife, _ typed: String) throws(Problem) -> Node.ID {
        let nodes = life.nodes
        let asked =
            typed.isEmpty
            ? nodes.first { life.bound(at: $0) > .zero } ?? nodes.first
            : Node.ID(typed: typed).flatMap { nodes.contains($0) ? $0 : nil }
        guard let asked else { throw .notFound }
        return asked
    }

    private func replaced(_ page: PageContext) throws(Problem) -> PaymentPlan.ID? {
        let typed = page.form["replaces"]
        guard !typed.isEmpty else { return nil }
        guard let id = PaymentPlan.ID(typed: typed) else { throw .unreadable(.syntax) }
        return id
    }

    private func view(_ named: Named<DocumentLife>, _ node: Node.ID, _ page: PageContext) -> View {
        let document = named.content.document
        let today = OfficeTime.day(of: page.now)
        return [
            "name": page.texts.document(document), "backHref": Self.address(of: document),
            "address": "\(Self.address(of: document))/plan", "key": page.formKey, "clash": nil,
            "inForce": PlanTable(named: named, node: node, today: today, texts: page.texts).view,
        ]
    }

    private static func address(of document: DocumentReference) -> String {
        "/work/budget/documents/\(document.text.urlEncoded)"
    }
}
