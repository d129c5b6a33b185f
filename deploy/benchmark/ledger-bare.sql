-- Leaves of the two tables their rows and indexes only, for the raw script. Run as the owner, on a clone that is thrown away.
\set ON_ERROR_STOP on
DO $$
DECLARE
    what record;
BEGIN
    FOR what IN SELECT conrelid::regclass AS owner, conname
                  FROM pg_constraint
                 WHERE conrelid IN ('budget.balance'::regclass, 'budget.posting'::regclass) AND contype IN ('f', 'c')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', what.owner, what.conname);
    END LOOP;
    FOR what IN SELECT tgrelid::regclass AS owner, tgname
                  FROM pg_trigger
                 WHERE tgrelid IN ('budget.balance'::regclass, 'budget.posting'::regclass) AND NOT tgisinternal
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', what.tgname, what.owner);
    END LOOP;
END
$$;
