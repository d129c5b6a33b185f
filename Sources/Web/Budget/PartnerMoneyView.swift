import Budget
import Foundation
import Grants
import Money
import Site
import Store

/// The money of one partner, `budget/partner` and `budget/own`.
struct PartnerMoneyView {
    /// What stands in every table; the rest where there is money.
    private static let usual: Set<Portion> = [.quota, .reserved, .committed, .payable, .advanced, .accepted]

    let texts: Texts
    let links: LedgerLinks
    let path: String
    let money: PartnerMoney

    private var holdings: Holdings { money.holdings }
    private var rate: SourceRate? { money.parts?.documents.rate }

    var view: View {
        let quotas = holdings.quotas
        return [
            "name": money.partner.name, "overviewHref": links.overview,
            "moment": links.choice.view(texts, path, keeping: links.budget.rest), "anyQuotas": !quotas.isEmpty,
            "sources": links.budget.sources(texts, path, rate: rate),
            "split": rate.map { quotaPayers.note($0, "documents.split_note") },
            "figures": figures, "quotaHeads": heads(quotaPayers), "quotas": quotas.map { quota($0) },
            "totals": [row(whole, quotaPayers)], "wholePayers": quotaPayers.views(of: whole, fund: wholeFund),
            "anyDocuments": !holdings.documents.isEmpty,
            "documentHeads": heads(documentPayers), "documents": holdings.documents.map { document($0) },
            "caption": "\(texts("ledger.partner.quotas")). \(links.choice.sentence(texts))",
            "newer": nil, "older": holdings.next.map { links.budget.address("\(path)?after=\($0.text.urlEncoded)") },
        ]
    }

    /// What the partner asks first: how much there is, how much is left.
    private var figures: [View] {
        let bound: [Portion] = [.reserved, .committed, .payable]
        let paid: [Portion] = [.advanced, .accepted]
        return [
            figure("total", whole.total), figure("free", whole[.quota]),
            figure("bound", bound.map { whole[$0] }.sum), figure("paid", paid.map { whole[$0] }.sum),
        ]
    }

    private func figure(_ key: String, _ sum: Euro) -> View {
        ["term": texts("ledger.partner.\(key)"), "sum": texts.money(sum.cents)]
    }

    private var whole: Portions {
        holdings.quotas.map { Portions($0.sums) }.reduce(Portions(), +)
    }

    private var wholeFund: Portions? {
        money.parts.map { parts in holdings.quotas.compactMap { parts.quotas[$0.node] }.reduce(Portions(), +) }
    }

    private var quotaPayers: PayerRows {
        columns(holdings.quotas.map { Portions($0.sums) }, of: Portion.allCases.filter { $0 != .free })
    }

    private var documentPayers: PayerRows {
        columns(holdings.documents.map { Portions($0.sums) }, of: Portion.allCases.filter(\.stage.isOfDocument))
    }

    private func columns(_ rows: [Portions], of portions: [Portion]) -> PayerRows {
        let shown = portions.filter { portion in
            Self.usual.contains(portion) || rows.contains { $0[portion] != .zero }
        }
        return PayerRows(texts: texts, columns: shown)
    }

    /// A partner's free money is told by its stage: that it is a quota says the table.
    private func heads(_ payers: PayerRows) -> [View] {
        payers.columns.map { portion in
            ["label": texts.stage(portion.stage), "note": rate == nil ? nil : texts.splitting(portion)]
        }
    }

    private func quota(_ quota: Holdings.Quota) -> View {
        let sums = Portions(quota.sums)
        let row = row(sums, quotaPayers) { $0 == .quota ? links.account(quota.free) : nil }
        return row.adding([
            "line": line(quota.lineCode), "code": quota.code,
            "barMarkup": StageBar(sums: quota.sums, whole: quota.total).draw(),
            "payers": quotaPayers.views(of: sums, fund: money.parts?.quotas[quota.node]),
        ])
    }

    private func line(_ code: String) -> String {
        money.lineNames[code]?.text(in: texts.language.rawValue) ?? code
    }

    private func document(_ document: HoldingDocument) -> View {
        let sums = Portions(document.sums)
        let row = row(sums, documentPayers) { portion in
            links.account(document.accounts.first { $0.stage == portion.stage }?.id)
        }
        return row.adding([
            "document": texts.document(document.document), "href": links.document(document.document),
            "code": document.nodeCode,
            "payers": documentPayers.views(of: sums, fund: money.parts?.documents.fund(of: sums, at: document.place)),
        ])
    }

    private func row(_ sums: Portions, _ payers: PayerRows, source: (Portion) -> String? = { _ in nil }) -> View {
        let cells = payers.columns.map { portion -> View in
            let isZero = sums[portion] == .zero
            return [
                "sum": isZero ? texts("ledger.nothing") : texts.amount(sums[portion].cents), "isZero": isZero,
                "href": isZero ? nil : source(portion),
            ]
        }
        return ["cells": cells, "total": texts.amount(sums.total.cents)]
    }
}
