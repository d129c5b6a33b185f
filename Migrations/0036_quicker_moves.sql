-- The ledger, quicker once more: a move writes one row less for every account, and asks less often.

-- What stood at an account at the end of its last day is its balance, and what stood there on the day before that lies beside it.
-- Only for earlier days there are rows, each written when it is the third: most accounts, those of documents, never have one.
ALTER TABLE budget.balance
    ADD COLUMN prior_day date NOT NULL DEFAULT '-infinity',
    ADD COLUMN prior_cents bigint NOT NULL DEFAULT 0;
UPDATE budget.balance b
   SET prior_day = d.day, prior_cents = d.cents
  FROM (SELECT DISTINCT ON (o.account_id) o.account_id, o.day, o.cents
          FROM budget.day_balance o
          JOIN budget.balance USING (account_id)
         WHERE o.day < last_day
         ORDER BY o.account_id, o.day DESC) d
 WHERE d.account_id = b.account_id;
DELETE FROM budget.day_balance d USING budget.balance b WHERE b.account_id = d.account_id AND d.day >= b.prior_day;
ALTER TABLE budget.day_balance RESET (fillfactor);
CREATE OR REPLACE FUNCTION budget.as_of(p_account bigint, p_day date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT CASE WHEN b.last_day <= p_day THEN b.cents
                                 WHEN b.prior_day <= p_day THEN b.prior_cents
                                 ELSE (SELECT d.cents
                                         FROM budget.day_balance d
                                        WHERE d.account_id = p_account AND d.day <= p_day
                                        ORDER BY d.day DESC
                                        LIMIT 1) END
                       FROM budget.balance b
                      WHERE b.account_id = p_account), 0)
$$;
CREATE OR REPLACE VIEW budget.holdings AS
    SELECT a.account_id, a.node_id, a.stage, a.document, b.cents, b.last_day, b.last_at, b.prior_day, b.prior_cents
      FROM budget.account a
      LEFT JOIN budget.balance b USING (account_id);

-- What was demanded by mistake, or in part, goes back to where it was: a part of a demand need not be undone as a whole.
INSERT INTO budget.verb (verb, from_stage, to_stage, scope, four_eyes, binds, undo_binds, kinds) VALUES
    ('cancel_demand', 'recoverable', 'advanced', 'document', false, false, false, '{call,quota}'),
    ('cancel_demand', 'recoverable', 'accepted', 'document', false, false, false, '{call,quota}');

-- The rules of a move, in one CHECK: the text of every CHECK is read again by every statement, which cost as much as all the rest of
-- the insert. Each is refused by its own name, as before.
CREATE FUNCTION budget.is_whole_move(request_hash bytea, verb text, from_stage text, to_stage text, four_eyes boolean, effective date,
                                     person_id bigint, approved_by bigint, reason text, cause text, reverses bigint)
    RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    by_two boolean := person_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> person_id;
    rule   text;
BEGIN
    rule := CASE
        WHEN length(request_hash) <> 32 THEN 'txn_request_hash_length'
        WHEN effective NOT BETWEEN '2020-01-01' AND '2099-12-31' THEN 'txn_effective_possible'
        WHEN length(reason) > 2000 THEN 'txn_reason_length'
        WHEN cause !~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$' THEN 'txn_cause_shape'
        WHEN four_eyes AND NOT by_two THEN 'txn_approved_by_another'
        -- Whatever is undone is undone by two people: it may order a payment again, or bind money anew.
        WHEN reverses IS NOT NULL AND NOT by_two THEN 'txn_reversal_approved_by_another'
        WHEN reverses IS NOT NULL AND reason = '' THEN 'txn_reversal_has_reason'
        WHEN (verb || ' ' || from_stage || ' ' || to_stage || CASE WHEN four_eyes THEN ' by two' ELSE '' END) NOT IN (
            'appropriate source free by two',
            'withdraw free source by two',
            'assign free free by two',
            'unassign free free by two',
            'reserve free reserved',
            'cancel reserved free',
            'commit reserved committed',
            'commit free committed',
            'release committed free',
            'order committed payable by two',
            'refuse payable committed',
            'book payable advanced',
            'settle payable accepted',
            'accept advanced accepted',
            'demand advanced recoverable',
            'demand accepted recoverable',
            'cancel_demand recoverable advanced',
            'cancel_demand recoverable accepted',
            'collect recoverable free',
            'write_off recoverable written_off by two') THEN 'txn_is_legal'
    END;
    IF rule IS NOT NULL THEN
        PERFORM budget.refuse(rule, 'the move breaks a rule of its row');
    END IF;
    RETURN true;
END
$$;
ALTER TABLE budget.txn
    ADD CONSTRAINT txn_is_whole CHECK (budget.is_whole_move(request_hash, verb, from_stage, to_stage, four_eyes, effective, person_id,
                                                            approved_by, reason, cause, reverses));
ALTER TABLE budget.txn
    DROP CONSTRAINT txn_request_hash_length, DROP CONSTRAINT txn_effective_possible, DROP CONSTRAINT txn_reason_length,
    DROP CONSTRAINT txn_cause_shape, DROP CONSTRAINT txn_approved_by_another, DROP CONSTRAINT txn_reversal_approved_by_another,
    DROP CONSTRAINT txn_reversal_has_reason;
