-- Planned outages of the site, announced at least two working days before (MK 445 p.15.1). Never edited: one that will not
-- happen, or at another time, is called off and announced anew.
CREATE TABLE outage (
    outage_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid NOT NULL CONSTRAINT outage_announced_once UNIQUE,
    starts       timestamptz NOT NULL,
    ends         timestamptz NOT NULL,
    reason_lv    text NOT NULL CONSTRAINT outage_reason_lv_length CHECK (length(btrim(reason_lv)) BETWEEN 1 AND 500),
    reason_en    text NOT NULL CONSTRAINT outage_reason_en_length CHECK (length(reason_en) <= 500),
    announced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    called_off_at timestamptz,
    CONSTRAINT outage_ends_after_start CHECK (ends > starts),
    CONSTRAINT outage_is_short CHECK (ends <= starts + interval '14 days')
);
CREATE INDEX outage_coming ON outage (ends) WHERE called_off_at IS NULL;

GRANT SELECT, INSERT ON outage TO kopiena_service;
GRANT UPDATE (called_off_at) ON outage TO kopiena_service;
