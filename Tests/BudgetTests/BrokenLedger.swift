import Budget
import Foundation
import Money
import Postgres
import TestKit

/// A ledger with a little of everything, sealed for two days, whose tables somebody has opened to any change.
enum BrokenLedger {
    /// Makes it once in a database; gives its seals.
    static func make() async throws -> [Seal] {
        let (owner, ledger) = (TestDatabase.current.owner, Ledger(TestDatabase.current.database))
        let isThere = try await owner.transaction { try await $0.row("SELECT 1 AS yes FROM budget.txn LIMIT 1") != nil }
        if isThere { return try await ledger.seals() }
        let programme = try await Programme.with(1_000, capped: true)
        try await history(programme)
        try await owner.transaction { tx in
            try await Forger.unlock(in: tx)
            // As if the first moves had been made three days ago, and the next two days ago.
            for (days, last) in [(1, 18), (1, 12), (1, 8)] {
                try await tx.run(
                    """
                    UPDATE budget.txn
                       SET recorded_at = recorded_at - make_interval(days => \(days)::integer)
                     WHERE txn_id <= \(last)
                    """
                )
            }
        }
        for days in [3, 2] {
            let day = try await owner.transaction { tx in
                let row = try await tx.row(
                    "SELECT ((clock_timestamp() AT TIME ZONE 'Europe/Riga')::date - \(days)::integer)::text AS day"
                )
                return Day(iso: try row?.get("day") ?? "")
            }
            try await ledger.seal(day)
        }
        try await ledger.fold(atLeast: 1)
        try await owner.transaction { try await Forger.save(in: $0) }
        return try await ledger.seals()
    }

    /// Two awards of which one is paid in each rate period, with everything that can happen on the way.
    private static func history(_ programme: Programme) async throws {
        let (first, second, call) = (Programme.document(1), Programme.document(2), programme.call)
        guard let new = Day(2027, 1, 1), let last = Day(2027, 1, 2), let closed = Day(2021, 5, 1) else { return }
        try await programme.changeRate(to: 6_000, from: new)
        try await TestDatabase.current.database.transaction(Programme.settings) { tx in
            try await Ledger.closeMonth(of: closed, in: tx)
        }
        try await programme.post(
            .assign(Euro(euros: 5), from: programme.programme, to: programme.support)
        )
        try await programme.post(.reserve(Euro(euros: 500), for: first, at: call))
        try await programme.post(.reserve(Euro(euros: 200), for: second, at: call))
        let mistake = Move.reserve(Euro(euros: 100), for: Programme.document(3), at: call)
        try await programme.undo(try await programme.post(mistake), of: mistake)
        try await programme.post(.commit(Euro(euros: 500), reservedFor: first, at: call))
        try await programme.post(.commit(Euro(euros: 200), reservedFor: second, at: call))
        let payments = [(Programme.day, 100), (new, 100)].map { PlannedPayment(due: $0, sum: Euro(euros: $1)) }
        try await programme.ledger.plan(
            PaymentPlanDraft(for: second, at: call, payments, key: UUID()),
            as: Programme.settings
        )
        for (document, day) in [(first, Programme.day), (second, new)] {
            try await programme.post(.order(Euro(euros: 100), for: document, at: call), on: day)
            try await programme.post(.book(Euro(euros: 100), of: document, at: call), on: day)
            try await programme.post(.accept(Euro(euros: 90), of: document, at: call), on: day)
        }
        try await programme.post(.demand(Euro(euros: 50), from: .accepted, of: first, at: call), on: new)
        try await programme.post(.collect(Euro(euros: 30), of: first, at: call), on: new)
        try await programme.post(.writeOff(Euro(euros: 10), of: first, at: call), on: new)
        try await programme.post(.order(Euro(euros: 10), for: second, at: call), on: new)
        try await programme.post(.refuse(Euro(euros: 5), of: second, at: call), on: new)
        try await programme.post(.settle(Euro(euros: 5), of: second, at: call), on: new)
        try await programme.post(.release(Euro(euros: 20), of: second, at: call), on: new)
        try await programme.post(.unassign(Euro(euros: 40), from: call, to: programme.line), on: new)
        // On a third day: of the first there is a row of its own.
        try await programme.post(.unassign(Euro(euros: 2), from: call, to: programme.line), on: last)
    }
}
