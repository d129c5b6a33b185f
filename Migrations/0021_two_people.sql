-- What two people must agree on is written down by the first and happens by the deed of the second. Until now the service merely
-- named a second person; from here on it may no longer post such moves, nor undo any, by itself.

-- Whose quota a node is: an opaque reference, like a document's.
ALTER TABLE budget.node
    ADD COLUMN holder text CONSTRAINT node_holder_shape CHECK (holder ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    ADD CONSTRAINT node_holder_of_quota CHECK (holder IS NULL OR kind = 'quota');
CREATE UNIQUE INDEX node_one_quota_of_a_holder ON budget.node (parent_id, holder) WHERE holder IS NOT NULL;
CREATE INDEX node_holder ON budget.node (holder, node_id) WHERE holder IS NOT NULL;
CREATE OR REPLACE VIEW budget.nodes AS
    SELECT node_id, kind, parent_id, code, valid, is_support, holder FROM budget.node;

-- Makes a call or a partner's quota under a funding line, or finds it: the same code is the same node.
DROP FUNCTION budget.open_node(text, bigint, text, daterange);
CREATE FUNCTION budget.open_node(p_kind text, p_parent bigint, p_code text, p_valid daterange, p_holder text)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF p_kind IS NULL OR p_kind NOT IN ('call', 'quota') THEN
        PERFORM budget.refuse('node_kind_known', 'only calls and quotas are opened');
    END IF;
    IF NOT EXISTS (SELECT FROM budget.node WHERE node_id = p_parent) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    END IF;
    INSERT INTO budget.node (kind, parent_id, parent_kind, code, valid, is_support, holder)
    SELECT p_kind, node_id, kind, p_code, coalesce(p_valid, daterange(NULL, NULL)), is_support, p_holder
      FROM budget.node
     WHERE node_id = p_parent
    ON CONFLICT (code) DO NOTHING
    RETURNING node_id INTO found;
    IF found IS NULL THEN
        SELECT node_id INTO found
          FROM budget.node
         WHERE code = p_code AND kind = p_kind AND parent_id = p_parent AND valid = coalesce(p_valid, daterange(NULL, NULL))
           AND holder IS NOT DISTINCT FROM p_holder;
        IF found IS NULL THEN
            PERFORM budget.refuse('node_code_once', 'the code belongs to another node');
        END IF;
    END IF;
    RETURN found;
END
$$;

-- Moves that are to happen together, in their order, on one day, with the document that asks for them.
CREATE TABLE budget.proposal (
    proposal_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid NOT NULL CONSTRAINT proposal_key_once UNIQUE,
    request_hash bytea NOT NULL CONSTRAINT proposal_request_hash_length CHECK (length(request_hash) = 32),
    kind         text NOT NULL CONSTRAINT proposal_kind_known CHECK (kind IN ('moves', 'reversal', 'amendment', 'distribution')),
    -- The document: its number, its day, and the file that shows it, as an opaque reference.
    cause        text CONSTRAINT proposal_cause_shape CHECK (cause ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    dated        date,
    attachment   text CONSTRAINT proposal_attachment_shape CHECK (attachment ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    effective    date NOT NULL CONSTRAINT proposal_effective_possible CHECK (effective BETWEEN '2020-01-01' AND '2099-12-31'),
    reason       text NOT NULL CONSTRAINT proposal_reason_length CHECK (length(reason) BETWEEN 1 AND 2000),
    -- What the sums were worked out from, for those who look again later.
    working      jsonb,
    proposed_by  bigint NOT NULL DEFAULT acting_person(),
    proposed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT proposal_with_its_author UNIQUE (proposal_id, proposed_by),
    CONSTRAINT proposal_amendment_is_a_document CHECK (kind <> 'amendment' OR (cause IS NOT NULL AND dated IS NOT NULL))
);
CREATE TABLE budget.proposed_move (
    proposal_id bigint NOT NULL REFERENCES budget.proposal,
    number      integer NOT NULL CONSTRAINT proposed_move_number_positive CHECK (number > 0),
    verb        text NOT NULL,
    reverses    bigint REFERENCES budget.txn,
    -- The key under which it is posted: the way from the proposal to what became of it, and back.
    txn_key     uuid NOT NULL CONSTRAINT proposed_move_key_once UNIQUE,
    PRIMARY KEY (proposal_id, number)
);
CREATE TABLE budget.proposed_entry (
    proposal_id bigint NOT NULL,
    number      integer NOT NULL,
    place       integer NOT NULL,
    node_id     bigint NOT NULL CONSTRAINT proposed_entry_node_known REFERENCES budget.node,
    stage       text NOT NULL CONSTRAINT proposed_entry_stage_known CHECK (stage IN (
        'source', 'free', 'reserved', 'committed', 'payable', 'advanced', 'accepted', 'recoverable', 'written_off')),
    document    text CONSTRAINT proposed_entry_document_shape CHECK (document ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    cents       bigint NOT NULL CONSTRAINT proposed_entry_of_something CHECK (cents <> 0 AND abs(cents) <= 1000000000000000),
    PRIMARY KEY (proposal_id, number, place),
    CONSTRAINT proposed_entry_of_its_move FOREIGN KEY (proposal_id, number) REFERENCES budget.proposed_move
);
-- How it ended: by another person, or taken back by its author; once.
CREATE TABLE budget.decision (
    proposal_id bigint NOT NULL CONSTRAINT proposal_decided_once PRIMARY KEY,
    proposed_by bigint NOT NULL,
    decision    text NOT NULL CONSTRAINT decision_known CHECK (decision IN ('approved', 'declined', 'withdrawn')),
    decided_by  bigint NOT NULL DEFAULT acting_person(),
    decided_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason      text NOT NULL DEFAULT '' CONSTRAINT decision_reason_length CHECK (length(reason) <= 2000),
    CONSTRAINT decision_of_its_proposal FOREIGN KEY (proposal_id, proposed_by) REFERENCES budget.proposal (proposal_id, proposed_by),
    CONSTRAINT proposal_decided_by_another CHECK ((decision = 'withdrawn') = (decided_by = proposed_by)),
    CONSTRAINT decision_declined_with_reason CHECK (decision <> 'declined' OR reason <> '')
);
CREATE TRIGGER proposal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.proposal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposed_move_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.proposed_move
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposed_entry_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.proposed_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Posts a move that one person may make. Refused where its verb asks for two.
CREATE FUNCTION budget.move(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_nodes bigint[],
                            p_stages text[], p_documents text[], p_cents bigint[], OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_key IS NULL OR p_verb IS NULL OR p_effective IS NULL OR p_reason IS NULL OR array_position(p_nodes, NULL) IS NOT NULL
        OR array_position(p_stages, NULL) IS NOT NULL THEN
        PERFORM budget.refuse('move_is_whole', 'a move has a key, a verb, a day, and places');
    END IF;
    SELECT p.txn, p.is_new
      INTO txn, is_new
      FROM budget.post(p_key, p_verb, p_effective, p_reason, p_cause, NULL, NULL, p_nodes, p_stages, p_documents, p_cents) p;
END
$$;

-- Writes down what is to happen, once for each key. `p_moves` says of each entry to which move it belongs, counted from 1. A move
-- has a verb or undoes another; then its verb and its entries are those of the other, turned round, and are not given.
CREATE FUNCTION budget.propose(p_key uuid, p_kind text, p_effective date, p_reason text, p_cause text, p_dated date,
                               p_attachment text, p_working jsonb, p_verbs text[], p_reverses bigint[], p_moves bigint[],
                               p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                               OUT proposal bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n     integer := cardinality(p_moves);
    hash  bytea;
    known record;
BEGIN
    IF p_key IS NULL OR p_effective IS NULL OR cardinality(p_verbs) NOT BETWEEN 1 AND 200
        OR cardinality(p_reverses) IS DISTINCT FROM cardinality(p_verbs) OR n > 5000
        OR (n, n, n, n) IS DISTINCT FROM (cardinality(p_nodes), cardinality(p_stages), cardinality(p_documents), cardinality(p_cents))
        OR EXISTS (SELECT FROM unnest(p_verbs, p_reverses) AS m (verb, reverses) WHERE (verb IS NULL) = (reverses IS NULL))
        OR EXISTS (SELECT FROM unnest(p_moves) AS m WHERE m IS NULL OR m NOT BETWEEN 1 AND cardinality(p_verbs)) THEN
        PERFORM budget.refuse('move_is_whole', 'a proposal has 1 to 200 moves with 5000 entries at most');
    END IF;
    IF EXISTS (SELECT
                 FROM unnest(p_verbs) AS u (verb)
                WHERE verb IS NOT NULL AND NOT EXISTS (SELECT FROM budget.verb v WHERE v.verb = u.verb)) THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_nodes) AS e WHERE NOT EXISTS (SELECT FROM budget.node WHERE node_id = e)) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_cents) AS c WHERE c IS NULL OR c = 0 OR abs(c::numeric) > 1000000000000000) THEN
        PERFORM budget.refuse('move_of_possible_sums', 'every entry moves between 1 and 10^15 cents');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_moves, p_cents) AS e (move, c) GROUP BY move HAVING sum(c) <> 0) THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the entries of a move must add up to nothing');
    END IF;
    IF EXISTS (SELECT
                 FROM unnest(p_reverses) AS r
                WHERE r IS NOT NULL AND NOT EXISTS (SELECT FROM budget.txn t WHERE t.txn_id = r AND t.reverses IS NULL)) THEN
        PERFORM budget.refuse('reversal_is_exact', 'a reversal undoes one whole earlier move that is no reversal itself');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_kind, p_effective, p_reason, p_cause, p_dated, p_attachment, p_working, p_verbs,
                                                p_reverses, p_moves, p_nodes, p_stages, p_documents, p_cents)::text, 'UTF8'));
    INSERT INTO budget.proposal (key, request_hash, kind, effective, reason, cause, dated, attachment, working)
    VALUES (p_key, hash, p_kind, p_effective, p_reason, p_cause, p_dated, p_attachment, p_working)
    ON CONFLICT (key) DO NOTHING
    RETURNING proposal_id INTO proposal;
    is_new := proposal IS NOT NULL;
    IF NOT is_new THEN
        SELECT p.proposal_id, p.request_hash, p.proposed_by INTO known FROM budget.proposal p WHERE p.key = p_key;
        IF known.request_hash <> hash OR known.proposed_by IS DISTINCT FROM public.acting_person() THEN
            PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another proposal');
        END IF;
        proposal := known.proposal_id;
        RETURN;
    END IF;
    INSERT INTO budget.proposed_move (proposal_id, number, verb, reverses, txn_key)
    SELECT propose.proposal, m.number, coalesce(t.verb, m.verb), m.reverses, md5(p_key::text || ' ' || m.number)::uuid
      FROM unnest(p_verbs, p_reverses) WITH ORDINALITY AS m (verb, reverses, number)
      LEFT JOIN budget.txn t ON t.txn_id = m.reverses;
    INSERT INTO budget.proposed_entry (proposal_id, number, place, node_id, stage, document, cents)
    SELECT propose.proposal, e.move, e.place, e.node, e.stage, e.document, e.cents
      FROM unnest(p_moves, p_nodes, p_stages, p_documents, p_cents) WITH ORDINALITY
           AS e (move, node, stage, document, cents, place)
     WHERE p_reverses[e.move] IS NULL
     UNION ALL
    SELECT propose.proposal, m.number, row_number() OVER (PARTITION BY m.number ORDER BY a.account_id), a.node_id, a.stage,
           a.document, -p.amount
      FROM unnest(p_reverses) WITH ORDINALITY AS m (reverses, number)
      JOIN budget.posting p ON p.txn_id = m.reverses
      JOIN budget.account a USING (account_id);
    IF EXISTS (SELECT
                 FROM budget.proposed_move m
                WHERE m.proposal_id = propose.proposal
                  AND (SELECT count(*)
                         FROM budget.proposed_entry e
                        WHERE e.proposal_id = m.proposal_id AND e.number = m.number) < 2) THEN
        PERFORM budget.refuse('move_is_whole', 'a move has 2 to 5000 entries');
    END IF;
