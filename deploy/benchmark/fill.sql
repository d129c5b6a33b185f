-- Copies the most complete application of the demonstration: `ready` of them wait for the signatory, the others are handed in.
-- Run as the owner: the service itself could not write rows like these.
\set ON_ERROR_STOP on
BEGIN;
CREATE TEMP TABLE model AS
    SELECT a.*
      FROM application a
      JOIN call c USING (call_id)
     WHERE a.state = 'submitted' AND c.kind = 'initiative'
     ORDER BY (SELECT count(*) FROM answer WHERE answer.application_id = a.application_id) DESC, a.application_id
     LIMIT 1;
CREATE TEMP TABLE partner AS
    SELECT o.organisation_id, o.region, min(m.person_id) AS signatory, row_number() OVER (ORDER BY o.organisation_id) AS place
      FROM organisation o
      JOIN membership m USING (organisation_id)
      JOIN agreement g USING (organisation_id)
     WHERE m.role = 'signatory' AND current_date BETWEEN g.in_force_from AND g.in_force_until
     GROUP BY o.organisation_id;
-- The measurement is of speed, not of quotas.
INSERT INTO quota (call_id, organisation_id, places) SELECT model.call_id, partner.organisation_id, NULL FROM model, partner
    ON CONFLICT (call_id, organisation_id) DO UPDATE SET places = NULL;
CREATE TEMP TABLE copy AS
    SELECT nextval(pg_get_serial_sequence('application', 'application_id')) AS application_id, n,
           1 + n % (SELECT count(*) FROM partner) AS place
      FROM generate_series(1, :all) AS n;
INSERT INTO application (application_id, key, call_id, call_version_id, organisation_id, state, number, title, requested_cents,
                         region, search, created_by, created_at, updated_at, submitted_at)
    OVERRIDING SYSTEM VALUE
    SELECT copy.application_id, gen_random_uuid(), model.call_id, model.call_version_id, partner.organisation_id,
           CASE WHEN n <= :ready THEN 'signing' ELSE 'submitted' END,
           CASE WHEN n > :ready THEN 'BENCH-' || :'batch' || '-' || n END,
           model.title || ' ' || n, model.requested_cents, partner.region,
           model.search, partner.signatory, now() - n * interval '1 second', now() - n * interval '1 second',
           CASE WHEN n > :ready THEN now() - n * interval '1 second' END
      FROM copy JOIN partner USING (place), model;
INSERT INTO answer (application_id, field, value, changed_by)
    SELECT copy.application_id, answer.field, answer.value, partner.signatory
      FROM copy JOIN partner USING (place), model JOIN answer USING (application_id)
     WHERE n <= :ready OR :'answers' = 'yes';
-- What was handed in has its arrival and its submission, as in a call that has run for a while.
CREATE TEMP TABLE arrival AS
    SELECT nextval(pg_get_serial_sequence('intake', 'intake_id')) AS intake_id, a.application_id, n
      FROM copy JOIN application a USING (application_id)
     WHERE a.state = 'submitted' AND :'answers' = 'yes'
     ORDER BY n;
INSERT INTO intake (intake_id, key, application_id, revision, request_sha256, person_id, organisation_id)
    OVERRIDING SYSTEM VALUE
    SELECT arrival.intake_id, gen_random_uuid(), a.application_id, 1, sha256('bench'), a.created_by, a.organisation_id
      FROM arrival JOIN application a USING (application_id)
     ORDER BY arrival.intake_id;
INSERT INTO submission (intake_id, application_id, call_id, call_version_id, number, arrived_at, submitted_by, content,
                        content_sha256, receipt_code, receipt, receipt_sha256)
    SELECT i.intake_id, a.application_id, a.call_id, a.call_version_id, a.number, i.arrived_at, i.person_id, s.content,
           s.content_sha256, decode(md5(a.number), 'hex'), s.receipt, sha256(convert_to(a.number, 'UTF8'))
      FROM arrival
      JOIN intake i USING (intake_id)
      JOIN application a ON a.application_id = arrival.application_id,
           (SELECT submission.* FROM submission JOIN model USING (application_id) ORDER BY submission_id LIMIT 1) s;
CREATE TEMP TABLE paper AS
    SELECT nextval(pg_get_serial_sequence('file', 'file_id')) AS file_id, f.file_id AS original, copy.application_id
      FROM copy, model JOIN file f USING (application_id)
     WHERE f.state = 'ready' AND (n <= :ready);
INSERT INTO file (file_id, application_id, field, state, name, media_type, size, sha256, created_by)
    OVERRIDING SYSTEM VALUE
    SELECT paper.file_id, paper.application_id, f.field, 'arriving', f.name, f.media_type, f.size, f.sha256, f.created_by
      FROM paper JOIN file f ON f.file_id = paper.original;
INSERT INTO file_chunk (file_id, position, bytes)
    SELECT paper.file_id, c.position, c.bytes FROM paper JOIN file_chunk c ON c.file_id = paper.original;
UPDATE file SET state = 'ready' FROM paper WHERE file.file_id = paper.file_id;
-- Sessions of the signatories and of an officer; the token of person N is N as 32 bytes, in base 64 as cookies carry it.
INSERT INTO session (token_hash, person_id, organisation_id, idle_seconds, expires_at)
    SELECT sha256(convert_to(translate(rtrim(encode(decode(lpad(to_hex(person_id), 64, '0'), 'hex'), 'base64'), '='), '+/', '-_'),
                             'UTF8')), person_id, organisation_id, 36000, now() + interval '10 hours'
      FROM (SELECT signatory AS person_id, organisation_id FROM partner
            UNION
            SELECT min(person_id), organisation_id FROM membership WHERE role = 'officer' GROUP BY organisation_id) who
    ON CONFLICT DO NOTHING;
COMMIT;
-- What the server would do in the minutes after, so that it is not done during the measurement.
VACUUM (ANALYZE);
CHECKPOINT;
