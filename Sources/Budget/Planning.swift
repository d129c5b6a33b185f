import Money
public import Postgres

extension Ledger {
    /// Writes a plan of payments down; it takes the place of the one it replaces. Sent again it is the same plan, whatever has
    /// become of the money meanwhile. A refusal, `PostgresError`, ends the transaction.
    @discardableResult
    public static func plan(_ draft: PaymentPlanDraft, in tx: Postgres.Transaction) async throws -> PlanRecorded {
        let row = try await tx.row(
            """
            SELECT plan, is_new
              FROM budget.plan_payments(\(draft.key), \(draft.node.rawValue), \(draft.document),
                                        \(draft.replaces?.rawValue), \(draft.reason),
                                        \(draft.payments.map(\.due.iso))::date[], \(draft.payments.map(\.sum.cents)))
            """
        )
        guard let row else { throw TransactionMisuse.ended }
        return PlanRecorded(id: PaymentPlan.ID(try row.get("plan")), isNew: try row.get("is_new"))
    }

    /// Writes a plan down in a transaction of its own.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func plan(_ draft: PaymentPlanDraft, as settings: TransactionSettings) async throws -> PlanRecorded {
        try await BudgetRefusal.reading {
            try await database.transaction(settings) { try await Self.plan(draft, in: $0) }
        }
    }
}
