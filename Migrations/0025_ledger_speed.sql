-- The ledger, quicker: what a move costs does not grow with the ledger.

-- As before, but no SQL function any more: that could not be written into the statement that calls it, and was started for each
-- posting by itself.
CREATE OR REPLACE FUNCTION budget.link(before bytea, account bigint, version bigint, txn bigint, amount bigint, balance bigint,
                                       at timestamptz)
    RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN sha256(before || convert_to(concat_ws(' ', account, version, txn, amount, balance,
                                                 (extract(epoch FROM at) * 1000000)::bigint), 'UTF8'));
END
$$;

-- A foreign key locks the row it names. All moves lock the few rows of the verbs at once, and every posting its account and its
-- move: for nothing, since no row there can ever change or go. That it is there is asked by triggers.
ALTER TABLE budget.txn DROP CONSTRAINT txn_is_legal;
ALTER TABLE budget.posting DROP CONSTRAINT posting_account_id_fkey, DROP CONSTRAINT posting_txn_id_fkey;
ALTER TABLE budget.period_net DROP CONSTRAINT period_net_account_id_fkey;
CREATE FUNCTION budget.txn_is_legal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM budget.verb v
                    WHERE v.verb = NEW.verb AND v.from_stage = NEW.from_stage AND v.to_stage = NEW.to_stage
                      AND v.four_eyes = NEW.four_eyes) THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER txn_is_legal BEFORE INSERT ON budget.txn FOR EACH ROW EXECUTE FUNCTION budget.txn_is_legal();

-- Against any other writer than budget.post: what is posted for a move adds up to nothing. Every statement's own postings are
-- looked at and no others: if each adds nothing to a move, all of them together do. The whole table need not be asked.
CREATE OR REPLACE FUNCTION budget.postings_balance() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_unbalanced boolean;
    is_known      boolean;
BEGIN
    SELECT bool_or(m.rest <> 0),
           bool_and(m.accounts = m.postings AND EXISTS (SELECT FROM budget.txn t WHERE t.txn_id = m.txn_id))
      INTO is_unbalanced, is_known
      FROM (SELECT p.txn_id, sum(p.amount) AS rest, count(*) AS postings,
                   count((SELECT a.account_id FROM budget.account a WHERE a.account_id = p.account_id)) AS accounts
              FROM added p
             GROUP BY p.txn_id) m;
    IF is_unbalanced THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the postings of a move must add up to nothing');
    ELSIF NOT is_known THEN
        PERFORM budget.refuse('posting_of_known_move', 'a posting belongs to a move and an account');
    END IF;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION budget.txn_is_legal FROM PUBLIC;

