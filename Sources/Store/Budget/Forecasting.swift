public import Budget
public import Grants
public import Money
import Postgres

extension ProgrammeMoney {
    /// What is expected to be paid, by month and line. Three statements.
    /// - Parameter day: the day of the moment.
    public func forecast(_ moment: Budget.Moment, on day: Day, for visitor: Visitor) async throws -> Forecast {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let nodes = try await Ledger.overview(moment, in: tx)
            let sums = LineSums.all(nodes, try await Ledger.lines(moment, in: tx))
            return Forecast(sums, try await Ledger.forecastFacts(moment, in: tx), on: day)
        }
    }
}

extension ProgrammeMoney {
    /// Documents with a planned day that has passed while their money is unpaid. One statement.
    /// - Parameter day: the day of the moment.
    public func lateDocuments(
        _ moment: Budget.Moment,
        on day: Day,
        after place: HoldingPlace?,
        for visitor: Visitor
    ) async throws -> LateDocumentPage {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            try await Ledger.lateDocuments(moment, on: day, after: place, in: tx)
        }
    }
}

extension Finances {
    /// Writes down when the money of a document is expected to be paid. Throws `BudgetRefusal` and `ReadsOnly`.
    public func plan(_ draft: PaymentPlanDraft, by visitor: Visitor) async throws {
        try await deciding(by: visitor) {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                let recorded = try await Ledger.plan(draft, in: tx)
                guard recorded.isNew else { return }
                try await Audit.add(
                    "budget.planned",
                    of: "plan",
                    recorded.id,
                    detail: ["document": draft.document.text],
                    reason: draft.reason.isEmpty ? nil : draft.reason,
                    in: tx
                )
            }
        }
    }
}
