import Budget
import Foundation
import Money
import Site

/// A plan of payments as it was filled in: rows of a day and a sum, of which any may stay empty.
struct PlanForm {
    private static let fewestRows = 4
    private static let moreRows = 4

    private let life: DocumentLife
    private let node: Node.ID
    private let values: Form?
    private let texts: Texts

    /// - Parameter values: what was sent; nothing for a form that begins with what the present plan still expects.
    init(_ life: DocumentLife, at node: Node.ID, _ values: Form?, _ texts: Texts) {
        (self.life, self.node, self.values, self.texts) = (life, node, values, texts)
    }

    /// The plan in force.
    var current: PaymentPlan? { life.plans.first { $0.node == node } }

    private var reason: String { values?.trimmed("reason") ?? "" }

    private var rows: [(due: String, sum: String)] {
        guard let values else {
            return life.expectation(at: node).parts.filter { $0.expected > .zero }.map { part in
                (texts.day(part.payment.due), texts.amount(part.expected.cents))
            }
        }
        let numbers = values.fields.compactMap { field in
            let parts = field.name.split(separator: ".")
            return parts.count == 2 && ["due", "sum"].contains(parts[0]) ? Int(parts[1]) : nil
        }
        let last = numbers.filter { (1...PaymentPlanDraft.mostPayments).contains($0) }.max() ?? 0
        return (0..<last).map { (values.trimmed("due.\($0 + 1)"), values.trimmed("sum.\($0 + 1)")) }
    }

    /// The plan, or what keeps it from being one.
    /// - Parameter replaces: the plan that the form was filled in beside.
    func draft(replacing replaces: PaymentPlan.ID?, key: UUID) -> (PaymentPlanDraft?, [FormError]) {
        var errors: [FormError] = []
        func wrong(_ field: String, _ key: String) {
            errors.append(FormError(field: field, sentence: texts("plans.wrong.\(key)")))
        }
        var payments: [PlannedPayment] = []
        for (index, row) in rows.enumerated() where !(row.due.isEmpty && row.sum.isEmpty) {
            let number = index + 1
            let day = Day(typed: row.due).flatMap { (2020...2099).contains($0.year) ? $0 : nil }
            let sum = Euro(typed: row.sum).flatMap { $0 > .zero ? $0 : nil }
            if day == nil { wrong("due-\(number)", row.due.isEmpty ? "day_missing" : "day") }
            if sum == nil { wrong("sum-\(number)", row.sum.isEmpty ? "sum_missing" : "sum") }
            guard let day, let sum else { continue }
            if payments.contains(where: { $0.due == day }) { wrong("due-\(number)", "day_twice") }
            payments.append(PlannedPayment(due: day, sum: sum))
        }
        if payments.isEmpty, errors.isEmpty { wrong("due-1", "nothing") }
        if replaces != nil, reason.isEmpty { wrong("reason", "reason_missing") }
        if reason.unicodeScalars.count > 2_000 { wrong("reason", "reason_long") }
        guard errors.isEmpty else { return (nil, errors) }
        let draft = PaymentPlanDraft(
            for: life.document,
            at: node,
            payments.sorted { $0.due < $1.due },
            replacing: replaces,
            reason: reason,
            key: key
        )
        return (draft, [])
    }

    /// The field that a refusal is about, by its place on this page.
    static func error(_ refusal: BudgetRefusal, _ texts: Texts) -> FormError {
        let words = BudgetSentences(texts: texts)
        let field =
            switch words.field(refusal) {
            case "reason": "reason"
            case "due": "due-1"
            default: "sum-1"
            }
        return FormError(field: field, sentence: words.sentence(refusal))
    }

    /// - Parameter hasMore: whether a few rows more are wanted than were sent.
    func view(_ errors: [FormError], hasMore: Bool = false) -> View {
        let filled = rows
        let wanted = max(Self.fewestRows, filled.count + (values == nil ? 1 : hasMore ? Self.moreRows : 0))
        let count = min(wanted, PaymentPlanDraft.mostPayments)
        let shown = filled + Array(repeating: (due: "", sum: ""), count: max(0, count - filled.count))
        func error(_ anchor: String) -> String? { errors.first { $0.field == anchor }?.sentence }
        let views = shown.enumerated().map { index, row -> View in
            let number = index + 1
            let due = Field(
                "due.\(number)",
                label: texts("plans.due", ["number": "\(number)"]),
                hint: index == 0 ? texts("plans.day_hint") : nil,
                error: error("due-\(number)")
            )
            let sum = Field(
                "sum.\(number)",
                label: texts("plans.sum", ["number": "\(number)"]),
                error: error("sum-\(number)")
            )
            return ["due": due.text(row.due, width: "w12", autocomplete: "off"), "sum": sum.money(row.sum)]
        }
        let isReplacing = current != nil
        let reasonField = Field("reason", label: texts("plans.reason"), error: error("reason"))
        return [
            "rows": views, "mayAdd": count < PaymentPlanDraft.mostPayments, "node": "\(node)",
            "replaces": current.map { "\($0.id)" } ?? "",
            "heading": texts(isReplacing ? "plans.new" : "plans.first"),
            "reasonField": isReplacing ? reasonField.textArea(reason, rows: 2) : nil,
            "bound": texts.money(life.bound(at: node).cents), "hasMoney": life.bound(at: node) > .zero,
        ]
    }
}
