-- The printed form of a call, one a language, made by a job whenever what it says has changed: nobody waits for the printing.
CREATE TABLE call_paper (
    call_id     bigint NOT NULL REFERENCES call,
    language    text NOT NULL CONSTRAINT call_paper_language_known CHECK (language IN ('lv', 'en')),
    -- SHA-256 of the page that was printed: a paper of anything else is not given out.
    page_sha256 bytea NOT NULL CONSTRAINT call_paper_page_sha256_length CHECK (length(page_sha256) = 32),
    pdf         bytea NOT NULL CONSTRAINT call_paper_pdf_length CHECK (length(pdf) BETWEEN 1 AND 33554432),
    printed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (call_id, language)
);
ALTER TABLE call_paper ALTER COLUMN pdf SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, UPDATE (page_sha256, pdf, printed_at) ON call_paper TO kopiena_service;

-- Calls that are published already get theirs.
INSERT INTO job (kind, payload)
    SELECT 'call.paper', jsonb_build_object('call', call_id::text) FROM call WHERE state <> 'draft';
