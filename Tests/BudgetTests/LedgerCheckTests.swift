import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

/// One ledger that is broken and mended again and again: a database of its own for each would be most of the work.
@Suite("A check of the ledger", .database, .serialized)
struct LedgerCheckTests {
    private var owner: Database { TestDatabase.current.owner }

    private func check() async throws -> (size: LedgerSize, fault: LedgerFault?) {
        try await LedgerCheck(TestDatabase.current.database).run()
    }

    /// A history with a reversal in it, once.
    private func history() async throws {
        let isThere = try await owner.transaction { try await $0.row("SELECT 1 AS yes FROM budget.txn LIMIT 1") != nil }
        guard !isThere else { return }
        let programme = try await Programme.with(1_000, capped: true)
        let award = Programme.document(1)
        try await programme.post(.reserve(Euro(euros: 700), for: award, at: programme.call))
        let reserved = Move.reserve(Euro(euros: 100), for: Programme.document(2), at: programme.call)
        let posted = try await programme.post(reserved)
        try await programme.undo(posted.id)
        try await programme.post(.commit(Euro(euros: 700), reservedFor: award, at: programme.call))
        try await owner.transaction { tx in
            // What follows is done by somebody with all rights.
            try await tx.run("ALTER TABLE budget.posting DISABLE TRIGGER USER")
            try await tx.run("ALTER TABLE budget.account DISABLE TRIGGER USER")
            for save in Self.saves { try await tx.run(save) }
        }
    }

    private static let saves: [SQL] = [
        "CREATE TABLE saved_posting AS TABLE budget.posting", "CREATE TABLE saved_balance AS TABLE budget.balance",
        "CREATE TABLE saved_net AS TABLE budget.period_net", "CREATE TABLE saved_cap AS TABLE budget.cap",
    ]

    private static let mends: [SQL] = [
        "DELETE FROM budget.posting", "DELETE FROM budget.balance", "DELETE FROM budget.period_net",
        "DELETE FROM budget.cap",
        "DELETE FROM budget.account WHERE account_id NOT IN (SELECT account_id FROM saved_balance)",
        "INSERT INTO budget.balance TABLE saved_balance", "INSERT INTO budget.period_net TABLE saved_net",
        "INSERT INTO budget.cap TABLE saved_cap", "INSERT INTO budget.posting TABLE saved_posting",
    ]

    @Test("finds nothing wrong in a ledger that was only posted to, and says how much it looked at")
    func sound() async throws {
        try await history()
        let (size, fault) = try await check()
        #expect(fault == nil && size.postings == 14 && size.accounts == 7)
    }

    @Test(
        "names the first row that somebody with all rights changed, added or removed",
        arguments: [
            ("UPDATE budget.posting SET amount = amount + 1 WHERE version = 2 AND amount < 0", "L3"),
            (
                "UPDATE budget.posting SET amount = amount + 1, balance_after = balance_after + 1 WHERE txn_id = 4",
                "L11"
            ),
            ("UPDATE budget.balance SET cents = cents + 1 WHERE cents > 0", "L3"),
            ("DELETE FROM budget.posting WHERE txn_id = (SELECT max(txn_id) FROM budget.txn)", "L3"),
            ("DELETE FROM budget.posting WHERE account_id = (SELECT max(account_id) FROM budget.posting)", "L11"),
            ("UPDATE budget.posting SET recorded_at = recorded_at - interval '1 second' WHERE version = 1", "L11"),
            ("UPDATE budget.period_net SET net = net + 1 WHERE grain = 'M'", "L3"),
            ("UPDATE budget.cap SET rest_cents = rest_cents - 1", "L2"),
            (
                """
                WITH a AS (
                    INSERT INTO budget.account (node_id, stage, document)
                    SELECT node_id, 'reserved', 'award:99' FROM budget.node WHERE kind = 'call'
                    RETURNING account_id, stage
                )
                INSERT INTO budget.balance (account_id, stage, cents) SELECT account_id, stage, 999999 FROM a
                """, "L11"
            ),
            ("UPDATE budget.balance SET chain = sha256('') WHERE version = 1", "L11"),
        ]
    )
    func tampered(_ change: String, _ guarantee: String) async throws {
        try await history()
        let broken = SQL(stringLiteral: change)
        try await owner.transaction { try await $0.run(broken) }
        let (_, fault) = try await check()
        #expect(fault?.guarantee == guarantee, "\(String(describing: fault))")
        try await owner.transaction { tx in for mend in Self.mends { try await tx.run(mend) } }
        let (_, left) = try await check()
        #expect(left == nil, "the next test begins with a sound ledger")
    }
}
