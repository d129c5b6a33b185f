import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

@Suite("Plans of payments", .database)
struct PaymentPlanTests {
    private static let (whole, advance) = (Euro(euros: 7_000), Euro(euros: 5_600))

    /// The contract of a programme: tests run side by side in one ledger.
    private func contract(_ programme: Programme, _ number: Int = 1) -> DocumentReference {
        Programme.document(Int(programme.call.rawValue) * 10 + number)
    }

    /// A contract of 7 000 at a call of a programme of its own.
    private func signed() async throws -> Programme {
        let programme = try await Programme.with(20_000)
        let contract = contract(programme)
        try await programme.post(.reserve(Self.whole, for: contract, at: programme.call))
        try await programme.post(.commit(Self.whole, reservedFor: contract, at: programme.call))
        return programme
    }

    private func draft(
        _ programme: Programme,
        _ payments: [(Day?, Int64)],
        replacing: PaymentPlan.ID? = nil,
        reason: String = "",
        key: UUID = UUID()
    ) -> PaymentPlanDraft {
        PaymentPlanDraft(
            for: contract(programme),
            at: programme.call,
            payments.map { PlannedPayment(due: $0 ?? .epoch, sum: Euro(cents: $1)) },
            replacing: replacing,
            reason: reason,
            key: key
        )
    }

    private static let usual: [(Day?, Int64)] = [(Day(2026, 4, 1), 560_000), (Day(2026, 12, 15), 140_000)]

