-- The ledger, quicker still: a move asks the database less often, and what hardly ever changes is worked out when it changes.

-- The days on which money may be bound at a node: its own and those of all above it. Nodes change a few times a year, moves ask all
-- day long.
ALTER TABLE budget.node ADD COLUMN open_on daterange NOT NULL DEFAULT daterange(NULL, NULL);
CREATE FUNCTION budget.nodes_open() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH RECURSIVE tree AS (
        SELECT node_id, valid AS open_on FROM budget.node WHERE parent_id IS NULL
        UNION ALL
        SELECT n.node_id, n.valid * t.open_on FROM budget.node n JOIN tree t ON n.parent_id = t.node_id
    )
    UPDATE budget.node n SET open_on = t.open_on FROM tree t WHERE t.node_id = n.node_id AND t.open_on <> n.open_on;
    RETURN NULL;
END
$$;
CREATE TRIGGER nodes_open AFTER INSERT OR UPDATE OF valid, parent_id ON budget.node
    FOR EACH STATEMENT EXECUTE FUNCTION budget.nodes_open();
UPDATE budget.node SET valid = valid;

-- Nothing is undone twice; most moves undo nothing.
ALTER TABLE budget.txn DROP CONSTRAINT txn_reversed_once;
CREATE UNIQUE INDEX txn_reversed_once ON budget.txn (reverses) WHERE reverses IS NOT NULL;

-- One look where two were taken before: that the move is legal, and that its day is not sealed.
DROP TRIGGER txn_after_last_seal ON budget.txn;
DROP FUNCTION budget.after_last_seal();
CREATE OR REPLACE FUNCTION budget.txn_is_legal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_legal  boolean;
    is_sealed boolean;
BEGIN
    SELECT EXISTS (SELECT
                     FROM budget.verb v
                    WHERE v.verb = NEW.verb AND v.from_stage = NEW.from_stage AND v.to_stage = NEW.to_stage
                      AND v.four_eyes = NEW.four_eyes),
           NEW.recorded_at < (SELECT budget.end_of(s.day) FROM budget.seal s ORDER BY s.day DESC LIMIT 1)
      INTO is_legal, is_sealed;
    IF NOT is_legal THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    ELSIF is_sealed THEN
        PERFORM budget.refuse('txn_after_last_seal', 'the clock stands in a day that is sealed');
    END IF;
    RETURN NEW;
END
$$;

-- One look at what is posted where two were taken before: that it adds up, and whether any of it is to be split.
DROP TRIGGER postings_balance ON budget.posting;
DROP TRIGGER postings_split ON budget.posting;
DROP FUNCTION budget.postings_split();
CREATE OR REPLACE FUNCTION budget.postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    m record;
BEGIN
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
CREATE TRIGGER postings_balance AFTER INSERT ON budget.posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION budget.postings_balance();
-- Called by budget.post alone, which has set the path.
ALTER FUNCTION budget.accounts(bigint[], text[], text[]) RESET search_path;
ALTER FUNCTION budget.is_in_scope(text, bigint[], text[], bigint[]) RESET search_path;
ALTER FUNCTION budget.split_sources(bigint, bigint[], text[], bigint[]) RESET search_path;
REVOKE ALL ON FUNCTION budget.nodes_open FROM PUBLIC;

