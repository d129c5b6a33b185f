-- A move, quicker a third time. Where eight write at once, each finds the processor's caches filled by the others: what counts is how
-- much of plans and expressions a move must walk through. Every expression of a function is made ready anew in every transaction.

-- Refuses what may not move at these nodes on that day, by the first rule it breaks.
CREATE FUNCTION budget.refuse_at(p_verb text, p_from text, p_to text, p_effective date, p_is_reversal boolean, p_nodes bigint[])
    RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place record;
BEGIN
    SELECT count(o.node_id) AS nodes, bool_and(o.kind = ANY (v.kinds)) AS is_at_its_nodes,
           bool_and(p_effective <@ o.open_on OR NOT CASE WHEN p_is_reversal THEN v.undo_binds ELSE v.binds END) AS is_open
      INTO place
      FROM budget.verb v
     CROSS JOIN budget.node o
     WHERE v.verb = p_verb AND v.from_stage = p_from AND v.to_stage = p_to AND o.node_id = ANY (p_nodes);
    IF place.nodes <> (SELECT count(DISTINCT node) FROM unnest(p_nodes) AS node) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    ELSIF NOT place.is_at_its_nodes THEN
        PERFORM budget.refuse('move_at_its_nodes', 'money does not move so at a node of this kind');
    ELSIF NOT place.is_open THEN
        PERFORM budget.refuse('node_open_that_day', 'the date lies outside the period of a node');
    -- In an older snapshot a month that was closed meanwhile would still look open.
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'moves are posted at READ COMMITTED');
    ELSIF EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) THEN
        PERFORM budget.refuse('month_is_open', 'the month is closed');
    ELSIF clock_timestamp() < (SELECT budget.end_of(max(s.day)) FROM budget.seal s) THEN
        PERFORM budget.refuse('txn_after_last_seal', 'the clock stands in a day that is sealed');
    END IF;
END
$$;
REVOKE ALL ON FUNCTION budget.refuse_at FROM PUBLIC;

-- As before; one look at the balances, which the move has just written, in place of one at the move and all accounts.
CREATE OR REPLACE FUNCTION budget.postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_plain boolean;
    m        record;
BEGIN
    SELECT sum(p.amount) = 0 AND min(p.txn_id) = max(p.txn_id)
           AND bool_and(coalesce(b.stage NOT IN ('advanced', 'accepted', 'recoverable', 'written_off'), false))
           AND EXISTS (SELECT FROM budget.txn t WHERE t.txn_id = min(p.txn_id))
      INTO is_plain
      FROM added p
      LEFT JOIN budget.balance b ON b.account_id = p.account_id;
    IF is_plain THEN
        RETURN NULL;
    END IF;
    FOR m IN
        SELECT p.txn_id, sum(p.amount) AS rest, bool_and(a.account_id IS NOT NULL) AS is_known,
               bool_or(a.stage IN ('advanced', 'accepted', 'recoverable', 'written_off')) AS is_spent,
               EXISTS (SELECT FROM budget.txn t WHERE t.txn_id = p.txn_id) AS is_of_move
          FROM added p
          LEFT JOIN budget.account a ON a.account_id = p.account_id
         GROUP BY p.txn_id
         ORDER BY p.txn_id
    LOOP
        IF m.rest <> 0 THEN
            PERFORM budget.refuse('postings_add_up_to_nothing', 'the postings of a move must add up to nothing');
        ELSIF NOT m.is_known OR NOT m.is_of_move THEN
            PERFORM budget.refuse('posting_of_known_move', 'a posting belongs to a move and an account');
        ELSIF m.is_spent THEN
            PERFORM budget.split_sources(m.txn_id, moved.nodes, moved.documents, moved.cents)
               FROM (SELECT array_agg(e.node_id) AS nodes, array_agg(e.document) AS documents, array_agg(e.cents) AS cents
                       FROM (SELECT a.node_id, a.document, sum(p.amount)::bigint AS cents
                               FROM added p
                               JOIN budget.account a USING (account_id)
                              WHERE p.txn_id = m.txn_id AND a.stage IN ('advanced', 'accepted', 'recoverable', 'written_off')
                              GROUP BY a.node_id, a.document
                             HAVING sum(p.amount) <> 0) e) moved
              WHERE moved.nodes IS NOT NULL;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- As before, with fewer expressions. What is rare is asked where it comes, in statements of its own. Runs with the rights and the