DROP TRIGGER txn_is_legal ON budget.txn;
DROP FUNCTION budget.txn_is_legal();
REVOKE ALL ON FUNCTION budget.is_whole_move FROM PUBLIC;

-- Moves come in the order of their instants: at the end of a tree is room at once, while ranges of blocks are looked up each time.
DROP INDEX budget.txn_recorded;
CREATE INDEX txn_recorded ON budget.txn (recorded_at);
-- budget.post looks at the seals itself. Another writer could bring an instant of a sealed day.
CREATE FUNCTION budget.txn_after_last_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.recorded_at < (SELECT budget.end_of(max(s.day)) FROM budget.seal s) THEN
        PERFORM budget.refuse('txn_after_last_seal', 'the clock stands in a day that is sealed');
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION budget.txn_after_last_seal FROM PUBLIC;
CREATE TRIGGER txn_after_last_seal BEFORE INSERT ON budget.txn
    FOR EACH ROW WHEN (NEW.recorded_at < transaction_timestamp()) EXECUTE FUNCTION budget.txn_after_last_seal();

-- As before; what one move alone posted of money that is not spent, which is nearly all, is looked at as a whole.
CREATE OR REPLACE FUNCTION budget.postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_plain boolean;
    m        record;
BEGIN
    SELECT sum(p.amount) = 0
           AND bool_and(p.txn_id = first.txn_id
                        AND coalesce(a.stage NOT IN ('advanced', 'accepted', 'recoverable', 'written_off'), false))
      INTO is_plain
      FROM (SELECT txn_id FROM added LIMIT 1) first
      JOIN budget.txn USING (txn_id)
     CROSS JOIN added p
      LEFT JOIN budget.account a ON a.account_id = p.account_id;
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

-- As before; an array needs no aggregate, and those are slow to begin.
CREATE OR REPLACE FUNCTION budget.accounts(nodes bigint[], stages text[], documents text[])
    RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    found bigint[];
BEGIN
    FOR attempt IN 1..2 LOOP
        found := ARRAY(
            SELECT a.account_id
              FROM unnest(nodes, stages, documents) WITH ORDINALITY AS e (node, stage, document, place)
             CROSS JOIN LATERAL (SELECT account_id
                                   FROM budget.account
                                  WHERE node_id = e.node AND account.stage = e.stage AND account.document = e.document
                                  UNION ALL
                                 SELECT account_id
                                   FROM budget.account
                                  WHERE node_id = e.node AND account.stage = e.stage AND account.document IS NULL
                                    AND e.document IS NULL) a
             ORDER BY e.place
        );
        EXIT WHEN cardinality(found) = cardinality(nodes);
        WITH made AS (
            INSERT INTO budget.account (node_id, stage, document)
            SELECT * FROM unnest(nodes, stages, documents) ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING
            RETURNING account_id, stage
        )
        INSERT INTO budget.balance (account_id, stage) SELECT account_id, stage FROM made;
    END LOOP;
    RETURN found;
END
$$;

