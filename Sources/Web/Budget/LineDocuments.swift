import Budget
import Money
import Site
import Store

/// The documents that hold a line's money, part of `budget/line`.
struct LineDocuments {
    /// What a document can hold.
    private static let portions = Portion.allCases.filter { $0.stage.isOfDocument }

    let sheet: LineSheet
    let choice: LineChoice
    let links: BudgetLinks
    let path: String

    private var texts: Texts { links.texts }
    private var parts: DocumentParts? { sheet.documentParts }
    private var payers: PayerRows { PayerRows(texts: texts, columns: Self.portions) }

    var view: View {
        let page = sheet.documents
        let newer = page.hasPrevious ? page.rows.first.map { [("before", $0.document.text)] } : nil
        let older = page.hasNext ? page.rows.last.map { [("after", $0.document.text)] } : nil
        return [
            "heads": payers.heads(split: parts != nil),
            "split": parts.map { payers.note($0.rate, "documents.split_note") },
            "rows": page.rows.map { row($0) }, "anyRows": !page.rows.isEmpty,
            "action": "\(path)#documents", "clearHref": choice.budget.address("\(path)#documents"),
            "isNarrow": choice.isNarrow, "anyNodes": !sheet.nodes.isEmpty,
            "kept": (choice.budget.rest + choice.budget.when.fields).map { field -> View in
                ["name": field.name, "value": field.value]
            },
            "stageField": stageField, "nodeField": nodeField,
            "xlsxHref": choice.file("\(path)/documents.xlsx"), "csvHref": choice.file("\(path)/documents.csv"),
            "excelHref": choice.file("\(path)/documents.csv", [("for", "excel")]),
            "newer": newer.map { choice.address(path, $0) }, "older": older.map { choice.address(path, $0) },
        ]
    }

    private var stageField: View {
        let stages = Self.portions.map { Field.Choice(value: $0.stage.rawValue, label: texts.portion($0)) }
        return Field("stage", label: texts("budget.documents.stage"))
            .choices([any] + stages, chosen: [choice.documents.stage?.rawValue ?? ""])
    }

    private var nodeField: View {
        let nodes = sheet.nodes.map { sums in
            Field.Choice(value: sums.node.code, label: sheet.name(of: sums.node))
        }
        return Field("node", label: texts("budget.documents.node"))
            .choices([any] + nodes, chosen: [choice.documents.node ?? ""])
    }

    private var any: Field.Choice {
        Field.Choice(value: "", label: texts("budget.documents.any"))
    }

    private func row(_ held: HeldDocument) -> View {
        let cells = Self.portions.map { portion -> View in
            let sum = held[portion.stage]
            let isZero = sum == .zero
            return [
                "sum": isZero ? texts("budget.nothing") : texts.amount(sum.cents), "isZero": isZero,
                "href": isZero ? nil : links.account(held.accounts[portion.stage]),
                "label": texts.portion(portion),
            ]
        }
        let portions = Portions(held.sums)
        return [
            "payers": payers.views(of: portions, fund: parts?.fund(of: portions, at: held.place)),
            "document": texts.document(held.document), "href": links.document(held.document),
            "node": sheet.name(of: held.nodeCode),
            "total": texts.amount(held.total.cents), "cells": cells,
        ]
    }
}
