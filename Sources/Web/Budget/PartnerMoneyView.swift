import Budget
import Foundation
import Grants
import Money
import Site
import Store

/// The money of one partner, `budget/partner` and `budget/own`.
struct PartnerMoneyView {
    /// The stages that stand in every table; the others where there is money.
    private static let usual: Set<Stage> = [.free, .reserved, .committed, .payable, .advanced, .accepted]
    private static let order: [Stage] = [
        .free, .reserved, .committed, .payable, .advanced, .accepted, .recoverable, .writtenOff,
    ]

    let texts: Texts
    let links: LedgerLinks
    let path: String
    let money: PartnerMoney

    private var holdings: Holdings { money.holdings }

    var view: View {
        let quotas = holdings.quotas
        return [
            "name": money.partner.name, "overviewHref": links.overview,
            "moment": links.choice.view(texts, path), "anyQuotas": !quotas.isEmpty,
            "figures": figures, "quotaHeads": heads(quotaStages), "quotas": quotas.map { quota($0) },
            "totals": totals, "anyDocuments": !holdings.documents.isEmpty,
            "documentHeads": heads(documentStages), "documents": holdings.documents.map { document($0) },
            "caption": "\(texts("ledger.partner.quotas")). \(links.choice.sentence(texts))",
            "newer": nil, "older": holdings.next.map { links.choice.address("\(path)?after=\($0.text.urlEncoded)") },
        ]
    }

    /// What the partner asks first: how much there is, how much is left.
    private var figures: [View] {
        let sums = whole
        let bound: [Stage] = [.reserved, .committed, .payable]
        let paid: [Stage] = [.advanced, .accepted]
        return [
            figure("total", sums.values.sum), figure("free", sums[.free] ?? .zero),
            figure("bound", bound.compactMap { sums[$0] }.sum), figure("paid", paid.compactMap { sums[$0] }.sum),
        ]
    }

    private func figure(_ key: String, _ sum: Euro) -> View {
        ["term": texts("ledger.partner.\(key)"), "sum": texts.money(sum.cents)]
    }

    private var whole: [Stage: Euro] {
        holdings.quotas.reduce(into: [:]) { whole, quota in
            whole.merge(quota.sums) { $0 + $1 }
        }
    }

    private var quotaStages: [Stage] {
        Self.order.filter { stage in
            Self.usual.contains(stage) || holdings.quotas.contains { ($0.sums[stage] ?? .zero) != .zero }
        }
    }

    private var documentStages: [Stage] {
        Self.order.filter { stage in
            stage.isOfDocument
                && (Self.usual.contains(stage)
                    || holdings.documents.contains { document in
                        document.accounts.contains { $0.stage == stage && $0.balance != .zero }
                    })
        }
    }

    private func heads(_ stages: [Stage]) -> [View] {
        stages.map { ["label": texts.stage($0)] }
    }

    private func quota(_ quota: Holdings.Quota) -> View {
        let cells = quotaStages.map { stage in
            cell(quota.sums[stage], href: stage == .free ? links.account(quota.free) : nil)
        }
        return [
            "line": line(quota.lineCode), "code": quota.code, "cells": cells,
            "total": texts.amount(quota.total.cents),
            "barMarkup": StageBar(sums: quota.sums, whole: quota.total).draw(),
        ]
    }

    private func line(_ code: String) -> String {
        money.lineNames[code]?.text(in: texts.language.rawValue) ?? code
    }

    private var totals: [View] {
        let whole = whole
        return [cell(whole.values.sum, href: nil)] + quotaStages.map { cell(whole[$0], href: nil) }
    }

    private func document(_ document: HoldingDocument) -> View {
        let cells = documentStages.map { stage in
            let account = document.accounts.first { $0.stage == stage }
            return cell(account?.balance, href: links.account(account?.id))
        }
        return [
            "document": texts.document(document.document), "href": links.document(document.document),
            "code": document.nodeCode, "cells": cells,
        ]
    }

    private func cell(_ sum: Euro?, href: String?) -> View {
        let isNothing = sum ?? .zero == .zero
        return [
            "sum": isNothing ? texts("ledger.nothing") : texts.amount(sum?.cents ?? 0), "isNothing": isNothing,
            "href": isNothing ? nil : href,
        ]
    }
}
