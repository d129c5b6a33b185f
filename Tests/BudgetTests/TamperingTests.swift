import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

/// Past the functions: as the service's own role, and as the owner of the tables.
@Suite("Nobody writes in the ledger past its functions", .database)
struct TamperingTests {
    /// The state and the broken constraint, or `done`.
    private func outcome(_ statement: SQL, _ database: Database) async throws -> String {
        do {
            try await database.transaction { try await $0.run(statement) }
            return "done"
        } catch let error as PostgresError {
            return error.constraint ?? error.sqlState
        }
    }

    @Test("the service reads views and calls functions, and that is all it may")
    func rights() async throws {
        let rows = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT c.relname AS name, p.privilege
                  FROM pg_class c
                 CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER'))
                       AS p (privilege)
                 WHERE c.relnamespace = 'budget'::regnamespace AND c.relkind IN ('r', 'v', 'p')
                   AND has_table_privilege('kopiena_service', c.oid, p.privilege)
                 ORDER BY 1, 2
                """
            ).map { try $0.get("name", as: String.self) + " " + $0.get("privilege") }
        }
        #expect(
            rows
                == [
                    "bookings", "caps", "closed_months", "day_balances", "document_days", "document_pieces", "holdings",
                    "lines", "move_words", "moves", "node_days", "node_pieces", "nodes", "payment_plans", "pieces",
                    "place", "postings", "proposals", "proposed_entries", "proposed_moves", "proposed_targets", "seals",
                    "source_rates", "splits", "targets", "verbs",
                ].map { "\($0) SELECT" }
        )
    }

    @Test("the service cannot change a posting, a balance or a move, nor make one")
    func service() async throws {
        let database = TestDatabase.current.database
        let statements: [SQL] = [
            "UPDATE budget.posting SET amount = 1", "DELETE FROM budget.posting", "TRUNCATE budget.posting",
            "INSERT INTO budget.posting SELECT 1, 1, 1, 1, 1, now(), ''", "UPDATE budget.balance SET cents = 0",
            "UPDATE budget.balance SET stage = 'source'", "DELETE FROM budget.txn",
            "UPDATE budget.txn SET reason = ''",
            "INSERT INTO budget.verb VALUES ('gift', 'source', 'accepted', 'node', false)",
            "UPDATE budget.cap SET rest_basis_points = 10000", "DELETE FROM budget.closed_month",
            "UPDATE budget.postings SET amount = 1", "UPDATE budget.place SET cents = 1",
            "SELECT budget.post(gen_random_uuid(), 'assign', '2026-01-01', '', NULL, 2, NULL, '{1,2}', '{free,free}', '{x,x}', '{-1,1}')",
            "INSERT INTO budget.decision (proposal_id, proposed_by, decision) VALUES (1, 1, 'approved')",
            "SELECT budget.accounts('{1}', '{free}', '{x}')", "UPDATE budget.booking SET esf_cents = 0",
            "UPDATE budget.booked SET esf_cents = 0", "SELECT budget.split_sources(1, '{1}', '{x}', '{1}')",
            "INSERT INTO budget.payment_plan (node_id, document) VALUES (1, 'award:1')",
            "UPDATE budget.payment_plan SET planned_cents = 1", "DELETE FROM budget.payment_plan",
            "TRUNCATE budget.planned_payment",
            "INSERT INTO budget.planned_payment VALUES (1, '2026-01-01', 1)",
            "UPDATE budget.planned_payment SET cents = 1",
            "UPDATE budget.payment_plans SET reason = ''",
            "INSERT INTO budget.target VALUES (1, 1, 1, 5)", "UPDATE budget.target SET count = 5",
            "INSERT INTO budget.proposed_target VALUES (1, 'amendment', 1, 1, 5)", "DELETE FROM budget.proposed_target",
            "UPDATE budget.targets SET count = 5", "SELECT budget.target_now(1)",
            "DELETE FROM budget.seal", "INSERT INTO budget.seal VALUES ('2020-01-01', 1, sha256(''))",
        ]
        for statement in statements {
            let outcome = try await outcome(statement, database)
            // No right, or (a view of several tables) no way.
            #expect(["42501", "55000"].contains(outcome), "\(statement)")
        }
    }

    @Test("the owner cannot change or remove what is posted, nor post what does not add up")
    func owner() async throws {
        let programme = try await Programme.with(1_000)
        try await programme.post(.reserve(Euro(euros: 1), for: Programme.document(1), at: programme.call))
        let owner = TestDatabase.current.owner
        let changes: [(SQL, String)] = [
            ("UPDATE budget.posting SET amount = amount", "posting_never_changes"),
            ("DELETE FROM budget.posting", "posting_never_changes"),
            ("TRUNCATE budget.posting", "posting_never_changes"),
            ("UPDATE budget.txn SET reason = 'x'", "txn_never_changes"),
            ("DELETE FROM budget.txn", "txn_never_changes"),
            ("TRUNCATE budget.txn CASCADE", "txn_never_changes"),
            ("UPDATE budget.balance SET cents = -1 WHERE stage <> 'source'", "balance_not_overspent"),
            ("UPDATE budget.booking SET esf_cents = 0", "booking_never_changes"),
            ("TRUNCATE budget.seal", "seal_never_changes"),
            ("UPDATE budget.payment_plan SET reason = reason", "payment_plan_never_changes"),
            ("DELETE FROM budget.planned_payment", "planned_payment_never_changes"),
            ("TRUNCATE budget.payment_plan CASCADE", "payment_plan_never_changes"),
            (
                "INSERT INTO budget.booked SELECT node_id, '2020-01-01', 8500, 100, 86, 1 FROM budget.node LIMIT 1",
                "booked_esf_at_its_ceiling"
            ),
            (
                "INSERT INTO budget.booked SELECT node_id, '2020-01-01', 8500, 100, 84, 1 FROM budget.node LIMIT 1",
                "booked_esf_at_its_ceiling"
            ),
            (
                """
                INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
                SELECT account_id, version + 1000000, txn_id, 5, balance_after + 5, clock_timestamp(), ''
                  FROM budget.posting
                 ORDER BY txn_id DESC, version DESC
                 LIMIT 1
                """, "postings_add_up_to_nothing"
            ),
        ]
        for (statement, expected) in changes {
            let outcome = try await outcome(statement, owner)
            #expect(outcome == expected, "\(statement)")
        }
    }

    @Test("after any crowd of writers versions have no gaps, balances follow from postings, and every chain holds")
    func crowd() async throws {
        let programme = try await Programme.with(500)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<12 {
                group.addTask {
                    var chance = Chance(seed: UInt64(writer))
                    for _ in 0..<15 {
                        let document = Programme.document(Int.random(in: 1...4, using: &chance))
                        let sum = Euro(cents: Int64.random(in: 1...9_000, using: &chance))
                        let moves: [Move] = [
                            .reserve(sum, for: document, at: programme.call),
                            .cancel(sum, of: document, at: programme.call),
                            .commit(sum, reservedFor: document, at: programme.call),
                            .release(sum, of: document, at: programme.call),
                            .order(sum, for: document, at: programme.call),
                            .refuse(sum, of: document, at: programme.call),
                            .book(sum, of: document, at: programme.call),
                        ]
                        guard let move = moves.randomElement(using: &chance) else { continue }
                        do {
                            try await programme.post(move)
                        } catch BudgetRefusal.short {
                        } catch BudgetRefusal.broken(.notOverspent) {
                        } catch {
                            Issue.record("\(error)")
                        }
                    }
                }
            }
        }
        let breaks = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                WITH ordered AS (
                    SELECT p.*, lag(version, 1, 0) OVER w AS version_before, lag(balance_after, 1, 0) OVER w AS balance_before,
                           lag(chain, 1, '') OVER w AS chain_before, lag(recorded_at) OVER w AS before
                      FROM budget.posting p
                    WINDOW w AS (PARTITION BY account_id ORDER BY version)
                )
                SELECT (SELECT count(*)
                          FROM ordered
                         WHERE version <> version_before + 1 OR balance_after <> balance_before + amount
                            OR recorded_at <= before
                            OR chain <> budget.link(chain_before, account_id, version, txn_id, amount, balance_after, recorded_at))
                     + (SELECT count(*)
                          FROM budget.balance b
                         WHERE cents <> (SELECT coalesce(sum(amount), 0) FROM budget.posting p WHERE p.account_id = b.account_id)
                            OR version <> (SELECT count(*) FROM budget.posting p WHERE p.account_id = b.account_id)
                            OR cents < 0 AND stage <> 'source')
                     + (SELECT count(*) FROM (SELECT FROM budget.posting GROUP BY txn_id HAVING sum(amount) <> 0) unbalanced)
                     + (SELECT count(*)
                          FROM (SELECT account_id, day, cents FROM budget.day_balance
                                 UNION ALL
                                SELECT account_id, prior_day, prior_cents FROM budget.balance WHERE prior_day > '-infinity'
                                 UNION ALL
                                SELECT account_id, last_day, cents FROM budget.balance WHERE last_day > '-infinity') d
                          FULL JOIN (SELECT p.account_id, t.effective,
                                            sum(sum(p.amount)) OVER (PARTITION BY p.account_id ORDER BY t.effective) AS cents
                                       FROM budget.posting p
                                       JOIN budget.txn t USING (txn_id)
                                      GROUP BY 1, 2) s ON s.account_id = d.account_id AND s.effective = d.day
                         WHERE d.cents IS DISTINCT FROM s.cents) AS breaks
                """
            )?.get("breaks", as: Int.self)
        }
        #expect(breaks == 0)
    }
}
