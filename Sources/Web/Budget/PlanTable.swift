import Budget
import Money
import Site
import Store

/// The plan of payments of a document at one node and what has become of it, part of `budget/document` and `budget/plan`.
struct PlanTable {
    let named: Named<DocumentLife>
    let node: Node.ID
    let today: Day
    let texts: Texts

    private var life: DocumentLife { named.content }
    private var plan: PaymentPlan? { life.plans.first { $0.node == node } }

    /// For `budget/planned`; nothing where there is no plan.
    var view: View? {
        guard let plan else { return nil }
        let expectation = life.expectation(at: node)
        return [
            "id": "plan-\(node)", "rows": expectation.parts.map { row($0) },
            "withoutDates": expectation.withoutDates > .zero ? texts.amount(expectation.withoutDates.cents) : nil,
            "made": texts("plans.made", Self.made(plan, named, texts)),
            "reason": plan.reason.isEmpty ? nil : plan.reason,
        ]
    }

    /// Who made a plan and when.
    static func made(_ plan: PaymentPlan, _ named: Named<DocumentLife>, _ texts: Texts) -> [String: String] {
        [
            "instant": texts.instant(plan.recordedAt),
            "who": named.name(of: plan.person) ?? texts("ledger.unknown_person"),
        ]
    }

    private func row(_ part: Expectation.Part) -> View {
        [
            "due": texts.day(part.payment.due), "isLate": part.isLate(on: today),
            "planned": texts.amount(part.payment.sum.cents), "paid": amount(part.paid),
            "expected": amount(part.expected),
        ]
    }

    private func amount(_ sum: Euro) -> String {
        sum == .zero ? texts("ledger.nothing") : texts.amount(sum.cents)
    }
}
