-- Of the applications in one state, by arrival and by number. What was never handed in has neither and stands together at one end
-- of the indexes without the state: a list of drafts alone would read past everything that was handed in.
CREATE INDEX application_call_state_submitted
    ON application (call_id, state, coalesce(submitted_at, timestamptz 'epoch') DESC, application_id DESC);
CREATE INDEX application_call_state_number ON application (call_id, state, coalesce(number, '') COLLATE "C", application_id);
