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

    var view: View {
        let split = rate.map { rate in
            texts(
                "budget.sources.note",
                ["share": texts.percent(basisPoints: rate.basisPoints), "point": rate.point]
            )
        }
        return [
            "caption": caption, "firstHead": firstHead, "totalHead": totalHead,
            "heads": Portion.allCases.map { portion -> View in
                ["label": texts.portion(portion), "note": rate == nil ? nil : texts.splitting(portion)]
            },
            "rows": rows.flatMap { views($0) }, "foot": total.map { views($0) } ?? [], "split": split,
        ]
    }

    private func views(_ row: Row) -> [View] {
        let whole = view(
            label: row.label,
            row.portions,
            row.isPart ? "part" : nil,
            note: row.note,
            href: row.href,
            totalHref: row.totalHref,
            source: row.source
        )
        guard rate != nil else { return [whole] }
        let kind = row.isPart ? "split part" : "split"
        return [
            whole, view(label: texts.payer(.fund, of: row.portions), row.fund, kind),
            view(label: texts.payer(.state, of: row.portions), row.portions - row.fund, kind),
        ]
    }

    private func view(
        label: String,
        _ portions: Portions,
        _ kind: String?,
        note: String? = nil,
        href: String? = nil,
        totalHref: String? = nil,
        source: (Portion) -> String? = { _ in nil }
    ) -> View {
        let cells = Portion.allCases.map { portion -> View in
            let sum = portions[portion]
            let isZero = sum == .zero
            return [
                "sum": isZero ? texts("budget.nothing") : texts.amount(sum.cents), "isZero": isZero,
                "href": isZero ? nil : source(portion), "label": texts.portion(portion),
            ]
        }
        return [
            "label": label, "note": note, "href": href, "kind": kind, "total": texts.amount(portions.total.cents),
            "totalHref": totalHref, "cells": cells,
        ]
    }
}
