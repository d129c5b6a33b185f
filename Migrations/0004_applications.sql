-- Words as they are searched for: folded, and parted by whatever is no letter or digit, so that a number like SK-INIC-2-2026-0001
-- is found by any of its parts.
CREATE FUNCTION search_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT regexp_replace(public.folded($1), '[^[:alnum:]]+', ' ', 'g') $$;
-- Every word typed, as the beginning of a word that must be there.
CREATE FUNCTION search_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$
        SELECT coalesce(string_agg(quote_literal(word) || ':*', ' & '), '')::tsquery
          FROM unnest(tsvector_to_array(to_tsvector('simple', public.search_words($1)))) AS word
    $$;
GRANT EXECUTE ON FUNCTION search_words(text), search_query(text) TO kopiena_service;

CREATE TABLE application (
    application_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             uuid NOT NULL CONSTRAINT application_started_once UNIQUE,
    call_id         bigint NOT NULL REFERENCES call,
    -- The version whose form the answers fit.
    call_version_id bigint NOT NULL,
    organisation_id bigint NOT NULL REFERENCES organisation,
    state           text NOT NULL DEFAULT 'draft'
        CONSTRAINT application_state_known CHECK (state IN ('draft', 'signing', 'submitted', 'withdrawn')),
    -- 'SK-INIC-2-2026-0001', given at the first handing in and kept.
    number          text CONSTRAINT application_number_once UNIQUE,
    -- Copies of what lists show, sort and search: kept by the same statement that saves the answer.
    title           text NOT NULL DEFAULT '' CONSTRAINT application_title_length CHECK (length(title) <= 300),
    requested_cents bigint NOT NULL DEFAULT 0
        CONSTRAINT application_requested_not_negative CHECK (requested_cents >= 0),
    region          text,
    search          tsvector NOT NULL DEFAULT ''::tsvector,
    created_by      bigint NOT NULL REFERENCES person,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Arrival of the counting submission.
    submitted_at    timestamptz,
    revision        bigint NOT NULL DEFAULT 1,
    CONSTRAINT application_version_of_its_call FOREIGN KEY (call_id, call_version_id)
        REFERENCES call_version (call_id, call_version_id),
    CONSTRAINT application_submitted_has_number CHECK (state <> 'submitted' OR (number IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE INDEX application_call_updated ON application (call_id, updated_at DESC, application_id DESC);
-- What was never handed in sorts as if long ago: a list sorted by arrival leaves nobody out.
CREATE INDEX application_call_submitted
    ON application (call_id, coalesce(submitted_at, timestamptz 'epoch') DESC, application_id DESC);
CREATE INDEX application_call_number ON application (call_id, coalesce(number, '') COLLATE "C", application_id);
CREATE INDEX application_call_state ON application (call_id, state, updated_at DESC, application_id DESC);
CREATE INDEX application_call_requested ON application (call_id, requested_cents DESC, application_id DESC);
CREATE INDEX application_call_title ON application (call_id, title, application_id);
CREATE INDEX application_call_organisation ON application (call_id, organisation_id, updated_at DESC, application_id DESC);
CREATE INDEX application_organisation ON application (organisation_id, updated_at DESC, application_id DESC);
CREATE INDEX application_search ON application USING gin (search);

-- One answer a field, with a version of its own: two people never overwrite each other unseen.
CREATE TABLE answer (
    application_id bigint NOT NULL REFERENCES application,
    field          text NOT NULL CONSTRAINT answer_field_length CHECK (length(field) BETWEEN 1 AND 100),
    -- A string, an array of strings, an object of strings, or an array of such objects: as typed.
    value          jsonb NOT NULL,
    version        bigint NOT NULL DEFAULT 1,
    changed_by     bigint NOT NULL REFERENCES person,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (application_id, field)
);

-- What stood there before, visible to the applicant: nothing typed is ever lost.
CREATE TABLE answer_revision (
    application_id bigint NOT NULL REFERENCES application,
    field          text NOT NULL,
    version        bigint NOT NULL,
    value          jsonb NOT NULL,
    changed_by     bigint NOT NULL,
    changed_at     timestamptz NOT NULL,
    PRIMARY KEY (application_id, field, version)
);

-- Who has a form open now, told by the page's script; rows older than a minute mean nothing.
CREATE TABLE presence (
    application_id bigint NOT NULL REFERENCES application,
    person_id      bigint NOT NULL REFERENCES person,
    section        text NOT NULL,
    seen_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (application_id, person_id)
);

-- Files arrive chunk by chunk, each in a short transaction; the last one sets size and digest and makes the file visible.
-- What is still arriving after an hour is swept.
CREATE TABLE file (
    file_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- NULL for papers of the office itself (receipts).
    application_id bigint REFERENCES application,
    field          text NOT NULL,
    state          text NOT NULL DEFAULT 'arriving' CONSTRAINT file_state_known CHECK (state IN ('arriving', 'ready', 'removed')),
    name           text NOT NULL CONSTRAINT file_name_length CHECK (length(name) BETWEEN 1 AND 200),
    media_type     text NOT NULL,
    size           bigint CONSTRAINT file_size_limit CHECK (size BETWEEN 1 AND 26214400),
    sha256         bytea CONSTRAINT file_sha256_length CHECK (length(sha256) = 32),
    created_by     bigint REFERENCES person,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    removed_at     timestamptz,
    CONSTRAINT file_ready_is_whole CHECK (state = 'arriving' OR (size IS NOT NULL AND sha256 IS NOT NULL)),
    CONSTRAINT file_removed_at CHECK ((state = 'removed') = (removed_at IS NOT NULL))
);
CREATE INDEX file_application ON file (application_id, file_id);
CREATE INDEX file_arriving ON file (created_at) WHERE state = 'arriving';

CREATE TABLE file_chunk (
    file_id  bigint NOT NULL REFERENCES file ON DELETE CASCADE,
    position integer NOT NULL CONSTRAINT file_chunk_position_not_negative CHECK (position >= 0),
    bytes    bytea NOT NULL CONSTRAINT file_chunk_length CHECK (length(bytes) BETWEEN 1 AND 1048576),
    PRIMARY KEY (file_id, position)
);
-- Papers are mostly compressed already; trying again costs time and gains nothing.
ALTER TABLE file_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The decisive instant: one small insert on a connection reserved for it, before any other work.
-- The rule is arrived_at < closes_before; identity follows the order of insertion.
CREATE TABLE intake (
    intake_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The form's key: a double click, a retry or fifty parallel posts are one intent.
    key            uuid NOT NULL CONSTRAINT intake_once UNIQUE,
    application_id bigint NOT NULL,
    -- The revision of the application that the signatory read.
    revision       bigint NOT NULL,
    -- SHA-256 of what was posted, so that the same key with another content is refused.
    request_sha256 bytea NOT NULL CONSTRAINT intake_request_sha256_length CHECK (length(request_sha256) = 32),
    person_id      bigint NOT NULL,
    organisation_id bigint NOT NULL,
    arrived_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER intake_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON intake
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was handed in, whole and unchanging. Handing in again makes another; the last arrival counts.
CREATE TABLE submission (
    submission_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    intake_id       bigint NOT NULL CONSTRAINT submission_once UNIQUE REFERENCES intake,
    application_id  bigint NOT NULL REFERENCES application,
    call_id         bigint NOT NULL,
    call_version_id bigint NOT NULL REFERENCES call_version,
    number          text NOT NULL,
    arrived_at      timestamptz NOT NULL,
    submitted_by    bigint NOT NULL REFERENCES person,
    -- Canonical content: sorted keys, no spaces, UTF-8. Kept as text, byte for byte what was hashed.
    content         text NOT NULL,
    content_sha256  bytea NOT NULL CONSTRAINT submission_content_sha256_length CHECK (length(content_sha256) = 32),
    -- 128 random bits printed on the receipt; whoever knows them may check it.
    receipt_code    bytea NOT NULL CONSTRAINT submission_receipt_code_once UNIQUE
        CONSTRAINT submission_receipt_code_length CHECK (length(receipt_code) = 16),
    -- The receipt's JSON, byte for byte as given out, and its digest.
    receipt         text NOT NULL,
    receipt_sha256  bytea NOT NULL CONSTRAINT submission_receipt_sha256_length CHECK (length(receipt_sha256) = 32),
    -- The receipt as PDF, made after the answer was given; bytes are kept in file.
    pdf_file_id     bigint REFERENCES file
);
CREATE INDEX submission_application ON submission (application_id, submission_id DESC);
CREATE INDEX submission_receipt ON submission (receipt_sha256);
CREATE INDEX submission_call_arrival ON submission (call_id, arrived_at, submission_id);
CREATE INDEX submission_pdf ON submission (pdf_file_id);
CREATE INDEX file_sha256 ON file (sha256) WHERE application_id IS NULL;

-- A submission never changes except that its PDF is attached once; taking an application back is a row of its own.
CREATE FUNCTION submission_keeps_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.pdf_file_id IS NOT NULL OR to_jsonb(OLD) - 'pdf_file_id' <> to_jsonb(NEW) - 'pdf_file_id' THEN
        RAISE EXCEPTION 'a submission never changes' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'submission_never_changes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER submission_keeps_content BEFORE UPDATE ON submission
    FOR EACH ROW EXECUTE FUNCTION submission_keeps_content();
CREATE TRIGGER submission_never_deleted BEFORE DELETE OR TRUNCATE ON submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE withdrawal (
    withdrawal_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission_id  bigint NOT NULL CONSTRAINT withdrawal_once UNIQUE REFERENCES submission,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn_by   bigint NOT NULL REFERENCES person,
    reason         text NOT NULL DEFAULT '' CONSTRAINT withdrawal_reason_length CHECK (length(reason) <= 2000)
);
CREATE TRIGGER withdrawal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE ON application, answer, file, submission TO kopiena_service;
GRANT SELECT, INSERT ON answer_revision, intake, withdrawal TO kopiena_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON presence TO kopiena_service;
GRANT SELECT, INSERT, DELETE ON file_chunk TO kopiena_service;
GRANT DELETE ON file TO kopiena_service;
