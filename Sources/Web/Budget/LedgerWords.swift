import Budget
import Foundation
import Money
import Site

/// The ledger in words: stages, verbs, documents, accounts.
extension Texts {
    func stage(_ stage: Stage) -> String {
        self("ledger.stage.\(stage.rawValue)")
    }

    /// What happened: the verb, or that it was undone.
    func verb(_ move: RecordedMove) -> String {
        let verb = self("ledger.verb.\(move.verb.rawValue)")
        return move.reverses == nil ? verb : self("ledger.undone", ["verb": verb])
    }

    /// `Līgums SK-1`; a kind of document that has no word is shown by its reference.
    func document(_ document: DocumentReference) -> String {
        find("ledger.document.\(document.kind)").map { "\($0) \(document.key)" } ?? document.text
    }

    /// What an account is: its stage, and the document or the node whose money stands there.
    func account(_ stage: Stage, _ document: DocumentReference?, at node: String) -> String {
        "\(self.stage(stage)): \(document.map { self.document($0) } ?? node)"
    }

    func day(_ day: Day) -> String {
        date(year: day.year, month: day.month, day: day.day)
    }
}

/// Addresses of the ledger's pages, looked at as this page is. Where the visitor may not go, there is no link.
struct LedgerLinks {
    let budget: BudgetChoice
    let mayRead: Bool
    let mayOpenOverview: Bool
    let mayPlan: Bool

    init(_ budget: BudgetChoice, _ page: PageContext) {
        self.budget = budget
        mayRead = page.mayOpen("/work/budget/accounts/:id")
        mayOpenOverview = page.mayOpen("/work/budget")
        mayPlan = page.mayOpen("/work/budget/documents/:reference/plan")
    }

    var choice: MomentChoice { budget.when }

    var overview: String? {
        mayOpenOverview ? budget.address("/work/budget") : nil
    }

    func account(_ id: LedgerAccount.ID?) -> String? {
        id.flatMap { mayRead ? budget.address("/work/budget/accounts/\($0)") : nil }
    }

    func move(_ id: Posted.ID) -> String? {
        mayRead ? budget.address("/work/budget/moves/\(id)") : nil
    }

    /// Where payments of a document are planned: only as things stand now.
    func plan(_ document: DocumentReference, at node: Node.ID) -> String? {
        mayPlan && choice.isNow ? "/work/budget/documents/\(document.text.urlEncoded)/plan?node=\(node)" : nil
    }

    func document(_ document: DocumentReference?) -> String? {
        document.flatMap { mayRead ? budget.address("/work/budget/documents/\($0.text.urlEncoded)") : nil }
    }
}
