-- Jobs that were given up are counted for the metrics every few seconds and are few; those done, among which they lie for a month,
-- are many.
CREATE INDEX job_given_up ON job (given_up_at, job_id) WHERE given_up_at IS NOT NULL;
