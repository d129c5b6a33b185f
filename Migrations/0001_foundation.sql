-- Two roles: whoever migrates owns everything; the service owns nothing and has only what is granted below and in later migrations.
-- Roles belong to the whole server, hence "if missing". It gets its password or peer mapping from whoever runs the server.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kopiena_service') THEN
        CREATE ROLE kopiena_service LOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of the same server was migrated in the same moment
END
$$;

CREATE EXTENSION IF NOT EXISTS unaccent;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kopiena_service;

-- Who acts, and for which organisation: set first in every transaction, read by audit defaults and, later, by row policies.
-- NULL for a visitor who has not signed in and for the service's own jobs.
CREATE FUNCTION acting_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('kopiena.person', true), '')::bigint $$;
CREATE FUNCTION acting_organisation() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('kopiena.organisation', true), '')::bigint $$;

-- Small letters without diacritics, so that "Cesu" finds "Cēsu". unaccent() is only STABLE because its dictionary could be
-- changed; ours never is, and an index needs IMMUTABLE.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;

GRANT EXECUTE ON FUNCTION acting_person(), acting_organisation(), folded(text) TO kopiena_service;

-- Who did what, when and why: written in the same transaction as the change, never changed, never deleted.
-- No foreign keys: the trail outlives the person and the thing.
CREATE TABLE audit_event (
    audit_event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id      bigint DEFAULT acting_person(),
    organisation_id bigint DEFAULT acting_organisation(),
    verb           text NOT NULL CONSTRAINT audit_event_verb_known_shape CHECK (verb ~ '^[a-z_]+(\.[a-z_]+)+$'),
    subject        text NOT NULL,
    subject_id     bigint,
    detail         jsonb NOT NULL DEFAULT '{}',
    reason         text
);
CREATE INDEX audit_event_subject ON audit_event (subject, subject_id, audit_event_id);
CREATE INDEX audit_event_at ON audit_event (at);
-- The signatory's note stands on the page of an application that came back; saves make most of its trail.
CREATE INDEX audit_event_returned ON audit_event (subject_id, audit_event_id) WHERE verb = 'application.returned_to_editors';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', tg_table_name USING ERRCODE = 'restrict_violation', CONSTRAINT = tg_table_name || '_never_changes';
END
$$;
CREATE TRIGGER audit_event_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON audit_event TO kopiena_service;

-- What happens later: mail, letters, sweeping. Written in the same transaction as its cause, taken by workers with
-- FOR UPDATE SKIP LOCKED, repeated until done; every kind of job may run twice without harm.
CREATE TABLE job (
    job_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    payload     jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts    integer NOT NULL DEFAULT 0,
    last_error  text,
    done_at     timestamptz,
    given_up_at timestamptz,
    CONSTRAINT job_ends_once CHECK (done_at IS NULL OR given_up_at IS NULL)
);
CREATE INDEX job_waiting ON job (run_at, job_id) WHERE done_at IS NULL AND given_up_at IS NULL;
CREATE FUNCTION job_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('job', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER job_announced AFTER INSERT ON job FOR EACH STATEMENT EXECUTE FUNCTION job_announce();
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO kopiena_service;
