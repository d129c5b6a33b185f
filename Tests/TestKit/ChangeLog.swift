import Postgres

/// Notes every row that is added, changed or taken away in the suite's database, but for a session's time of last use.
public struct ChangeLog: Sendable {
    private let owner: Database

    /// Begins to note.
    public init(_ database: TestDatabase = .current) async throws {
        owner = database.owner
        try await owner.transaction { tx in
            try await tx.run(
                "CREATE TABLE test_change (change_id bigint GENERATED ALWAYS AS IDENTITY, what text NOT NULL)"
            )
            try await tx.run(
                """
                CREATE FUNCTION test_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    IF TG_TABLE_NAME = 'session' AND TG_OP = 'UPDATE'
                       AND to_jsonb(OLD) - 'last_used_at' = to_jsonb(NEW) - 'last_used_at' THEN
                        RETURN NULL;
                    END IF;
                    INSERT INTO public.test_change (what) VALUES (lower(TG_OP) || ' ' || TG_TABLE_NAME);
                    RETURN NULL;
                END
                $$
                """
            )
            try await tx.run(
                """
                DO $$
                DECLARE
                    watched regclass;
                BEGIN
                    FOR watched IN
                        SELECT oid FROM pg_class
                         WHERE relnamespace IN ('public'::regnamespace, 'budget'::regnamespace) AND relkind = 'r' AND relname <> 'test_change'
                    LOOP
                        EXECUTE format('CREATE TRIGGER test_noted AFTER INSERT OR UPDATE OR DELETE ON %s
                                        FOR EACH ROW EXECUTE FUNCTION test_note_change()', watched);
                    END LOOP;
                END
                $$
                """
            )
        }
    }

    /// What changed since the last time this was asked: `insert answer`.
    public func take() async throws -> [String] {
        try await owner.transaction { tx in
            let rows = try await tx.rows(
                """
                WITH taken AS (DELETE FROM test_change RETURNING change_id, what)
                SELECT what FROM taken ORDER BY change_id
                """
            )
            return try rows.map { try $0.get("what") }
        }
    }
}
