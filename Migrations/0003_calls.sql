-- Lines of the programme's financing (published amounts); the ledger is kept elsewhere, calls only name their line.
CREATE TABLE funding_line (
    code         text PRIMARY KEY,
    parent       text REFERENCES funding_line,
    name_lv      text NOT NULL,
    name_en      text NOT NULL,
    -- Point of MK 16.07.2024. noteikumi Nr. 483.
    point        text NOT NULL,
    starts       date NOT NULL,
    ends         date NOT NULL,
    target_count integer NOT NULL,
    target_unit  text NOT NULL,
    cents        bigint NOT NULL CONSTRAINT funding_line_positive CHECK (cents > 0),
    mode         text NOT NULL CONSTRAINT funding_line_mode_known CHECK (mode IN ('competitive', 'quota')),
    note         text NOT NULL DEFAULT '',
    CONSTRAINT funding_line_ends_after_start CHECK (ends >= starts)
);

-- Measures 4.2.1.1 - 4.2.3.4 of the general-education investments: the ministry's published plan, shown and never posted.
CREATE TABLE measure (
    measure_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code              text NOT NULL,
    round             integer,
    name_lv           text NOT NULL,
    cents             bigint NOT NULL,
    -- Whether the sum includes the flexibility amount; NULL where the source does not say.
    flexibility       boolean,
    applicants        text[] NOT NULL,
    selection         text NOT NULL CONSTRAINT measure_selection_known CHECK (selection IN ('restricted', 'open')),
    -- As published: '2024-Q4', '2023-10-27', or nothing.
    rules_adopted     text,
    selection_starts  text,
    ends              date NOT NULL,
    CONSTRAINT measure_once UNIQUE NULLS NOT DISTINCT (code, round)
);

CREATE TABLE call (
    call_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         uuid NOT NULL CONSTRAINT call_created_once UNIQUE,
    kind        text NOT NULL CONSTRAINT call_kind_known CHECK (kind IN ('initiative', 'partnership')),
    -- 'SK-INIC-2'; part of every application's number and of addresses.
    number      text NOT NULL CONSTRAINT call_number_once UNIQUE
        CONSTRAINT call_number_shape CHECK (number ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(number) <= 30),
    state       text NOT NULL DEFAULT 'draft' CONSTRAINT call_state_known CHECK (state IN ('draft', 'published', 'cancelled')),
    -- The officer's working copy (CallTerms); published versions are in call_version and never change.
    draft       jsonb NOT NULL,
    -- Raised by every save of the draft.
    revision    bigint NOT NULL DEFAULT 1,
    created_by  bigint NOT NULL REFERENCES person,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    cancelled_reason text,
    CONSTRAINT call_cancelled_with_reason CHECK ((state = 'cancelled') = (cancelled_reason IS NOT NULL))
);

CREATE TABLE call_version (
    call_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id         bigint NOT NULL REFERENCES call,
    version         integer NOT NULL CONSTRAINT call_version_positive CHECK (version >= 1),
    -- The revision of the draft it was made from: publishing one revision twice is one publication.
    draft_revision  bigint NOT NULL,
    terms           jsonb NOT NULL,
    terms_sha256    bytea NOT NULL CONSTRAINT call_version_terms_sha256_length CHECK (length(terms_sha256) = 32),
    -- Columns of the terms that rules and lists need.
    title_lv        text NOT NULL,
    funding_line    text NOT NULL REFERENCES funding_line,
    cents           bigint NOT NULL CONSTRAINT call_version_money_positive CHECK (cents > 0),
    opens_at        timestamptz NOT NULL,
    -- Exclusive: 00:00:00 of the next day.
    closes_before   timestamptz NOT NULL,
    -- What changed since the version before, for those who have drafts.
    change_note     text NOT NULL DEFAULT '',
    published_by    bigint NOT NULL REFERENCES person,
    published_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT call_version_once UNIQUE (call_id, version),
    CONSTRAINT call_version_of_call UNIQUE (call_id, call_version_id),
    CONSTRAINT call_version_of_revision_once UNIQUE (call_id, draft_revision),
    CONSTRAINT call_version_closes_after_opening CHECK (closes_before > opens_at),
    CONSTRAINT call_version_change_explained CHECK (version = 1 OR length(btrim(change_note)) > 0)
);
CREATE TRIGGER call_version_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON call_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A later end, for everybody or for one applicant, with its reason. Only ever later: a call is never shortened.
CREATE TABLE call_extension (
    call_extension_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key               uuid NOT NULL CONSTRAINT call_extension_made_once UNIQUE,
    call_id           bigint NOT NULL REFERENCES call,
    -- NULL: for everybody.
    organisation_id   bigint REFERENCES organisation,
    closes_before     timestamptz NOT NULL,
    reason            text NOT NULL CONSTRAINT call_extension_reason_there CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
    made_by           bigint NOT NULL REFERENCES person,
    made_at           timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX call_extension_call ON call_extension (call_id, organisation_id);
CREATE TRIGGER call_extension_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON call_extension
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How many projects a partner may hand in to a call. A row appears when a quota is set or when the first application is handed
-- in under the call's default; the CHECK refuses one too many under any concurrency.
CREATE TABLE quota (
    call_id         bigint NOT NULL REFERENCES call,
    organisation_id bigint NOT NULL REFERENCES organisation,
    -- NULL: no limit.
    places          integer CONSTRAINT quota_places_not_negative CHECK (places >= 0),
    taken           integer NOT NULL DEFAULT 0 CONSTRAINT quota_taken_not_negative CHECK (taken >= 0),
    PRIMARY KEY (call_id, organisation_id),
    CONSTRAINT quota_not_exceeded CHECK (taken <= places)
);

-- Questions asked at a field of the form; the answer, without names, is shown to all at that field.
CREATE TABLE question (
    question_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             uuid NOT NULL CONSTRAINT question_asked_once UNIQUE,
    call_id         bigint NOT NULL REFERENCES call,
    -- Key of the form's question; NULL: about the call as a whole.
    field           text,
    text            text NOT NULL CONSTRAINT question_text_length CHECK (length(btrim(text)) BETWEEN 1 AND 2000),
    asked_by        bigint NOT NULL REFERENCES person,
    organisation_id bigint NOT NULL REFERENCES organisation,
    asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The question as published (an officer may take names out of it) and its answer.
    published_text  text,
    answer          text,
    answered_by     bigint REFERENCES person,
    answered_at     timestamptz,
    revision        bigint NOT NULL DEFAULT 1,
    CONSTRAINT question_answered_whole CHECK (
        (answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)
        AND (answer IS NULL) = (published_text IS NULL)
    ),
    CONSTRAINT question_answer_length CHECK (length(btrim(answer)) BETWEEN 1 AND 5000)
);
CREATE INDEX question_call ON question (call_id, question_id);

-- Numbers of applications come from one sequence a call: no lock, no max + 1, and gaps are allowed.
CREATE FUNCTION application_numbering(call bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS public.application_number_%s', call);
END
$$;
CREATE FUNCTION next_application_number(call bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN nextval(format('public.application_number_%s', call)::regclass);
END
$$;
REVOKE ALL ON FUNCTION application_numbering(bigint), next_application_number(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION application_numbering(bigint), next_application_number(bigint) TO kopiena_service;

GRANT SELECT ON funding_line, measure TO kopiena_service;
GRANT SELECT, INSERT, UPDATE ON call, quota, question TO kopiena_service;
GRANT SELECT, INSERT ON call_version, call_extension TO kopiena_service;