-- As before; runs with the rights and the settings of those who call it: budget.move and budget.approve.
CREATE OR REPLACE FUNCTION budget.post(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_approved_by bigint,
                                       p_reverses bigint, p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                                       OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql AS $$
DECLARE
    n           integer := cardinality(p_cents);
    most        CONSTANT bigint := 1000000000000000;
    amount      bigint;
    rest        numeric := 0;
    gives       text;
    takes       text;
    other       text;
    is_one_way  boolean := true;
    is_one_node boolean := true;
    is_circle   boolean := false;
    hash        bytea;
    place       record;
    accounts    bigint[];
    now_at      timestamptz;
    instant     text;
    is_held     boolean;
    is_late     boolean;
    is_third    boolean;
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
    IF is_one_way IS NOT TRUE THEN
        PERFORM budget.refuse('txn_is_legal', 'no such move');
    ELSIF p_reverses IS NOT NULL THEN
        -- A reversal goes the other way.
        other := gives;
        gives := takes;
        takes := other;
    END IF;
    INSERT INTO budget.txn (key, request_hash, verb, from_stage, to_stage, four_eyes, effective, approved_by, reason, cause, reverses)
    SELECT p_key, hash, v.verb, v.from_stage, v.to_stage, v.four_eyes, p_effective, p_approved_by, p_reason, p_cause, p_reverses
      FROM budget.verb v
     WHERE v.verb = p_verb AND v.from_stage = gives AND v.to_stage = takes
    ON CONFLICT (key) DO NOTHING
    RETURNING txn_id INTO txn;
    is_new := txn IS NOT NULL;
    IF NOT is_new THEN
        IF NOT EXISTS (SELECT FROM budget.verb v WHERE v.verb = p_verb AND v.from_stage = gives AND v.to_stage = takes) THEN
            PERFORM budget.refuse('txn_is_legal', 'no such move');
        END IF;
        -- A twin under way was waited for: a fresh statement sees it.
        SELECT t.txn_id INTO txn FROM budget.txn t WHERE t.key = p_key AND t.request_hash = hash;
        IF NOT FOUND THEN
            PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another move');
        END IF;
        RETURN;
    END IF;

    -- Closing a month waits for moves under way, and they see it closed. An expression is quicker than a statement.
    is_held := pg_advisory_xact_lock_shared(7301, 1) IS NOT NULL;
    IF is_one_node THEN
        SELECT 1::bigint AS nodes, o.kind = ANY (v.kinds) AS is_at_its_nodes, p_effective <@ o.open_on AS is_open, v.scope,
               CASE WHEN p_reverses IS NULL THEN v.binds ELSE v.undo_binds END AS binds,
               EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) AS is_closed,
               clock_timestamp() < (SELECT budget.end_of(s.day) FROM budget.seal s ORDER BY s.day DESC LIMIT 1) AS is_sealed
          INTO place
          FROM budget.verb v
         CROSS JOIN budget.node o
         WHERE v.verb = p_verb AND v.from_stage = gives AND v.to_stage = takes AND o.node_id = p_nodes[1];
    ELSE
        SELECT count(o.node_id) AS nodes, bool_and(o.kind = ANY (v.kinds)) AS is_at_its_nodes,
               bool_and(p_effective <@ o.open_on) AS is_open, min(v.scope) AS scope,
               bool_and(CASE WHEN p_reverses IS NULL THEN v.binds ELSE v.undo_binds END) AS binds,
               EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) AS is_closed,
               clock_timestamp() < (SELECT budget.end_of(s.day) FROM budget.seal s ORDER BY s.day DESC LIMIT 1) AS is_sealed
          INTO place
          FROM budget.verb v
         CROSS JOIN budget.node o
         WHERE v.verb = p_verb AND v.from_stage = gives AND v.to_stage = takes AND o.node_id = ANY (p_nodes);
    END IF;
    IF place.nodes IS NULL OR NOT is_one_node AND place.nodes <> (SELECT count(DISTINCT node) FROM unnest(p_nodes) AS node) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    ELSIF NOT place.is_at_its_nodes THEN
        PERFORM budget.refuse('move_at_its_nodes', 'money does not move so at a node of this kind');
    ELSIF place.binds AND NOT place.is_open THEN
        PERFORM budget.refuse('node_open_that_day', 'the date lies outside the period of a node');
    -- In an older snapshot a month that was closed meanwhile would still look open.
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'moves are posted at READ COMMITTED');
    ELSIF place.is_closed THEN
        PERFORM budget.refuse('month_is_open', 'the month is closed');
    ELSIF place.is_sealed THEN
        PERFORM budget.refuse('txn_after_last_seal', 'the clock stands in a day that is sealed');
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
    ELSIF (place.scope <> 'node' OR NOT is_one_node)
        AND NOT budget.is_in_scope(place.scope, p_nodes, p_documents, p_cents) THEN
        PERFORM budget.refuse('move_within_its_scope', 'the money would go where this move may not take it');
    END IF;

    accounts := budget.accounts(p_nodes, p_stages, p_documents);
    -- One instant for the whole move, later than all that its accounts have seen.
    SELECT greatest(clock_timestamp(), max(b.last_at) + interval '1 microsecond'), max(b.last_day) > p_effective,
           max(b.prior_day) > '-infinity'
      INTO now_at, is_late, is_third
      FROM (SELECT last_at, last_day, prior_day FROM budget.balance WHERE account_id = ANY (accounts) ORDER BY account_id FOR UPDATE) b;
    -- No more goes back to a stage than was demanded of it: a demand may be lowered and undone, but not both for the same euro. What was
    -- demanded stands in the postings of the stage's own account, which are few.
    IF (p_verb = 'cancel_demand' AND p_reverses IS NULL OR p_verb = 'demand' AND p_reverses IS NOT NULL) AND EXISTS (
        SELECT
          FROM unnest(accounts, p_cents) AS e (account_id, amount)
         WHERE e.amount > (SELECT coalesce(-sum(p.amount), 0)
                             FROM budget.posting p
                             JOIN budget.txn t ON t.txn_id = p.txn_id
                            WHERE p.account_id = e.account_id AND t.verb IN ('demand', 'cancel_demand'))
           AND e.amount > 0) THEN
        PERFORM budget.refuse('demand_cancelled_as_made', 'more would go back than was demanded of this stage');
    END IF;
    -- A third day begins: the first of the three needs a row.
    IF is_third THEN
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

    IF gives = 'source' OR takes = 'source' THEN
        UPDATE budget.cap c
           SET appropriated_cents = c.appropriated_cents - e.amount
          FROM unnest(p_nodes, p_stages, p_cents) AS e (node, stage, amount)
         WHERE c.node_id = e.node AND e.stage = 'source';
    ELSIF place.scope IN ('down', 'up') THEN
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

REVOKE ALL ON FUNCTION budget.post FROM PUBLIC;
ALTER FUNCTION budget.move SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION budget.approve SET plan_cache_mode = force_generic_plan;
