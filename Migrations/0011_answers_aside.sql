-- What somebody typed while a colleague changed the same field: shown at the field at once, and kept here whether it is taken or not.
CREATE TABLE answer_aside (
    application_id bigint NOT NULL REFERENCES application,
    field          text NOT NULL CONSTRAINT answer_aside_field_length CHECK (length(field) BETWEEN 1 AND 100),
    -- The colleague's version that stood in the field.
    version        bigint NOT NULL,
    typed_by       bigint NOT NULL REFERENCES person,
    value          jsonb NOT NULL,
    typed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The last text of each person counts: a page saves while its reader goes on typing.
    PRIMARY KEY (application_id, field, version, typed_by)
);
GRANT SELECT, INSERT, UPDATE (value, typed_at) ON answer_aside TO kopiena_service;
