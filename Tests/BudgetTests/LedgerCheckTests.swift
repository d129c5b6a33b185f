import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

/// Each test has a database of its own: what it breaks is broken for good.
@Suite("A check of the ledger")
struct LedgerCheckTests {
    /// A ledger with a history, then a change that only the cluster's administrator can make; what the check says to it.
    private func fault(after change: SQL?) async throws -> (size: LedgerSize, fault: LedgerFault?) {
        try await TestDatabase.with { current in
            let programme = try await Programme.with(1_000, capped: true)
            let award = Programme.document(1)
            try await programme.post(.reserve(Euro(euros: 700), for: award, at: programme.call))
            let reserved = Move.reserve(Euro(euros: 100), for: Programme.document(2), at: programme.call)
            let posted = try await programme.post(reserved)
            try await programme.ledger.reverse(
                posted.id,
                by: Posting(
                    reserved,
                    key: UUID(),
                    effective: Programme.day,
                    reason: "Kļūda",
                    approvedBy: Programme.second
                ),
                as: Programme.settings
            )
            try await programme.post(.commit(Euro(euros: 700), reservedFor: award, at: programme.call))
            if let change {
                try await current.owner.transaction { tx in
                    try await tx.run("ALTER TABLE budget.posting DISABLE TRIGGER USER")
                    try await tx.run("ALTER TABLE budget.txn DISABLE TRIGGER USER")
                    try await tx.run(change)
                }
            }
            return try await LedgerCheck(current.database).run()
        }
    }

    @Test("finds nothing wrong in a ledger that was only posted to, and says how much it looked at")
    func sound() async throws {
        let (size, fault) = try await fault(after: nil)
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
        let (_, fault) = try await fault(after: SQL(stringLiteral: change))
        #expect(fault?.guarantee == guarantee, "\(String(describing: fault))")
    }
}
