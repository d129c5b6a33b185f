import Postgres
import TestKit

/// Somebody with all rights, who does not stop at changing a row but makes everything fit again: balances, chains, sums by day.
enum Forger {
    /// What the ledger consists of, in the order in which it can be filled.
    private static let tables = [
        "account", "balance", "txn", "posting", "day_balance", "cap", "booked", "booking", "closed_month", "seal",
        "source_rate", "node", "payment_plan", "planned_payment", "piece", "node_day", "node_piece", "document_day",
        "document_piece",
    ]

    /// Takes away whatever would hinder him.
    static func unlock(in tx: Transaction) async throws {
        for table in tables { try await tx.run(sql("ALTER TABLE budget.\(table) DISABLE TRIGGER USER")) }
        try await tx.run(
            """
            DO $$
            DECLARE
                c record;
            BEGIN
                FOR c IN
                    SELECT conrelid::regclass AS relation, conname
                      FROM pg_constraint
                     WHERE connamespace = 'budget'::regnamespace AND contype IN ('f', 'c', 'u', 'x')
                     ORDER BY contype = 'u'
                LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', c.relation, c.conname);
                END LOOP;
            END
            $$
            """
        )
    }

    /// Keeps a copy of every table.
    static func save(in tx: Transaction) async throws {
        for table in tables { try await tx.run(sql("CREATE TABLE saved_\(table) AS TABLE budget.\(table)")) }
    }

    /// Puts every row back.
    static func mend(in tx: Transaction) async throws {
        for table in tables {
            try await tx.run(sql("DELETE FROM budget.\(table)"))
            try await tx.run(sql("INSERT INTO budget.\(table) OVERRIDING SYSTEM VALUE TABLE saved_\(table)"))
        }
    }

    /// Makes balances, chains and sums by day follow from the amounts of the postings, as if they had always been so.
    static func fit(in tx: Transaction) async throws {
        try await tx.run(
            """
            DO $$
            #variable_conflict use_column
            DECLARE
                p      budget.posting;
                linked bytea := '';
                total  bigint := 0;
                place  bigint := 0;
                whose  bigint := 0;
            BEGIN
                FOR p IN SELECT * FROM budget.posting ORDER BY account_id, version LOOP
                    IF p.account_id <> whose THEN
                        whose := p.account_id;
                        linked := '';
                        total := 0;
                        place := 0;
                    END IF;
                    total := total + p.amount;
                    place := place + 1;
                    linked := budget.link(linked, whose, place, p.txn_id, p.amount, total, p.recorded_at);
                    UPDATE budget.posting
                       SET version = place, balance_after = total, chain = linked
                     WHERE account_id = whose AND version = p.version;
                    UPDATE budget.balance SET cents = total, version = place, chain = linked WHERE account_id = whose;
                END LOOP;
            END
            $$
            """
        )
        try await tx.run("DELETE FROM budget.day_balance")
        try await tx.run(
            """
            INSERT INTO budget.day_balance (account_id, day, cents)
            SELECT p.account_id, t.effective, sum(sum(p.amount)) OVER (PARTITION BY p.account_id ORDER BY t.effective)
              FROM budget.posting p
              JOIN budget.txn t USING (txn_id)
             GROUP BY 1, 2
            """
        )
        // The last two days stand at the account.
        try await tx.run(
            """
            UPDATE budget.balance b
               SET last_day = d.days[1], prior_day = coalesce(d.days[2], '-infinity'), prior_cents = coalesce(d.sums[2], 0)
              FROM (SELECT account_id, array_agg(day ORDER BY day DESC) AS days, array_agg(cents ORDER BY day DESC) AS sums
                      FROM budget.day_balance
                     GROUP BY account_id) d
             WHERE d.account_id = b.account_id
            """
        )
        try await tx.run(
            "DELETE FROM budget.day_balance d USING budget.balance b WHERE b.account_id = d.account_id AND d.day >= b.prior_day"
        )
        for table in tables.suffix(5) { try await tx.run(sql("DELETE FROM budget.\(table)")) }
        try await tx.run("SELECT budget.fold(1)")
    }

    /// Only tests turn text into a statement.
    static func sql(_ text: String) -> SQL { SQL(stringLiteral: text) }
}
