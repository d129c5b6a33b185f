import Budget
import Foundation
import Money
import Postgres
import TestKit
import Testing

/// The functions of the ledger act for the owner. Whoever can put a type of the same name before the built-in one has the owner run
/// what he likes.
@Suite("Look-alikes in a schema of the caller's own", .database)
struct LookalikeTests {
    /// A domain named as a type that the functions declare, whose check takes a thousand euros more at every account.
    private static let trap: [SQL] = [
        """
        CREATE FUNCTION pg_temp.grab() RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE budget.balance SET cents = cents + 100000;
            RETURN true;
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN true;
        END
        $$
        """,
        "CREATE DOMAIN pg_temp.bytea AS pg_catalog.bytea CHECK (pg_temp.grab())",
        "CREATE DOMAIN pg_temp.timestamptz AS pg_catalog.timestamptz CHECK (pg_temp.grab())",
        "CREATE TEMP VIEW txn AS SELECT 1 AS txn_id, ''::pg_catalog.bytea AS request_hash",
    ]

    private static func money(in tx: Transaction) async throws -> Int64 {
        try await tx.row("SELECT sum(abs(cents))::bigint AS sum FROM budget.place WHERE stage = 'source'")?.get("sum")
            ?? 0
    }

    @Test("cannot be made by the service at all")
    func noSchema() async throws {
        for statement in ["CREATE TEMP TABLE node (node_id bigint)", "CREATE DOMAIN pg_temp.bytea AS text"] as [SQL] {
            let error = await #expect(throws: PostgresError.self) {
                try await TestDatabase.current.database.transaction { try await $0.run(statement) }
            }
            #expect(error?.sqlState == "42501", "\(String(describing: error))")
        }
    }

    @Test("would be run by a function that looks there first, and are passed over by those of the ledger", .database)
    func attack() async throws {
        let programme = try await Programme.with(1_000)
        let (owner, database) = (TestDatabase.current.owner, TestDatabase.current.database)
        let name = TestDatabase.current.name
        try await owner.transaction { tx in
            try await tx.run(Forger.sql("GRANT TEMPORARY ON DATABASE \(name) TO kopiena_service"))
            // Without pg_temp in the path it is searched first.
            try await tx.run(
                """
                CREATE FUNCTION budget.careless() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
                DECLARE
                    hash bytea := sha256('');
                BEGIN
                END
                $$
                """
            )
            try await tx.run("GRANT EXECUTE ON FUNCTION budget.careless TO kopiena_service")
        }
        let document = Programme.document(1)
        let move = Move.reserve(Euro(euros: 1), for: document, at: programme.call)
        let sums = try await database.transaction(Programme.settings) { tx in
            for statement in Self.trap { try await tx.run(statement) }
            let before = try await Self.money(in: tx)
            try await Ledger.post(Posting(move, key: UUID(), effective: Programme.day), in: tx)
            let commit = Move.commit(Euro(euros: 1), reservedFor: document, at: programme.call)
            try await Ledger.post(Posting(commit, key: UUID(), effective: Programme.day), in: tx)
            let planned = [PlannedPayment(due: Programme.day, sum: Euro(euros: 1))]
            try await Ledger.plan(PaymentPlanDraft(for: document, at: programme.call, planned, key: UUID()), in: tx)
            try await tx.run("SELECT budget.as_of(1, '2026-03-15'), budget.known_at(1, now()), budget.seal_day(NULL)")
            let after = try await Self.money(in: tx)
            try await tx.run("SELECT budget.careless()")
            return [before, after, try await Self.money(in: tx)]
        }
        #expect(sums[1] == sums[0])
        #expect(sums[2] != sums[1], "the trap works where it is not passed over")
    }
}