END
$$;

-- The second person agrees, and it happens: all of it or nothing. Agreed again by the same person, it is the same deed.
CREATE FUNCTION budget.approve(p_proposal bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked    budget.proposal;
    decided  budget.decision;
    approver bigint := public.acting_person();
    m        record;
    e        record;
BEGIN
    SELECT * INTO asked FROM budget.proposal WHERE proposal_id = p_proposal;
    IF NOT FOUND THEN
        PERFORM budget.refuse('proposal_is_known', 'no such proposal');
    END IF;
    INSERT INTO budget.decision (proposal_id, proposed_by, decision)
    VALUES (p_proposal, asked.proposed_by, 'approved')
    ON CONFLICT (proposal_id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO decided FROM budget.decision WHERE proposal_id = p_proposal;
        IF decided.decision <> 'approved' OR decided.decided_by IS DISTINCT FROM approver THEN
            PERFORM budget.refuse('proposal_decided_once', 'the proposal was decided before');
        END IF;
        RETURN false;
    END IF;
    -- Amendments and quotas were worked out from what stood there then: what was decided since makes them wrong.
    IF asked.kind IN ('amendment', 'distribution') THEN
        PERFORM pg_advisory_xact_lock(7301, 3);
        IF EXISTS (SELECT
                     FROM budget.proposal p
                     JOIN budget.decision d USING (proposal_id)
                    WHERE p.proposal_id <> p_proposal AND d.decision = 'approved' AND p.kind = asked.kind
                      AND (d.decided_at > asked.proposed_at OR p.kind = 'amendment' AND p.cause = asked.cause)
                      -- The same programme, or the same quotas.
                      AND EXISTS (SELECT
                                    FROM budget.proposed_entry mine
                                    JOIN budget.proposed_entry other USING (node_id)
                                   WHERE mine.proposal_id = p_proposal AND other.proposal_id = p.proposal_id)) THEN
            PERFORM budget.refuse('proposal_is_current', 'the money was changed since this was proposed');
        END IF;
    END IF;
    -- What is posted is the deed of its author, agreed to by the approver.
    PERFORM set_config('kopiena.person', asked.proposed_by::text, true);
    FOR m IN SELECT number, verb, reverses, txn_key FROM budget.proposed_move WHERE proposal_id = p_proposal ORDER BY number LOOP
        SELECT array_agg(node_id ORDER BY place) AS nodes, array_agg(stage ORDER BY place) AS stages,
               array_agg(document ORDER BY place) AS documents, array_agg(cents ORDER BY place) AS cents
          INTO e
          FROM budget.proposed_entry
         WHERE proposal_id = p_proposal AND number = m.number;
        PERFORM budget.post(m.txn_key, m.verb, asked.effective, asked.reason, asked.cause, approver, m.reverses, e.nodes, e.stages,
                            e.documents, e.cents);
    END LOOP;
    PERFORM set_config('kopiena.person', approver::text, true);
    RETURN true;
END
$$;

-- It shall not happen: another person declines it with a reason, or its author takes it back.
CREATE FUNCTION budget.turn_down(p_proposal bigint, p_reason text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    author  bigint;
    decided budget.decision;
BEGIN
    SELECT proposed_by INTO author FROM budget.proposal WHERE proposal_id = p_proposal;
    IF NOT FOUND THEN
        PERFORM budget.refuse('proposal_is_known', 'no such proposal');
    END IF;
    INSERT INTO budget.decision (proposal_id, proposed_by, decision, reason)
    VALUES (p_proposal, author, CASE WHEN author = public.acting_person() THEN 'withdrawn' ELSE 'declined' END,
            coalesce(p_reason, ''))
    ON CONFLICT (proposal_id) DO NOTHING;
    IF FOUND THEN
        RETURN true;
    END IF;
    SELECT * INTO decided FROM budget.decision WHERE proposal_id = p_proposal;
    IF decided.decision = 'approved' OR decided.decided_by IS DISTINCT FROM public.acting_person() THEN
        PERFORM budget.refuse('proposal_decided_once', 'the proposal was decided before');
    END IF;
    RETURN false;
END
$$;

CREATE VIEW budget.proposals AS
    SELECT p.proposal_id, p.key, p.kind, p.cause, p.dated, p.attachment, p.effective, p.reason, p.working, p.proposed_by, p.proposed_at,
           d.decision, d.decided_by, d.decided_at, d.reason AS decision_reason
      FROM budget.proposal p
      LEFT JOIN budget.decision d USING (proposal_id);
CREATE VIEW budget.proposed_moves AS
    SELECT m.proposal_id, m.number, m.verb, m.reverses, t.txn_id
      FROM budget.proposed_move m
      LEFT JOIN budget.txn t ON t.key = m.txn_key;
CREATE VIEW budget.proposed_entries AS
    SELECT e.proposal_id, e.number, e.place, e.node_id, n.code, e.stage, e.document, e.cents
      FROM budget.proposed_entry e
      JOIN budget.node n USING (node_id);

REVOKE ALL ON FUNCTION budget.open_node, budget.move, budget.propose, budget.approve, budget.turn_down FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION budget.post FROM kopiena_service;
GRANT EXECUTE ON FUNCTION budget.open_node, budget.move, budget.propose, budget.approve, budget.turn_down TO kopiena_service;
GRANT SELECT ON budget.proposals, budget.proposed_moves, budget.proposed_entries TO kopiena_service;
