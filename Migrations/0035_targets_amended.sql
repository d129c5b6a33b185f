-- What a line shall bring about is amended by the same document as its money, and agreed to by two people as well: 551 events for
-- 600 000 euro become 55 for 1 600 000 by one amendment or not at all.

ALTER TABLE budget.proposal ADD CONSTRAINT proposal_with_its_kind UNIQUE (proposal_id, kind);

-- How many of what it counts a line shall bring about, as an amendment asks for it. `before_count` is what stood when it was asked.
CREATE TABLE budget.proposed_target (
    proposal_id  bigint NOT NULL,
    kind         text NOT NULL CONSTRAINT proposed_target_by_amendment CHECK (kind = 'amendment'),
    node_id      bigint NOT NULL CONSTRAINT proposed_target_of_a_line REFERENCES budget.line,
    before_count integer NOT NULL,
    count        integer NOT NULL CONSTRAINT proposed_target_possible CHECK (count BETWEEN 1 AND 1000000),
    CONSTRAINT proposed_target_once PRIMARY KEY (proposal_id, node_id),
    CONSTRAINT proposed_target_with_its_count UNIQUE (proposal_id, node_id, count),
    CONSTRAINT proposed_target_of_its_proposal FOREIGN KEY (proposal_id, kind) REFERENCES budget.proposal (proposal_id, kind),
    CONSTRAINT proposed_target_changes CHECK (count <> before_count)
);
-- What a line has had besides what was published, version by version: the latest holds.
CREATE TABLE budget.target (
    node_id     bigint NOT NULL,
    version     integer NOT NULL CONSTRAINT target_version_positive CHECK (version > 0),
    proposal_id bigint NOT NULL,
    count       integer NOT NULL,
    CONSTRAINT target_version_once PRIMARY KEY (node_id, version),
    CONSTRAINT target_set_once UNIQUE (proposal_id, node_id),
    CONSTRAINT target_as_proposed FOREIGN KEY (proposal_id, node_id, count)
        REFERENCES budget.proposed_target (proposal_id, node_id, count),
    CONSTRAINT target_decided FOREIGN KEY (proposal_id) REFERENCES budget.decision
);
CREATE TRIGGER proposed_target_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.proposed_target
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER target_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.target
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What holds for a line: the latest amendment's count, or the published one.
CREATE FUNCTION budget.target_now(p_line bigint) RETURNS integer
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT t.count FROM budget.target t WHERE t.node_id = l.node_id ORDER BY t.version DESC LIMIT 1),
                    l.target_count)
      FROM budget.line l
     WHERE l.node_id = p_line
$$;

-- Writes down an amendment that changes target counts, with its moves if it has any. The counts stand in what was worked out as
-- well: so the key belongs to them too.
CREATE FUNCTION budget.amend(p_key uuid, p_kind text, p_effective date, p_reason text, p_cause text, p_dated date, p_verbs text[],
                             p_reverses bigint[], p_moves bigint[], p_nodes bigint[], p_stages text[], p_documents text[],
                             p_cents bigint[], p_lines bigint[], p_counts bigint[], OUT proposal bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    working jsonb;
    hash    bytea;
    known   record;
BEGIN
    IF p_key IS NULL OR p_effective IS NULL OR coalesce(cardinality(p_lines), 0) NOT BETWEEN 1 AND 200
        OR cardinality(p_counts) IS DISTINCT FROM cardinality(p_lines)
        OR array_position(p_lines, NULL) IS NOT NULL OR array_position(p_counts, NULL) IS NOT NULL THEN
        PERFORM budget.refuse('targets_are_whole', 'an amendment has 1 to 200 targets, each with its line and its count');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_counts) AS c WHERE c NOT BETWEEN 1 AND 1000000) THEN
        PERFORM budget.refuse('proposed_target_possible', 'a target is a count from 1 to 1000000');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_lines) AS l WHERE NOT EXISTS (SELECT FROM budget.line WHERE node_id = l)) THEN
        PERFORM budget.refuse('proposed_target_of_a_line', 'no such line');
    END IF;
    IF EXISTS (SELECT FROM budget.line WHERE node_id = ANY (p_lines) AND target_unit IS NULL) THEN
        PERFORM budget.refuse('target_of_counted_line', 'what comes of this line is not counted');
    END IF;
    SELECT jsonb_build_object('targets', jsonb_agg(jsonb_build_array(l, c) ORDER BY l, c))
      INTO working
      FROM unnest(p_lines, p_counts) AS t (l, c);
    IF cardinality(p_verbs) > 0 THEN
        SELECT p.proposal, p.is_new
          INTO proposal, is_new
          FROM budget.propose(p_key, p_kind, p_effective, p_reason, p_cause, p_dated, NULL, working, p_verbs, p_reverses, p_moves,
                              p_nodes, p_stages, p_documents, p_cents) p;
    ELSE
        hash := sha256(convert_to(jsonb_build_array(p_kind, p_effective, p_reason, p_cause, p_dated, working)::text, 'UTF8'));
        INSERT INTO budget.proposal (key, request_hash, kind, effective, reason, cause, dated, working)
        VALUES (p_key, hash, p_kind, p_effective, p_reason, p_cause, p_dated, working)
        ON CONFLICT (key) DO NOTHING
        RETURNING proposal_id INTO proposal;
        is_new := proposal IS NOT NULL;
        IF NOT is_new THEN
            SELECT p.proposal_id, p.request_hash, p.proposed_by INTO known FROM budget.proposal p WHERE p.key = p_key;
            IF known.request_hash <> hash OR known.proposed_by IS DISTINCT FROM public.acting_person() THEN
                PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another proposal');
            END IF;
            proposal := known.proposal_id;
        END IF;
    END IF;
    IF is_new THEN
        INSERT INTO budget.proposed_target (proposal_id, kind, node_id, before_count, count)
        SELECT amend.proposal, p_kind, t.line, budget.target_now(t.line), t.count
          FROM unnest(p_lines, p_counts) AS t (line, count);
    END IF;
