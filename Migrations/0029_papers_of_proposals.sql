-- The document that asks for a move comes as a file while the proposal waits, so that whoever agrees has read it. Nobody takes it
-- away again.
CREATE TABLE budget.paper (
    -- An opaque reference, as elsewhere in the ledger: file:17.
    attachment  text CONSTRAINT paper_once PRIMARY KEY
        CONSTRAINT paper_shape CHECK (attachment ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    proposal_id bigint NOT NULL CONSTRAINT paper_of_its_proposal REFERENCES budget.proposal,
    added_by    bigint NOT NULL DEFAULT acting_person(),
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX paper_proposal ON budget.paper (proposal_id);
CREATE TRIGGER paper_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.paper
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Lays a file beside a proposal that waits; its author does. Whoever decides in the same moment comes before it or after it.
CREATE FUNCTION budget.attach(p_proposal bigint, p_attachment text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    author bigint;
BEGIN
    SELECT proposed_by INTO author FROM budget.proposal WHERE proposal_id = p_proposal FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM budget.refuse('proposal_is_known', 'no such proposal');
    END IF;
    IF author IS DISTINCT FROM public.acting_person() THEN
        PERFORM budget.refuse('paper_by_its_author', 'only who proposed it adds papers');
    END IF;
    IF EXISTS (SELECT FROM budget.decision WHERE proposal_id = p_proposal) THEN
        PERFORM budget.refuse('proposal_decided_once', 'the proposal was decided before');
    END IF;
    IF (SELECT count(*) FROM budget.paper WHERE proposal_id = p_proposal) >= 10 THEN
        PERFORM budget.refuse('papers_few', 'a proposal has at most 10 papers');
    END IF;
    INSERT INTO budget.paper (proposal_id, attachment) VALUES (p_proposal, p_attachment);
END
$$;

CREATE OR REPLACE VIEW budget.proposals AS
    SELECT p.proposal_id, p.key, p.kind, p.cause, p.dated, p.attachment, p.effective, p.reason, p.working, p.proposed_by, p.proposed_at,
           d.decision, d.decided_by, d.decided_at, d.reason AS decision_reason,
           ARRAY(SELECT w.attachment FROM budget.paper w WHERE w.proposal_id = p.proposal_id ORDER BY w.added_at) AS papers
      FROM budget.proposal p
      LEFT JOIN budget.decision d USING (proposal_id);
REVOKE ALL ON FUNCTION budget.attach FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.attach TO kopiena_service;