-- As before, with fewer questions: each costs as much as a row. And with plans that are kept: a plan for just these arrays always
-- looks cheaper, so that every statement was planned anew for every move, which took as long as all the rest.
CREATE OR REPLACE FUNCTION budget.post(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_approved_by bigint,
                                       p_reverses bigint, p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                                       OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    n        integer := cardinality(p_cents);
    hash     bytea;
    known    record;
    shape    record;
    place    record;
    move     budget.verb;
    accounts bigint[];
    now_at   timestamptz;
BEGIN
    IF n IS NULL OR n < 2 OR n > 5000 OR cardinality(p_nodes) IS DISTINCT FROM n OR cardinality(p_stages) IS DISTINCT FROM n
        OR cardinality(p_documents) IS DISTINCT FROM n THEN
        PERFORM budget.refuse('move_is_whole', 'a move has 2 to 5000 entries');
    END IF;
    SELECT coalesce(bool_and(amount <> 0 AND amount BETWEEN -1000000000000000 AND 1000000000000000), false)
               AND count(amount) = n AS is_possible,
           sum(amount) AS rest, count(DISTINCT (e.node, e.stage, e.document)) AS accounts, count(DISTINCT e.node) AS nodes,
           min(e.stage) FILTER (WHERE amount < 0) AS from_stage, min(e.stage) FILTER (WHERE amount > 0) AS to_stage,
           min(e.stage) FILTER (WHERE amount < 0) = max(e.stage) FILTER (WHERE amount < 0)
               AND min(e.stage) FILTER (WHERE amount > 0) = max(e.stage) FILTER (WHERE amount > 0) AS is_one_way
      INTO shape
      FROM unnest(p_nodes, p_stages, p_documents, p_cents) AS e (node, stage, document, amount);
    IF NOT shape.is_possible THEN
        PERFORM budget.refuse('move_of_possible_sums', 'every entry moves between 1 and 10^15 cents');
    ELSIF shape.rest <> 0 THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the entries of a move must add up to nothing');
    ELSIF shape.accounts <> n THEN
        PERFORM budget.refuse('move_touches_account_once', 'a move touches every account once: no circles');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_verb, p_effective, p_reason, p_cause, p_approved_by, p_reverses, p_nodes, p_stages,
                                                p_documents, p_cents)::text, 'UTF8'));
    SELECT t.txn_id, t.request_hash INTO known FROM budget.txn t WHERE t.key = p_key;
    IF NOT FOUND THEN
        -- A reversal goes the other way.
        SELECT * INTO move
          FROM budget.verb v
         WHERE v.verb = p_verb AND shape.is_one_way
           AND v.from_stage = CASE WHEN p_reverses IS NULL THEN shape.from_stage ELSE shape.to_stage END
           AND v.to_stage = CASE WHEN p_reverses IS NULL THEN shape.to_stage ELSE shape.from_stage END;
        IF NOT FOUND THEN
            PERFORM budget.refuse('txn_is_legal', 'no such move');
        END IF;
        INSERT INTO budget.txn (key, request_hash, verb, from_stage, to_stage, four_eyes, effective, approved_by, reason, cause,
                                reverses)
        VALUES (p_key, hash, p_verb, move.from_stage, move.to_stage, move.four_eyes, p_effective, p_approved_by, p_reason, p_cause,
                p_reverses)
        ON CONFLICT (key) DO NOTHING
        RETURNING txn_id INTO txn;
        -- A twin under way was waited for: a fresh statement sees it.
        IF txn IS NULL THEN
            SELECT t.txn_id, t.request_hash INTO known FROM budget.txn t WHERE t.key = p_key;
        END IF;
    END IF;
    IF txn IS NULL THEN
        IF known.request_hash <> hash THEN
            PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another move');
        END IF;
        txn := known.txn_id;
        is_new := false;
        RETURN;
    END IF;
    is_new := true;

    -- Closing a month waits for moves under way, and they see it closed.
    PERFORM pg_advisory_xact_lock_shared(7301, 1);
    SELECT count(*) AS nodes, bool_and(o.kind = ANY (move.kinds)) AS is_at_its_nodes,
           EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) AS is_closed,
           CASE WHEN p_reverses IS NULL THEN move.binds ELSE move.undo_binds END
               AND EXISTS (WITH RECURSIVE above AS (
                               SELECT parent_id, valid FROM budget.node WHERE node_id = ANY (p_nodes)
                               UNION
                               SELECT n.parent_id, n.valid FROM budget.node n JOIN above a ON a.parent_id = n.node_id
                           )
                           SELECT FROM above WHERE NOT p_effective <@ valid) AS is_outside
      INTO place
      FROM budget.node o
     WHERE o.node_id = ANY (p_nodes);
    IF place.nodes <> shape.nodes THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    ELSIF NOT place.is_at_its_nodes THEN
        PERFORM budget.refuse('move_at_its_nodes', 'money does not move so at a node of this kind');
    ELSIF place.is_outside THEN
        PERFORM budget.refuse('node_open_that_day', 'the date lies outside the period of a node');
    -- In an older snapshot a month that was closed meanwhile would still look open.
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'moves are posted at READ COMMITTED');
    ELSIF place.is_closed THEN
        PERFORM budget.refuse('month_is_open', 'the month is closed');
    END IF;
    IF p_reverses IS NOT NULL THEN
        IF EXISTS (SELECT a.node_id, a.stage, a.document, -p.amount
                     FROM budget.posting p
                     JOIN budget.account a USING (account_id)
                    WHERE p.txn_id = p_reverses
                   EXCEPT
                   SELECT * FROM unnest(p_nodes, p_stages, p_documents, p_cents))
            OR n <> (SELECT count(*) FROM budget.posting p WHERE p.txn_id = p_reverses)
            OR p_verb <> (SELECT t.verb FROM budget.txn t WHERE t.txn_id = p_reverses)
            OR (SELECT t.reverses IS NOT NULL OR t.effective > p_effective FROM budget.txn t WHERE t.txn_id = p_reverses) THEN
            PERFORM budget.refuse('reversal_is_exact',
                                  'a reversal undoes one whole earlier move that is no reversal itself');
        END IF;
    -- A single node's entries add up to nothing as all do.
    ELSIF (move.scope <> 'node' OR shape.nodes > 1)
        AND NOT budget.is_in_scope(move.scope, p_nodes, p_documents, p_cents) THEN
        PERFORM budget.refuse('move_within_its_scope', 'the money would go where this move may not take it');
    END IF;

    accounts := budget.accounts(p_nodes, p_stages, p_documents);
    -- One instant for the whole move, later than all that its accounts have seen.
    SELECT greatest(clock_timestamp(), max(b.last_at) + interval '1 microsecond')
      INTO now_at
      FROM (SELECT last_at FROM budget.balance WHERE account_id = ANY (accounts) ORDER BY account_id FOR UPDATE) b;
    WITH moved AS (
        UPDATE budget.balance b
           SET cents = b.cents + e.amount, version = b.version + 1,
               last_at = now_at,
               chain = budget.link(b.chain, b.account_id, b.version + 1, post.txn, e.amount, b.cents + e.amount, now_at)
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
         WHERE b.account_id = e.account_id
        RETURNING b.account_id, b.version, e.amount, b.cents, b.last_at, b.chain
    ), summed AS (
        INSERT INTO budget.period_net AS p (account_id, grain, start, net)
        SELECT m.account_id, g.grain, g.start, m.amount
          FROM moved m
         CROSS JOIN (VALUES ('D'::"char", p_effective), ('M', date_trunc('month', p_effective)::date),
                            ('Y', date_trunc('year', p_effective)::date)) AS g (grain, start)
         ORDER BY m.account_id
        ON CONFLICT (account_id, grain, start) DO UPDATE SET net = p.net + excluded.net
    )
    INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
    SELECT m.account_id, m.version, post.txn, m.amount, m.cents, m.last_at, m.chain FROM moved m;

    IF move.from_stage = 'source' OR move.to_stage = 'source' THEN
        UPDATE budget.cap c
           SET appropriated_cents = c.appropriated_cents - e.amount
          FROM unnest(p_nodes, p_stages, p_cents) AS e (node, stage, amount)
         WHERE c.node_id = e.node AND e.stage = 'source';
    ELSIF move.scope IN ('down', 'up') THEN
        UPDATE budget.cap c
           SET rest_cents = c.rest_cents + d.amount
          FROM (SELECT l.parent_id, sum(e.amount) AS amount
                  FROM unnest(p_nodes, p_cents) AS e (node, amount)
                  JOIN budget.node l ON l.node_id = e.node AND l.kind = 'line' AND l.parent_kind = 'programme' AND NOT l.is_support
                 GROUP BY l.parent_id) d
         WHERE c.node_id = d.parent_id AND d.parent_id = ANY (p_nodes);
    END IF;
END
$$;