END
$$;

-- On the table and not in a function: whoever agrees cannot leave the targets out. Before anything moves, and not in a closed month.
CREATE FUNCTION budget.decision_sets_targets() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lines bigint[] := ARRAY(SELECT node_id FROM budget.proposed_target WHERE proposal_id = NEW.proposal_id);
BEGIN
    IF lines = '{}' THEN
        RETURN NULL;
    END IF;
    -- One amendment of a line at a time, each seeing what the one before it set.
    PERFORM FROM budget.line WHERE node_id = ANY (lines) ORDER BY node_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT
                 FROM budget.proposed_target t
                WHERE t.proposal_id = NEW.proposal_id AND t.before_count <> budget.target_now(t.node_id)) THEN
        PERFORM budget.refuse('proposal_is_current', 'a target was changed since this was proposed');
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7301, 1);
    IF EXISTS (SELECT
                 FROM budget.closed_month c
                 JOIN budget.proposal p ON c.month = date_trunc('month', p.effective)::date
                WHERE p.proposal_id = NEW.proposal_id) THEN
        PERFORM budget.refuse('month_is_open', 'the month is closed');
    END IF;
    INSERT INTO budget.target (node_id, version, proposal_id, count)
    SELECT t.node_id, coalesce((SELECT max(o.version) FROM budget.target o WHERE o.node_id = t.node_id), 0) + 1, t.proposal_id, t.count
      FROM budget.proposed_target t
     WHERE t.proposal_id = NEW.proposal_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER decision_sets_targets AFTER INSERT ON budget.decision
    FOR EACH ROW WHEN (NEW.decision = 'approved') EXECUTE FUNCTION budget.decision_sets_targets();

CREATE VIEW budget.proposed_targets AS
    SELECT t.proposal_id, t.node_id, n.code, t.before_count, t.count
      FROM budget.proposed_target t
      JOIN budget.node n USING (node_id);
CREATE VIEW budget.targets AS
    SELECT t.node_id, t.version, p.before_count, t.count, t.proposal_id, q.cause, q.effective, d.decided_at
      FROM budget.target t
      JOIN budget.proposed_target p USING (proposal_id, node_id)
      JOIN budget.proposal q USING (proposal_id)
      JOIN budget.decision d USING (proposal_id);
-- Whoever reads of lines reads what holds now.
CREATE OR REPLACE VIEW budget.lines AS
    SELECT l.node_id, n.code, CASE p.kind WHEN 'line' THEN p.code END AS parent_line, n.is_support, n.valid, l.name_lv, l.name_en, l.point, l.mode,
           coalesce((SELECT t.count FROM budget.target t WHERE t.node_id = l.node_id ORDER BY t.version DESC LIMIT 1), l.target_count)
               AS target_count,
           l.target_unit, l.unit_cents, l.published_cents, l.other_count, l.other_cents, l.result_lv, l.result_en, l.result_source,
           l.target_count AS published_count
      FROM budget.line l
      JOIN budget.node n USING (node_id)
      LEFT JOIN budget.node p ON p.node_id = n.parent_id;

REVOKE ALL ON FUNCTION budget.target_now, budget.amend, budget.decision_sets_targets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.amend TO kopiena_service;
GRANT SELECT ON budget.proposed_targets, budget.targets TO kopiena_service;
