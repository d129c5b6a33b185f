import Budget
import Grants
import Hummingbird
import Money
import Site
import Store

/// The documents that ask for a proposal: brought by its author, read by whoever reads the money, as downloads only.
struct ProposalPaperPages {
    let office: Office
    /// A slow line needs its time for 25 MB.
    private static let patience = Duration.seconds(15 * 60)

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.post(
            "/work/budget/proposals/:id/papers",
            access: .staff(.officer, .finance),
            patience: Self.patience,
            bring
        )
        routes.get("/work/budget/proposals/:id/papers/:file", access: .readers, download)
    }

    @Sendable private func bring(_ request: Request, _ page: PageContext) async throws -> Response {
        let finances = office.stores.finances
        let id = try page.id(of: Proposal.self)
        let arrival = FileArrival(page: page) { name in
            try await finances.papers.begin(beside: id, name: name, by: page.visitor)
        }
        let sentences: [String]
        do {
            sentences = try await arrival.receive()
        } catch let refusal as BudgetRefusal {
            sentences = [BudgetSentences(texts: page.texts).sentence(refusal)]
        }
        guard !sentences.isEmpty else { return page.redirect("/work/budget/proposals/\(id)", done: "paper_added") }
        let proposal = try await finances.proposal(id, for: page.visitor)
        let view = ProposalView(proposal, page)
        // Where nothing can be added any more, the sentence leads to what stands there.
        let place = view.takesPapers ? "files" : "papers"
        let errors = sentences.map { FormError(field: place, sentence: $0) }
        return try page.refuse("budget/proposal", view.whole(errors.first), errors)
    }

    @Sendable private func download(_ request: Request, _ page: PageContext) async throws -> Response {
        let (id, file) = (try page.id(of: Proposal.self), try page.id("file", of: AttachedFile.self))
        guard let stored = try await office.stores.finances.papers.open(file, of: id, for: page.visitor) else {
            throw Problem.notFound
        }
        return .download(stored.file.name, type: stored.file.mediaType, body: FilePages.body(of: stored))
    }
}
