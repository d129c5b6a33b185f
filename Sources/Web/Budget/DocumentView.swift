import Budget
import Foundation
import Money
import Site
import Store

/// The life of a document's money, `budget/document`.
struct DocumentView {
    let texts: Texts
    let links: LedgerLinks
    let sheet: DocumentSheet
    let today: Day

    private var named: Named<DocumentLife> { sheet.life }
    private var life: DocumentLife { named.content }
    private var path: String { "/work/budget/documents/\(life.document.text.urlEncoded)" }

    var view: View {
        let sums = life.sums
        let total = sums.values.sum
        return [
            "name": texts.document(life.document), "reference": life.document.text, "overviewHref": links.overview,
            "moment": links.choice.view(texts, path, keeping: links.budget.rest),
            "sources": links.budget.sources(texts, path + "#accounts", rate: sheet.parts?.rate),
            "split": sheet.parts.map { PayerRows(texts: texts, columns: []).note($0.rate, "documents.split_note") },
            "hasMoney": !life.accounts.isEmpty,
            "barMarkup": StageBar(sums: sums, whole: total).draw(), "total": texts.money(total.cents),
            "figures": StageBar.present(sums).map { figure($0.stage, $0.sum) },
            "accounts": life.accounts.map { account($0) }, "plans": plans, "hasPlans": !plans.isEmpty,
            "anyMoves": !life.moves.isEmpty, "isCut": life.isCut, "steps": steps,
            "caption": "\(texts("ledger.document_page.accounts")). \(links.choice.sentence(texts))",
        ]
    }

    /// A plan wherever there is one, or could be one.
    private var plans: [View] {
        life.nodes.compactMap { node in
            let plan = PlanTable(named: named, node: node, today: today, texts: texts).view
            let isBound = life.bound(at: node) > .zero
            guard plan != nil || isBound else { return nil }
            return [
                "table": plan, "href": isBound ? links.plan(life.document, at: node) : nil,
                "linkLabel": texts(plan == nil ? "plans.write" : "plans.change"),
            ]
        }
    }

    private func figure(_ stage: Stage, _ sum: Euro) -> View {
        ["shade": StageBar.shade(stage), "term": texts.stage(stage), "sum": texts.money(sum.cents)]
    }

    private func account(_ account: LedgerAccount) -> View {
        let part = part(of: account)
        return [
            "stage": texts.stage(account.stage), "href": links.account(account.id), "node": account.nodeCode,
            "sum": texts.amount(account.balance.cents), "fund": part.map { texts.amount($0.fund.cents) },
            "state": part.map { texts.amount((account.balance - $0.fund).cents) },
            "how": part.map { texts.splitting($0.portion) },
        ]
    }

    /// What the fund pays of what stands at an account: one of the parts of all that the document holds at that node.
    private func part(of account: LedgerAccount) -> (fund: Euro, portion: Portion)? {
        guard let parts = sheet.parts, let portion = Portion.allCases.first(where: { $0.stage == account.stage }) else {
            return nil
        }
        let here = life.accounts.filter { $0.node == account.node }
        let held = Portions(Dictionary(here.map { ($0.stage, $0.balance) }, uniquingKeysWith: +))
        let place = HoldingPlace(node: account.node, document: life.document)
        return (parts.fund(of: held, at: place)[portion], portion)
    }

    /// Each move with what stood at each stage after it. All bars have one scale: the most that the document ever held.
    private var steps: [View] {
        let course = life.course
        let most = course.map { $0.values.filter { $0 > .zero }.sum }.max() ?? .zero
        return zip(life.moves, course).map { step($0, after: $1, of: most) }
    }

    private func step(_ step: DocumentMove, after: [Stage: Euro], of most: Euro) -> View {
        let move = step.move
        let stands = StageBar.present(after).map { "\(texts.stage($0.stage)) \(texts.money($0.sum.cents))" }
        return [
            "day": texts.day(move.effective), "what": texts.verb(move), "href": links.move(move.id),
            "sum": texts.money(step.amount.cents),
            "isOwn": !step.entries.isEmpty,
            "recorded": texts(
                "ledger.document_page.recorded",
                [
                    "instant": texts.instant(move.recordedAt),
                    "who": named.name(of: move.person) ?? texts("ledger.service"),
                ]
            ),
            "approvedBy": named.name(of: move.approvedBy),
            "reason": move.reason.isEmpty ? nil : move.reason,
            "cause": move.cause == life.document ? nil : move.cause.map { texts.document($0) },
            "causeHref": move.cause == life.document ? nil : links.document(move.cause),
            "barMarkup": step.entries.isEmpty ? nil : StageBar(sums: after, whole: most).draw(),
            "stands": stands.isEmpty ? texts("ledger.document_page.nothing") : stands.joined(separator: " · "),
        ]
    }
}
