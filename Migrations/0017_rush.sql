-- What the last minutes of a call ask of the database, made cheaper.

-- A notification makes its COMMIT wait for every other that notifies, and wakes a worker that in a rush is awake anyhow. So only
-- the first job of those that wait is announced. A job added in the instant in which the worker falls asleep is told to nobody:
-- the worker looks by itself every few seconds.
CREATE OR REPLACE FUNCTION job_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM job
                    WHERE done_at IS NULL AND given_up_at IS NULL AND run_at <= now()
                      AND job_id NOT IN (SELECT job_id FROM added)) THEN
        PERFORM pg_notify('job', '');
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER job_announced ON job;
CREATE TRIGGER job_announced AFTER INSERT ON job REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION job_announce();

-- The body is only STABLE, so that it could never be put in place of the call: as SQL it was parsed and planned anew by each
-- statement, as plpgsql once a session.
CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ BEGIN RETURN lower(public.unaccent('public.unaccent'::regdictionary, $1)); END $$;