-- settings of those who call it: budget.move and budget.approve.
CREATE OR REPLACE FUNCTION budget.post(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_approved_by bigint,
                                       p_reverses bigint, p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                                       OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql AS $$
DECLARE
    n           integer := cardinality(p_cents);
    most        CONSTANT bigint := 1000000000000000;
    is_one_node boolean := array_remove(p_nodes, p_nodes[1]) = '{}';
    hash        bytea;
    is_held     boolean;
    way         record;
    accounts    bigint[];
    is_circle   boolean;
    is_odd_day  boolean;
    is_late     boolean := false;
    now_at      timestamptz;
    instant     text;
BEGIN
    IF n IS NULL OR n < 2 OR n > 5000 OR cardinality(p_nodes) IS DISTINCT FROM n OR cardinality(p_stages) IS DISTINCT FROM n
        OR cardinality(p_documents) IS DISTINCT FROM n THEN
        PERFORM budget.refuse('move_is_whole', 'a move has 2 to 5000 entries');
    ELSIF (0 = ANY (p_cents) OR most < ANY (p_cents) OR -most > ANY (p_cents)) IS NOT FALSE THEN
        PERFORM budget.refuse('move_of_possible_sums', 'every entry moves between 1 and 10^15 cents');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_verb, p_effective, p_reason, p_cause, p_approved_by, p_reverses, p_nodes, p_stages,
                                                p_documents, p_cents)::text, 'UTF8'));
    -- Closing a month waits for moves under way, and they see it closed. An expression is quicker than a statement.
    is_held := pg_advisory_xact_lock_shared(7301, 1) IS NOT NULL;
    -- All that give are of one stage, all that take of another; a reversal goes the other way. Nearly every move is of one node, and
    -- nothing forbids it: that much is asked at once.
    SELECT v.from_stage, v.to_stage, v.scope, v.four_eyes,
           o.kind = ANY (v.kinds)
           AND (p_effective <@ o.open_on OR NOT CASE WHEN p_reverses IS NULL THEN v.binds ELSE v.undo_binds END)
           AND NOT EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date)
           AND (clock_timestamp() < (SELECT budget.end_of(s.day) FROM budget.seal s ORDER BY s.day DESC LIMIT 1)) IS NOT TRUE
           AND current_setting('transaction_isolation') = 'read committed' AS is_free
      INTO way
      FROM budget.verb v
      LEFT JOIN budget.node o ON o.node_id = p_nodes[1] AND is_one_node
     WHERE v.verb = p_verb
       AND NOT EXISTS (SELECT
                         FROM unnest(p_stages, p_cents) AS e (stage, cents)
                        WHERE e.stage IS DISTINCT FROM CASE WHEN (e.cents < 0) = (p_reverses IS NULL) THEN v.from_stage
                                                            ELSE v.to_stage END);
    IF NOT FOUND THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    END IF;
    INSERT INTO budget.txn (key, request_hash, verb, from_stage, to_stage, four_eyes, effective, approved_by, reason, cause, reverses)
    VALUES (p_key, hash, p_verb, way.from_stage, way.to_stage, way.four_eyes, p_effective, p_approved_by, p_reason, p_cause, p_reverses)
    ON CONFLICT (key) DO NOTHING
    RETURNING txn_id INTO txn;
    is_new := txn IS NOT NULL;
    IF NOT is_new THEN
        -- A twin under way was waited for: a fresh statement sees it.
        SELECT t.txn_id INTO txn FROM budget.txn t WHERE t.key = p_key AND t.request_hash = hash;
        IF NOT FOUND THEN
            PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another move');
        END IF;
        RETURN;
    END IF;
    IF way.is_free IS NOT TRUE THEN
        PERFORM budget.refuse_at(p_verb, way.from_stage, way.to_stage, p_effective, p_reverses IS NOT NULL, p_nodes);
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
    ELSIF (way.scope <> 'node' OR NOT is_one_node)
        AND NOT budget.is_in_scope(way.scope, p_nodes, p_documents, p_cents) THEN
        PERFORM budget.refuse('move_within_its_scope', 'the money would go where this move may not take it');
    END IF;

    accounts := budget.accounts(p_nodes, p_stages, p_documents);
    -- One instant for the whole move, later than all that its accounts have seen.
    SELECT count(*) < n, greatest(clock_timestamp(), max(b.last_at) + interval '1 microsecond'),
           bool_or(b.last_day > p_effective OR b.last_day < p_effective AND b.prior_day > '-infinity')
      INTO is_circle, now_at, is_odd_day
      FROM (SELECT last_at, last_day, prior_day FROM budget.balance WHERE account_id = ANY (accounts) ORDER BY account_id FOR UPDATE) b;
    IF is_circle THEN
        PERFORM budget.refuse('move_touches_account_once', 'a move touches every account once: no circles');
    END IF;
    -- No more goes back to a stage than was demanded of it: a demand may be lowered and undone, but not both for the same euro. What was
    -- demanded stands in the postings of the stage's own account, which are few.
    IF p_verb = 'cancel_demand' AND p_reverses IS NULL OR p_verb = 'demand' AND p_reverses IS NOT NULL THEN
        IF EXISTS (
            SELECT
              FROM unnest(accounts, p_cents) AS e (account_id, amount)
             WHERE e.amount > (SELECT coalesce(-sum(p.amount), 0)
                                 FROM budget.posting p
                                 JOIN budget.txn t ON t.txn_id = p.txn_id
                                WHERE p.account_id = e.account_id AND t.verb IN ('demand', 'cancel_demand'))
               AND e.amount > 0) THEN
            PERFORM budget.refuse('demand_cancelled_as_made', 'more would go back than was demanded of this stage');
        END IF;
    END IF;
    IF is_odd_day THEN
        is_late := EXISTS (SELECT FROM budget.balance WHERE account_id = ANY (accounts) AND last_day > p_effective);
        -- Where a third day begins, the first of the three needs a row.
        INSERT INTO budget.day_balance (account_id, day, cents)
        SELECT b.account_id, b.prior_day, b.prior_cents
          FROM budget.balance b
         WHERE b.account_id = ANY (accounts) AND b.last_day < p_effective AND b.prior_day > '-infinity';
    END IF;
    instant := (extract(epoch FROM now_at) * 1000000)::bigint;
    WITH moved AS (
        UPDATE budget.balance b
           SET cents = b.cents + e.amount, version = b.version + 1, last_at = now_at, last_day = greatest(b.last_day, p_effective),
               prior_day = CASE WHEN b.last_day < p_effective THEN b.last_day ELSE b.prior_day END,
               prior_cents = CASE WHEN b.last_day < p_effective THEN b.cents ELSE b.prior_cents END,
               -- budget.link, written out.
               chain = sha256(b.chain || convert_to(concat_ws(' ', b.account_id, b.version + 1, post.txn, e.amount,
                                                              b.cents + e.amount, instant), 'UTF8'))
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
         WHERE b.account_id = e.account_id
        RETURNING b.account_id, b.version, e.amount, b.cents, b.chain
    )
    INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
    SELECT m.account_id, m.version, post.txn, m.amount, m.cents, now_at, m.chain FROM moved m;
    -- What counts before something that is there already is in all balances from its day on; a day between the last two takes the
    -- place of the one before it.
    IF is_late THEN
        INSERT INTO budget.day_balance (account_id, day, cents)
        SELECT b.account_id, least(b.prior_day, p_effective), budget.as_of(b.account_id, least(b.prior_day, p_effective))
          FROM budget.balance b
         WHERE b.account_id = ANY (accounts) AND b.last_day > p_effective AND b.prior_day NOT IN (p_effective, '-infinity')
        ON CONFLICT (account_id, day) DO NOTHING;
        UPDATE budget.day_balance d
           SET cents = d.cents + e.amount
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
          JOIN budget.balance b USING (account_id)
         WHERE d.account_id = e.account_id AND d.day >= p_effective AND b.last_day > p_effective;
        UPDATE budget.balance b
           SET prior_day = greatest(b.prior_day, p_effective), prior_cents = b.prior_cents + e.amount
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
         WHERE b.account_id = e.account_id AND b.last_day > p_effective;
    END IF;

    IF way.from_stage = 'source' OR way.to_stage = 'source' THEN
        UPDATE budget.cap c
           SET appropriated_cents = c.appropriated_cents - e.amount
          FROM unnest(p_nodes, p_stages, p_cents) AS e (node, stage, amount)
         WHERE c.node_id = e.node AND e.stage = 'source';
    ELSIF way.scope IN ('down', 'up') THEN
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
