public import Foundation
import Postgres

extension TestDatabase {
    /// Lets the database's clock stand still, so that what it stamps is the same in every run. To be called before the service
    /// connects: a connection learns at its start where to look for `clock_timestamp()`.
    public func standStill(at instant: Date) async throws {
        try await owner.transaction { tx in
            try await tx.run("CREATE TABLE standing_clock (instant timestamptz NOT NULL)")
            try await tx.run("INSERT INTO standing_clock VALUES (\(instant))")
            try await tx.run(
                """
                CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
                    AS $$ SELECT instant FROM public.standing_clock $$
                """
            )
            try await tx.run(
                """
                DO $$
                DECLARE
                    stamped record;
                BEGIN
                    FOR stamped IN
                        SELECT adrelid::regclass AS relation, attname
                          FROM pg_attrdef
                          JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                         WHERE pg_get_expr(adbin, adrelid) = 'clock_timestamp()'
                    LOOP
                        EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT public.clock_timestamp()',
                                       stamped.relation, stamped.attname);
                    END LOOP;
                    -- The ledger looks only where it is told to.
                    FOR stamped IN
                        SELECT oid::regprocedure AS routine
                          FROM pg_proc
                         WHERE pronamespace = 'budget'::regnamespace AND prosrc LIKE '%clock_timestamp()%'
                    LOOP
                        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_catalog, pg_temp', stamped.routine);
                    END LOOP;
                    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
                END
                $$
                """
            )
        }
    }
}
