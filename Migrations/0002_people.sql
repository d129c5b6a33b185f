CREATE TABLE organisation (
    organisation_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind                text NOT NULL
        CONSTRAINT organisation_kind_known CHECK (kind IN ('agency', 'municipality', 'school', 'vocational', 'association')),
    name                text NOT NULL CONSTRAINT organisation_name_once UNIQUE,
    -- 11 digits of the Enterprise Register; NULL means "unknown", which is how several partners were published.
    registration_number text CONSTRAINT organisation_registration_number_shape CHECK (registration_number ~ '^[0-9]{11}$'),
    registration_status text NOT NULL DEFAULT 'unknown'
        CONSTRAINT organisation_registration_status_known CHECK (registration_status IN ('unknown', 'unverified', 'document', 'verified')),
    region              text CONSTRAINT organisation_region_known
        CHECK (region IN ('Rīga', 'Vidzeme', 'Kurzeme', 'Zemgale', 'Latgale')),
    atvk                text CONSTRAINT organisation_atvk_shape CHECK (atvk ~ '^[0-9]{7}$'),
    iso_3166_2          text,
    -- Order in the published list of partners of 24.02.2025.
    partner_position    integer CONSTRAINT organisation_partner_position_once UNIQUE,
    -- Exists only in the demonstration.
    invented            boolean NOT NULL DEFAULT false,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT organisation_registration_known CHECK ((registration_number IS NULL) = (registration_status = 'unknown'))
);
CREATE UNIQUE INDEX organisation_registration_number_once ON organisation (registration_number);

-- Cooperation agreement with the agency (MK 483 p.15, 18): a partner without one in force may not apply.
CREATE TABLE agreement (
    agreement_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation,
    number          text NOT NULL,
    in_force_from   date NOT NULL,
    -- Inclusive last day.
    in_force_until  date NOT NULL,
    CONSTRAINT agreement_ends_after_start CHECK (in_force_until >= in_force_from),
    -- MK 483 p.39: at the latest 31.08.2029.
    CONSTRAINT agreement_ends_with_programme CHECK (in_force_until <= DATE '2029-08-31')
);
CREATE INDEX agreement_organisation ON agreement (organisation_id, in_force_from);

CREATE TABLE person (
    person_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text NOT NULL CONSTRAINT person_name_there CHECK (length(btrim(name)) BETWEEN 1 AND 200),
    email         text NOT NULL CONSTRAINT person_email_once UNIQUE
        CONSTRAINT person_email_small_letters CHECK (email = lower(email) AND length(email) <= 254),
    language      text NOT NULL DEFAULT 'lv' CONSTRAINT person_language_known CHECK (language IN ('lv', 'en')),
    -- scrypt, with its parameters: 'scrypt$N$r$p$salt$key'. NULL: cannot sign in by password.
    password      text,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE membership (
    membership_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id       bigint NOT NULL REFERENCES person,
    organisation_id bigint NOT NULL REFERENCES organisation,
    role            text NOT NULL CONSTRAINT membership_role_known
        CHECK (role IN ('editor', 'signatory', 'evaluator', 'officer', 'finance', 'auditor', 'administrator')),
    from_day        date NOT NULL DEFAULT current_date,
    until_day       date,
    CONSTRAINT membership_once UNIQUE (person_id, organisation_id, role),
    CONSTRAINT membership_ends_after_start CHECK (until_day IS NULL OR until_day >= from_day)
);
CREATE INDEX membership_organisation ON membership (organisation_id, role);

-- A signed-in browser. Only the SHA-256 of its token is kept.
CREATE TABLE session (
    token_hash      bytea PRIMARY KEY CONSTRAINT session_token_hash_length CHECK (length(token_hash) = 32),
    person_id       bigint NOT NULL REFERENCES person,
    -- The organisation the person acts for now.
    organisation_id bigint REFERENCES organisation,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    idle_seconds    integer NOT NULL,
    expires_at      timestamptz NOT NULL,
    CONSTRAINT session_expires_after_creation CHECK (expires_at > created_at)
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expires ON session (expires_at);

-- Attempts to sign in, kept a day: throttling per account and per address holds across processes and restarts.
CREATE TABLE sign_in_attempt (
    sign_in_attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- SHA-256 of the address typed, so that a password typed into the wrong field is not kept.
    account_hash bytea NOT NULL,
    address      text NOT NULL,
    succeeded    boolean NOT NULL
);
CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account_hash, at);
CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address, at);

-- What visitors tell us (MK 445 p.9: a feedback channel).
CREATE TABLE feedback (
    feedback_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         uuid NOT NULL CONSTRAINT feedback_once UNIQUE,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    page        text NOT NULL CONSTRAINT feedback_page_length CHECK (length(page) <= 300),
    text        text NOT NULL CONSTRAINT feedback_text_length CHECK (length(btrim(text)) BETWEEN 1 AND 5000),
    reply_to    text CONSTRAINT feedback_reply_to_length CHECK (length(reply_to) <= 254)
);

-- Mail that left or will leave; the job that sends it names it.
CREATE TABLE mail (
    mail_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- NULL: to an address typed by a visitor.
    person_id  bigint REFERENCES person,
    recipient  text NOT NULL,
    subject    text NOT NULL,
    body       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at    timestamptz,
    -- What the mail is about and to whom, where a job that may run twice writes it; NULL: written with its cause.
    cause      text CONSTRAINT mail_cause_once UNIQUE
);
CREATE INDEX mail_created ON mail (created_at DESC, mail_id DESC);

GRANT SELECT, INSERT, UPDATE ON organisation, agreement, person, membership, mail TO kopiena_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON session, sign_in_attempt TO kopiena_service;
GRANT SELECT, INSERT ON feedback TO kopiena_service;
