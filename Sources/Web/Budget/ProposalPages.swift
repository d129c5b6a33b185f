import Budget
import Grants
import Hummingbird
import Money
import Site
import Store

/// What one person of the agency proposed to do with the programme's money, and another agrees to or declines.
struct ProposalPages {
    let office: Office
    private static let size = 50

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/proposals", access: .readers, list)
        routes.get("/work/budget/proposals/:id", access: .readers, show)
        routes.post("/work/budget/proposals/:id/approval", access: .staff(.officer, .finance), approve)
        routes.post("/work/budget/proposals/:id/refusal", access: .staff(.officer, .finance), turnDown)
        ProposalPaperPages(office).add(to: routes)
        AmendmentPages(office).add(to: routes)
        DistributionPages(office).add(to: routes)
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let isDecided = query["decided"] == "yes"
        let before = Proposal.ID(typed: query["before"])
        let found = try await office.stores.finances.proposals(
            waiting: !isDecided,
            before: before,
            limit: Self.size,
            for: page.visitor
        )
        let shown = found.prefix(Self.size)
        let here = "/work/budget/proposals\(isDecided ? "?decided=yes" : "")"
        let older = found.count > Self.size ? shown.last.map { "before=\($0.file.id)" } : nil
        let rows: [View] = shown.map { proposal in
            let view = ProposalView(proposal, page)
            return view.card
        }
        return try page.render(
            "budget/proposals",
            [
                "rows": rows, "hasRows": !rows.isEmpty, "isDecided": isDecided,
                "mayPropose": page.mayOpen("/work/budget/amendments/new"),
                "newer": before == nil ? nil : here,
                "older": older.map { "\(here)\(isDecided ? "&" : "?")\($0)" },
            ]
        )
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let proposal = try await office.stores.finances.proposal(try page.id(of: Proposal.self), for: page.visitor)
        return try page.render("budget/proposal", ProposalView(proposal, page).whole())
    }

    @Sendable private func approve(_ request: Request, _ page: PageContext) async throws -> Response {
        let id = try page.id(of: Proposal.self)
        return try await decide(id, page, done: "approved") { finances, visitor in
            try await finances.approve(id, by: visitor)
        }
    }

    @Sendable private func turnDown(_ request: Request, _ page: PageContext) async throws -> Response {
        let id = try page.id(of: Proposal.self)
        let reason = page.form.trimmed("reason")
        return try await decide(id, page, done: "turned_down") { finances, visitor in
            try await finances.turnDown(id, reason: reason, by: visitor)
        }
    }

    private func decide(
        _ id: Proposal.ID,
        _ page: PageContext,
        done: String,
        _ work: (Finances, Visitor) async throws -> Void
    ) async throws -> Response {
        let finances = office.stores.finances
        do {
            try await work(finances, page.visitor)
            return page.redirect("/work/budget/proposals/\(id)", done: done)
        } catch BudgetRefusal.broken(.knownProposal) {
            throw Problem.notFound
        } catch let refusal as BudgetRefusal {
            let proposal = try await finances.proposal(id, for: page.visitor)
            let words = BudgetSentences(texts: page.texts)
            let field = words.field(refusal) == "reason" ? "reason" : "steps"
            let error = FormError(field: field, sentence: words.sentence(refusal))
            return try page.refuse("budget/proposal", ProposalView(proposal, page).whole(error), [error])
        }
    }
}
