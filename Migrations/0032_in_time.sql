-- The instant of an arrival is the database's own: nobody brings one.
REVOKE INSERT ON intake FROM kopiena_service;
GRANT INSERT (key, application_id, revision, request_sha256, declarations, person_id, organisation_id) ON intake TO kopiena_service;

-- What is handed in carries the instant at which it arrived, and that lies before the end that counts for its applicant: the newest
-- version's, or an extension for all or for the applicant. The rule is arrived < closes_before.
CREATE FUNCTION submission_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    arrived timestamptz;
    ends    timestamptz;
BEGIN
    SELECT i.arrived_at,
           greatest((SELECT v.closes_before FROM call_version v WHERE v.call_id = a.call_id ORDER BY v.version DESC LIMIT 1),
                    (SELECT max(e.closes_before)
                       FROM call_extension e
                      WHERE e.call_id = a.call_id AND (e.organisation_id IS NULL OR e.organisation_id = a.organisation_id)))
      INTO arrived, ends
      FROM intake i
      JOIN application a USING (application_id)
     WHERE i.intake_id = NEW.intake_id AND i.application_id = NEW.application_id;
    IF arrived IS DISTINCT FROM NEW.arrived_at THEN
        RAISE EXCEPTION 'a submission carries the instant at which it arrived'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_when_it_arrived';
    ELSIF arrived >= ends THEN
        RAISE EXCEPTION 'it arrived after the end' USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_in_time';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER submission_in_time BEFORE INSERT ON submission FOR EACH ROW EXECUTE FUNCTION submission_in_time();
