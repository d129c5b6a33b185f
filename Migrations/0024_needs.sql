-- What partners say they need: how many learners, by kind. Quotas are worked out from it, so that what was said before stays
-- readable: every saying is a row, and the latest one counts.
CREATE TABLE need (
    need_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation,
    kind            text NOT NULL CONSTRAINT need_kind_known
        CHECK (kind IN ('reading', 'transcript', 'risk', 'mentor', 'minority', 'learners')),
    learners        integer NOT NULL CONSTRAINT need_learners_possible CHECK (learners BETWEEN 0 AND 200000),
    -- The form's key: sent twice, it is said once.
    key             uuid NOT NULL,
    said_by         bigint NOT NULL REFERENCES person,
    said_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT need_said_once UNIQUE (key, kind)
);
CREATE INDEX need_latest ON need (organisation_id, kind, need_id DESC);
CREATE TRIGGER need_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON need
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON need TO kopiena_service;
