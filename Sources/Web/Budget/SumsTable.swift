import Budget
import Money
import Site

/// Sums by what the money is doing, row by row, `budget/sums`; on demand each with what the fund and the state pay of it.
struct SumsTable {
    /// A row: a line, a call, a quota, what is left over, or all together.
    struct Row {
        let label: String
        var note: String?
        var href: String?
        /// Whether it is a part of the row above it.
        var isPart = false
        /// All of it: not always the sum of what is shown.
        let portions: Portions
        /// What the fund pays of it: booked where the bank has moved it, reckoned where not.
        let fund: Portions
        /// Where a sum comes from.
        var source: (Portion) -> String? = { _ in nil }
        /// Where the sum of all comes from.
        var totalHref: String?
    }

    let texts: Texts
    let caption: String
    let firstHead: String
    let totalHead: String
    let rows: [Row]
    let total: Row?
    let rate: SourceRate?

    private var payers: PayerRows { PayerRows(texts: texts, columns: Portion.allCases) }

    var view: View {
        [
            "caption": caption, "firstHead": firstHead, "totalHead": totalHead,
            "heads": payers.heads(split: rate != nil), "rows": rows.flatMap { views($0) },
            "foot": total.map { views($0) } ?? [], "split": rate.map { payers.note($0) },
        ]
    }

    private func views(_ row: Row) -> [View] {
        let kind = row.isPart ? "split part" : "split"
        return [whole(row)] + payers.views(of: row.portions, fund: rate == nil ? nil : row.fund, kind: kind)
    }

    private func whole(_ row: Row) -> View {
        let cells = Portion.allCases.map { portion -> View in
            let sum = row.portions[portion]
            let isZero = sum == .zero
            return [
                "sum": isZero ? texts("budget.nothing") : texts.amount(sum.cents), "isZero": isZero,
                "href": isZero ? nil : row.source(portion), "label": texts.portion(portion),
            ]
        }
        return [
            "label": row.label, "note": row.note, "href": row.href, "kind": row.isPart ? "part" : nil,
            "total": texts.amount(row.portions.total.cents), "totalHref": row.totalHref, "cells": cells,
        ]
    }
}