-- As before, with fewer statements. Entries are looked at step by step; a key that was used before is found by the insert; the days on
-- which a node is open stand at the node.
CREATE OR REPLACE FUNCTION budget.post(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_approved_by bigint,
                                       p_reverses bigint, p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                                       OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    n           integer := cardinality(p_cents);
    most        CONSTANT bigint := 1000000000000000;
    amount      bigint;
    rest        numeric := 0;
    gives       text;
    takes       text;
    is_one_way  boolean := true;
    is_one_node boolean := true;
    is_circle   boolean := false;
    hash        bytea;
    place       record;
    move        budget.verb;
    accounts    bigint[];
    now_at      timestamptz;
    instant     text;
    is_late     boolean;
BEGIN
    IF n IS NULL OR n < 2 OR n > 5000 OR cardinality(p_nodes) IS DISTINCT FROM n OR cardinality(p_stages) IS DISTINCT FROM n
        OR cardinality(p_documents) IS DISTINCT FROM n THEN
        PERFORM budget.refuse('move_is_whole', 'a move has 2 to 5000 entries');
    END IF;
    -- For the few entries of nearly every move such steps are quicker than a statement.
    FOR i IN 1..n LOOP
        amount := p_cents[i];
        IF amount < 0 AND amount >= -most THEN
            is_one_way := is_one_way AND coalesce(gives, p_stages[i]) = p_stages[i];
            gives := p_stages[i];
        ELSIF amount > 0 AND amount <= most THEN
            is_one_way := is_one_way AND coalesce(takes, p_stages[i]) = p_stages[i];
            takes := p_stages[i];
        ELSE
            PERFORM budget.refuse('move_of_possible_sums', 'every entry moves between 1 and 10^15 cents');
        END IF;
        rest := rest + amount;
        is_one_node := is_one_node AND p_nodes[i] = p_nodes[1];
    END LOOP;
    IF rest <> 0 THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the entries of a move must add up to nothing');
    END IF;
    IF n < 8 THEN
        FOR i IN 2..n LOOP
            FOR j IN 1..i - 1 LOOP
                is_circle := is_circle OR p_nodes[i] = p_nodes[j] AND p_stages[i] = p_stages[j]
                    AND p_documents[i] IS NOT DISTINCT FROM p_documents[j];
            END LOOP;
        END LOOP;
    ELSE
        is_circle := n > (SELECT count(DISTINCT (e.node, e.stage, e.document))
                            FROM unnest(p_nodes, p_stages, p_documents) AS e (node, stage, document));
    END IF;
    IF is_circle THEN
        PERFORM budget.refuse('move_touches_account_once', 'a move touches every account once: no circles');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_verb, p_effective, p_reason, p_cause, p_approved_by, p_reverses, p_nodes, p_stages,
                                                p_documents, p_cents)::text, 'UTF8'));
    -- A reversal goes the other way.
    IF p_reverses IS NOT NULL THEN
        SELECT * INTO move FROM budget.verb v WHERE v.verb = p_verb AND v.from_stage = takes AND v.to_stage = gives;
    ELSE
        SELECT * INTO move FROM budget.verb v WHERE v.verb = p_verb AND v.from_stage = gives AND v.to_stage = takes;
    END IF;
    IF NOT FOUND OR is_one_way IS NOT TRUE THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    END IF;
    INSERT INTO budget.txn (key, request_hash, verb, from_stage, to_stage, four_eyes, effective, approved_by, reason, cause, reverses)
    VALUES (p_key, hash, p_verb, move.from_stage, move.to_stage, move.four_eyes, p_effective, p_approved_by, p_reason, p_cause,
            p_reverses)
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

    -- Closing a month waits for moves under way, and they see it closed.
    PERFORM pg_advisory_xact_lock_shared(7301, 1);
    SELECT count(*) AS nodes, bool_and(o.kind = ANY (move.kinds)) AS is_at_its_nodes, bool_and(p_effective <@ o.open_on) AS is_open,
           EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) AS is_closed
      INTO place
      FROM budget.node o
     WHERE o.node_id = ANY (p_nodes);
    IF place.nodes <> (CASE WHEN is_one_node THEN 1 ELSE (SELECT count(DISTINCT node) FROM unnest(p_nodes) AS node) END) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    ELSIF NOT place.is_at_its_nodes THEN
        PERFORM budget.refuse('move_at_its_nodes', 'money does not move so at a node of this kind');
    ELSIF NOT place.is_open AND (p_reverses IS NULL AND move.binds OR p_reverses IS NOT NULL AND move.undo_binds) THEN
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
    ELSIF (move.scope <> 'node' OR NOT is_one_node)
        AND NOT budget.is_in_scope(move.scope, p_nodes, p_documents, p_cents) THEN
        PERFORM budget.refuse('move_within_its_scope', 'the money would go where this move may not take it');
    END IF;

    accounts := budget.accounts(p_nodes, p_stages, p_documents);
    -- One instant for the whole move, later than all that its accounts have seen.
    SELECT greatest(clock_timestamp(), max(b.last_at) + interval '1 microsecond'), bool_or(b.last_day > p_effective)
      INTO now_at, is_late
      FROM (SELECT last_at, last_day FROM budget.balance WHERE account_id = ANY (accounts) ORDER BY account_id FOR UPDATE) b;
    instant := (extract(epoch FROM now_at) * 1000000)::bigint;
    WITH moved AS (
        UPDATE budget.balance b
           SET cents = b.cents + e.amount, version = b.version + 1, last_at = now_at, last_day = greatest(b.last_day, p_effective),
               -- budget.link, written out.
               chain = sha256(b.chain || convert_to(concat_ws(' ', b.account_id, b.version + 1, post.txn, e.amount,
                                                              b.cents + e.amount, instant), 'UTF8'))
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
         WHERE b.account_id = e.account_id
        RETURNING b.account_id, b.version, e.amount, b.cents, b.last_day, b.chain
    ), dated AS (
        INSERT INTO budget.day_balance (account_id, day, cents)
        SELECT m.account_id, p_effective, m.cents FROM moved m WHERE m.last_day = p_effective
        ON CONFLICT (account_id, day) DO UPDATE SET cents = excluded.cents
    )
    INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
    SELECT m.account_id, m.version, post.txn, m.amount, m.cents, now_at, m.chain FROM moved m;
    -- What counts before something that is there already is in all balances from its day on.
    IF is_late THEN
        INSERT INTO budget.day_balance (account_id, day, cents)
        SELECT b.account_id, p_effective, budget.as_of(b.account_id, p_effective)
          FROM budget.balance b
         WHERE b.account_id = ANY (accounts) AND b.last_day > p_effective
        ON CONFLICT (account_id, day) DO NOTHING;
        UPDATE budget.day_balance d
           SET cents = d.cents + e.amount
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
          JOIN budget.balance b USING (account_id)
         WHERE d.account_id = e.account_id AND d.day >= p_effective AND b.last_day > p_effective;
    END IF;

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

-- As before; the function that posts is an expression here, and not a table that a statement reads.
CREATE OR REPLACE FUNCTION budget.move(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_nodes bigint[],
                                       p_stages text[], p_documents text[], p_cents bigint[], OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    posted record;
BEGIN
    IF p_key IS NULL OR p_verb IS NULL OR p_effective IS NULL OR p_reason IS NULL OR array_position(p_nodes, NULL) IS NOT NULL
        OR array_position(p_stages, NULL) IS NOT NULL THEN
        PERFORM budget.refuse('move_is_whole', 'a move has a key, a verb, a day, and places');
    END IF;
    posted := budget.post(p_key, p_verb, p_effective, p_reason, p_cause, NULL, NULL, p_nodes, p_stages, p_documents, p_cents);
    txn := posted.txn;
    is_new := posted.is_new;
END
$$;
