-- A handing in that was stamped and then cut off (the service was killed, the database went away) is completed without its sender.

-- What the signatory confirmed; the rest of what decides is in the rows that the stamp names.
ALTER TABLE intake ADD COLUMN declarations text[] NOT NULL DEFAULT '{}';

-- Stamped and not decided yet: written by the statement that stamps, removed by the one that decides. Almost always empty.
CREATE TABLE intake_open (
    intake_id bigint PRIMARY KEY REFERENCES intake,
    since     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What the rules said against it: the same key gets the same answer for ever.
CREATE TABLE intake_refusal (
    intake_id      bigint PRIMARY KEY REFERENCES intake,
    application_id bigint NOT NULL REFERENCES application,
    refused_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Decided when its sender was no longer there to be told: the application's page tells it.
    unattended     boolean NOT NULL,
    refusal        jsonb NOT NULL
);
CREATE INDEX intake_refusal_application ON intake_refusal (application_id, intake_id DESC);
CREATE TRIGGER intake_refusal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON intake_refusal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, DELETE ON intake_open TO kopiena_service;
GRANT SELECT, INSERT ON intake_refusal TO kopiena_service;