    private func life(_ programme: Programme, _ moment: Moment = .now) async throws -> DocumentLife {
        let found = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.life(of: contract(programme), moment, in: tx)
        }
        return try #require(found)
    }

    private func facts(_ programme: Programme, _ moment: Moment = .now) async throws -> ForecastFacts {
        let all = try await TestDatabase.current.database.transaction { try await Ledger.forecastFacts(moment, in: $0) }
        return ForecastFacts(
            paid: all.paid.filter { $0.line == programme.line }.sorted { $0.month < $1.month },
            bound: all.bound.filter { $0.line == programme.line }
        )
    }

    private func refused(_ rule: BudgetRule, _ programme: Programme, _ draft: PaymentPlanDraft) async {
        await #expect(throws: BudgetRefusal.broken(rule)) {
            try await programme.ledger.plan(draft, as: Programme.settings)
        }
    }

    @Test("are followed by what is paid, and say nothing of what is released")
    func followed() async throws {
        let programme = try await signed()
        let (call, contract) = (programme.call, contract(programme))
        let none = try await facts(programme)
        #expect(none.bound.map(\.expectation.withoutDates) == [Self.whole])
        try await programme.ledger.plan(draft(programme, Self.usual), as: Programme.settings)
        let planned = try await facts(programme)
        #expect(planned.bound.flatMap(\.expectation.parts).map(\.expected) == [Self.advance, Euro(euros: 1_400)])
        #expect(planned.paid.isEmpty)
        try await programme.post(.order(Self.advance, for: contract, at: call))
        let ordered = try await facts(programme)
        #expect(ordered.bound == planned.bound, "an ordered payment is still expected")
        let booked = try await programme.post(
            .book(Self.advance, of: contract, at: call),
            on: Day(2026, 3, 31) ?? .epoch
        )
        let paid = try await facts(programme)
        #expect(paid.bound.flatMap(\.expectation.parts).map(\.expected) == [.zero, Euro(euros: 1_400)])
        #expect(paid.paid.map(\.sum) == [Self.advance] && paid.paid.first?.month == Month(of: Programme.day))
        try await programme.post(.release(Euro(euros: 500), of: contract, at: call))
        let released = try await facts(programme)
        #expect(released.bound.flatMap(\.expectation.parts).map(\.expected) == [.zero, Euro(euros: 900)])
        try await programme.undo(booked.id, on: Day(2026, 5, 1) ?? .epoch)
        let undone = try await facts(programme)
        #expect(undone.paid.map(\.sum) == [Self.advance, Euro.zero - Self.advance])
        #expect(undone.bound.flatMap(\.expectation.parts).map(\.expected) == [Self.advance, Euro(euros: 900)])
        let before = try await facts(programme, .asOf(Day(2026, 4, 30) ?? .epoch))
        #expect(before.paid.map(\.sum) == [Self.advance])
    }

    @Test("replace one another, and what was known stays readable")
    func replaced() async throws {
        let programme = try await signed()
        let (ledger, settings) = (programme.ledger, Programme.settings)
        let first = try await ledger.plan(draft(programme, Self.usual), as: settings)
        let known = try await life(programme).plans[0].recordedAt.addingTimeInterval(0.001)
        try await programme.post(.order(Self.advance, for: contract(programme), at: programme.call))
        try await programme.post(.book(Self.advance, of: contract(programme), at: programme.call))
        let later = draft(programme, [(Day(2027, 1, 15), 140_000)], replacing: first.id, reason: "Pārskats kavējas")
        let second = try await ledger.plan(later, as: settings)
        let now = try await life(programme)
        #expect(now.plans.map(\.id) == [second.id] && now.plans.first?.paidBefore == Self.advance)
        #expect(now.expectation(at: programme.call).parts.map(\.expected) == [Euro(euros: 1_400)])
        let then = try await life(programme, .knownAt(known))
        #expect(then.plans.map(\.id) == [first.id])
        #expect(then.expectation(at: programme.call).parts.map(\.expected) == [Self.advance, Euro(euros: 1_400)])
        // Who did not see the newest plan replaces nothing.
        await refused(
            .planFollowsNewest,
            programme,
            draft(programme, [(Day(2027, 2, 1), 1)], replacing: first.id, reason: "x")
        )
        await refused(.planFollowsNewest, programme, draft(programme, [(Day(2027, 2, 1), 1)]))
        let unknown = PaymentPlan.ID(999_999)
        await refused(
            .planReplacesItsOwn,
            programme,
            draft(programme, [(Day(2027, 2, 1), 1)], replacing: unknown, reason: "x")
        )
        await refused(.planHasReason, programme, draft(programme, [(Day(2027, 2, 1), 1)], replacing: second.id))
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }

    @Test("are refused beyond what is bound, where nothing is, and for days or sums that cannot be")
    func refusals() async throws {
        let programme = try await signed()
        let day = Day(2026, 6, 1)
        await refused(.planWithinBound, programme, draft(programme, [(day, 700_001)]))
        await refused(.planWithinBound, programme, draft(programme, [(day, 700_000), (Day(2026, 6, 2), 1)]))
        await refused(.plannedPositive, programme, draft(programme, [(day, 0)]))
        await refused(.plannedPositive, programme, draft(programme, [(day, -5)]))
        await refused(.plannedPositive, programme, draft(programme, [(day, .max)]))
        await refused(.plannedDayOnce, programme, draft(programme, [(day, 1), (day, 2)]))
        await refused(.plannedDay, programme, draft(programme, [(Day(2019, 12, 31), 1)]))
        await refused(.planIsWhole, programme, draft(programme, []))
        let many = (0...60).map { (Day(2026, 6, 1)?.adding(days: $0), 1 as Int64) }
        await refused(.planIsWhole, programme, draft(programme, many))
        let long = String(repeating: "a", count: 2_001)
        await refused(.planReasonLength, programme, draft(programme, [(day, 1)], reason: long))
        var other = draft(programme, [(day, 1)])
        other.document = contract(programme, 2)
        await refused(.planOfBoundMoney, programme, other)
        other = draft(programme, [(day, 1)])
        other.node = programme.line
        await refused(.planOfBoundMoney, programme, other)
        // A reservation is no contract.
        try await programme.post(.reserve(Euro(euros: 5), for: contract(programme, 2), at: programme.call))
        other = draft(programme, [(day, 1)])
        other.document = contract(programme, 2)
        await refused(.planOfBoundMoney, programme, other)
        let plans = try await life(programme).plans
        #expect(plans.isEmpty)
    }

    @Test("lie in the time of their call and of the line above it")
    func period() async throws {
        let programme = try await Programme.with(20_000)
        let call = try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(
                .call,
                "T-\(programme.line)",
                under: programme.line,
                from: Day(2026, 3, 1),
                through: Day(2026, 11, 30),
                in: tx
            )
        }
        try await programme.post(.unassign(Euro(euros: 100), from: programme.call, to: programme.line))
        try await programme.post(
            .assign(Euro(euros: 100), from: programme.line, to: call),
            approvedBy: Programme.second
        )
        try await programme.post(.reserve(Euro(euros: 10), for: contract(programme), at: call))
        try await programme.post(.commit(Euro(euros: 10), reservedFor: contract(programme), at: call))
        var plan = draft(programme, [(Day(2026, 12, 1), 500)])
        plan.node = call
        await refused(.plannedWithinPeriod, programme, plan)
        plan.payments = [PlannedPayment(due: Day(2026, 2, 28) ?? .epoch, sum: Euro(euros: 1))]
        await refused(.plannedWithinPeriod, programme, plan)
        plan.payments = [PlannedPayment(due: Day(2026, 11, 30) ?? .epoch, sum: Euro(euros: 1))]
        try await programme.ledger.plan(plan, as: Programme.settings)
    }

    @Test("sent twice are written down once, also at the same time; of two first plans one is refused")
    func twice() async throws {
        let programme = try await signed()
        let plan = draft(programme, Self.usual)
        let recorded = try await withThrowingTaskGroup(of: PlanRecorded.self) { group in
            for _ in 0..<6 { group.addTask { try await programme.ledger.plan(plan, as: Programme.settings) } }
            return try await group.reduce(into: [PlanRecorded]()) { $0.append($1) }
        }
        #expect(Set(recorded.map(\.id)).count == 1 && recorded.count(where: \.isNew) == 1)
        // The money has gone since, and still it is the same deed.
        try await programme.post(.release(Self.whole, of: contract(programme), at: programme.call))
        let again = try await programme.ledger.plan(plan, as: Programme.settings)
        #expect(!again.isNew)
        var other = plan
        other.payments.removeLast()
        await refused(.keyUsedOtherwise, programme, other)
        await #expect(throws: BudgetRefusal.broken(.keyUsedOtherwise)) {
            try await programme.ledger.plan(plan, as: Programme.settings(of: Programme.second))
        }
    }

    @Test("wait for whoever moves the money, and then see no more than is left")
    func race() async throws {
        let programme = try await signed()
        let (plan, contract) = (draft(programme, Self.usual), contract(programme))
        let (moved, signal) = AsyncStream.makeStream(of: Void.self)
        async let released: Void = TestDatabase.current.database.transaction(Programme.settings) { tx in
            let release = Move.release(Euro(cents: 1), of: contract, at: programme.call)
            try await Ledger.post(Posting(release, key: UUID(), effective: Programme.day), in: tx)
            signal.finish()
            // Not yet committed: a plan that did not wait would still see all of it.
            try await Task.sleep(for: .milliseconds(300))
        }
        for await _ in moved {}
        await refused(.planWithinBound, programme, plan)
        try await released
        let fault = try await Programme.fault()
        #expect(fault == nil)
    }
}
