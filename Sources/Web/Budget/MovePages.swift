import Budget
import Foundation
import Hummingbird
import Money
import Site
import Store

/// One move: what it did to each account, who made it happen, and why.
struct MovePages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/budget/moves/:id", access: .readers, show)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let id: Posted.ID = try page.id()
        let budget = BudgetChoice(query)
        let found = try await office.stores.books.move(
            id,
            splitOn: budget.splitDay(now: page.now),
            after: LedgerAccount.ID(typed: query["after"]),
            for: page.visitor
        )
        guard let found else { throw Problem.notFound }
        let links = LedgerLinks(budget, page)
        return try page.render("budget/move", MoveView(texts: page.texts, links: links, named: found).view)
    }
}

/// One move, `budget/move`.
struct MoveView {
    let texts: Texts
    let links: LedgerLinks
    let named: Named<MoveSheet>

    private var read: MoveRead { named.content.move }
    private var parts: PostingParts? { named.content.parts }
    private var path: String { "/work/budget/moves/\(move.id)" }
    private var move: RecordedMove { read.move }

    var view: View {
        [
            "heading": texts("ledger.move.heading", ["number": move.id.description, "what": texts.verb(move)]),
            "overviewHref": links.overview, "facts": facts, "rows": read.entries.map { row($0) },
            "total": read.entries.count == read.count ? texts.amount(read.total.cents) : nil,
            "sentence": texts.plural("ledger.move.touched", read.count), "newer": nil,
            "older": read.next.map { links.budget.address("\(path)?after=\($0)") },
            "sources": links.budget.sources(texts, path + "#postings", rate: parts?.rate),
            "split": parts.map { PayerRows(texts: texts, columns: []).note($0.rate, "ledger.parts.note") },
            "undone": read.reversedBy.map { texts("ledger.move.undone", ["number": $0.description]) },
            "undoneHref": read.reversedBy.flatMap { links.move($0) },
        ]
    }

    private var facts: [View] {
        let isUndoing = move.reverses != nil
        let stages = [move.from, move.to].map { texts.stage($0) }
        var facts = [
            fact("sum", texts.money(read.total.cents)),
            fact("stages", (isUndoing ? stages.reversed() : stages).joined(separator: " → ")),
            fact("effective", texts.day(move.effective)), fact("recorded", texts.instant(move.recordedAt)),
            fact("person", named.name(of: move.person) ?? texts("ledger.service")),
        ]
        if let second = move.approvedBy {
            facts.append(fact("approved", named.name(of: second) ?? texts("ledger.unknown_person")))
        }
        if let cause = move.cause {
            facts.append(fact("cause", texts.document(cause), links.document(cause)))
        }
        if !move.reason.isEmpty { facts.append(fact("reason", move.reason)) }
        if let undone = move.reverses {
            facts.append(
                fact("undoes", texts("ledger.move.number", ["number": undone.description]), links.move(undone))
            )
        }
        facts.append(fact("key", move.key.uuidString.lowercased()))
        return facts
    }

    private func fact(_ key: String, _ fact: String, _ href: String? = nil) -> View {
        ["term": texts("ledger.move.\(key)"), "fact": fact, "href": href]
    }

    private func row(_ entry: MoveEntry) -> View {
        let account = entry.account
        let came = entry.amount > .zero
        let part = parts?.part(of: entry.amount, at: account, leaving: account.balance, by: move.id)
        return texts.parts(of: entry.amount, part).adding([
            "stage": texts.stage(account.stage), "href": links.account(account.id), "node": account.nodeCode,
            "document": account.document.map { texts.document($0) }, "documentHref": links.document(account.document),
            "came": came ? texts.amount(entry.amount.cents) : nil,
            "went": came ? nil : texts.amount((Euro.zero - entry.amount).cents),
            "balance": texts.amount(account.balance.cents),
        ])
    }
}
