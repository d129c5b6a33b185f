import Budget
import Foundation
import Money
import Site

/// An amendment as it was filled in: what the programme and its lines shall have, beside what they have.
struct AmendmentForm {
    private let allotment: Allotment
    private let lines: [Node.ID: Line]
    private let values: Form?

    /// - Parameter values: what was sent; nothing for an empty form.
    init(_ allotment: Allotment, _ lines: [Line], _ values: Form?) {
        self.allotment = allotment
        self.lines = Dictionary(lines.map { ($0.node, $0) }) { first, _ in first }
        self.values = values
    }

    /// Calls and quotas get money by their own pages.
    private var nodes: [Node] { allotment.nodes.filter { $0.kind == .programme || $0.kind == .line } }

    private func typed(_ name: String) -> String { values?.trimmed(name) ?? "" }

    private func name(_ node: Node) -> String { "sum.\(node.id)" }

    private func given(_ node: Node) -> Euro { allotment.given[node.id] ?? .zero }

    private func day(_ name: String) -> Day? {
        Day(typed: "\(typed("\(name).day")).\(typed("\(name).month")).\(typed("\(name).year"))")
    }

    /// The proposal, or what keeps it from being one.
    func proposal(key: UUID, _ texts: Texts) -> (Proposal?, [FormError]) {
        var errors: [FormError] = []
        func wrong(_ field: String, _ key: String) {
            let anchor = field.replacing(".", with: "-")
            errors.append(FormError(field: anchor, sentence: texts("proposals.wrong.\(key)")))
        }
        let cause = DocumentReference(kind: "amendment", key: typed("number"))
        let (dated, effective) = (day("dated"), day("effective"))
        let reason = typed("reason")
        if cause == nil { wrong("number", typed("number").isEmpty ? "number_missing" : "number") }
        if dated == nil { wrong("dated", "day") }
        if effective == nil { wrong("effective", "day") }
        if reason.isEmpty { wrong("reason", "reason_missing") }
        if reason.unicodeScalars.count > 2_000 { wrong("reason", "reason_long") }
        var wanted: [Node.ID: Euro] = [:]
        for node in nodes {
            let text = typed(name(node))
            guard !text.isEmpty else { continue }
            guard let sum = Euro(typed: text), sum >= .zero, sum.cents <= 1_000_000_000_000_000 else {
                wrong(name(node), "sum")
                continue
            }
            wanted[node.id] = sum
        }
        let moves = errors.isEmpty ? allotment.moves(to: wanted) : []
        if errors.isEmpty, moves.isEmpty { wrong(nodes.first.map(name) ?? "number", "nothing") }
        guard errors.isEmpty, let effective else { return (nil, errors) }
        let steps = moves.map { Proposal.Step.move($0) }
        return (
            Proposal(
                .amendment,
                steps,
                key: key,
                effective: effective,
                reason: reason,
                cause: cause,
                dated: dated
            ), []
        )
    }

    func view(_ errors: [FormError], _ effect: Effect?, _ page: PageContext) -> View {
        let texts = page.texts
        let words = BudgetSentences(texts: texts)
        func field(_ name: String, hint: String? = nil) -> Field {
            let error = errors.first { $0.field == name }?.sentence
            return Field(
                name,
                label: texts("proposals.field.\(name)"),
                hint: hint.map { texts("proposals.hint.\($0)") },
                error: error
            )
        }
        func date(_ name: String, hint: String? = nil) -> View {
            field(name, hint: hint).date(
                day: typed("\(name).day"),
                month: typed("\(name).month"),
                year: typed("\(name).year")
            )
        }
        let rows: [View] = nodes.map { node in
            let id = name(node).replacing(".", with: "-")
            return [
                "id": id, "name": name(node), "code": node.code,
                "called": lines[node.id].map { page.language == "lv" ? $0.name.lv : $0.name.en },
                "now": texts.amount(given(node).cents),
                "isRoot": node.kind == .programme, "value": typed(name(node)),
                "error": errors.first { $0.field == id }?.sentence,
            ]
        }
        let changes: [View] = (effect?.changes ?? []).map { change in
            [
                "place": change.code, "stage": texts("proposals.stage.\(change.place.stage.rawValue)"),
                "before": texts.amount(change.before.cents), "after": texts.amount(change.after.cents),
                "isShort": change.after < .zero && change.place.stage != .source,
            ]
        }
        return [
            "key": page.formKey, "rows": rows,
            "number": field("number", hint: "number").text(typed("number"), isCode: true),
            "dated": date("dated"), "effective": date("effective", hint: "effective"),
            "reason": field("reason").textArea(typed("reason"), rows: 3),
            "changes": changes, "hasChanges": !changes.isEmpty,
            "obstacle": effect?.refusal.map { words.sentence($0) },
        ]
    }
}
