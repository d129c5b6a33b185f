-- The money: every euro of the programme, in double entry. Money never changes, it moves between accounts. Nothing here knows
-- of applications, contracts or learners: a document is an opaque reference.
CREATE SCHEMA budget;
GRANT USAGE ON SCHEMA budget TO kopiena_service;

-- A place where money stands: the programme, its funding lines, and under them calls (competitive lines) or partners' quotas.
CREATE TABLE budget.node (
    node_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL CONSTRAINT node_kind_known CHECK (kind IN ('programme', 'line', 'call', 'quota')),
    parent_id   bigint,
    parent_kind text,
    code        text NOT NULL CONSTRAINT node_code_length CHECK (length(code) BETWEEN 1 AND 80),
    -- Days on which money may be bound here; what is bound goes its way afterwards too.
    valid       daterange NOT NULL DEFAULT daterange(NULL, NULL) CONSTRAINT node_valid_some_day CHECK (NOT isempty(valid)),
    -- Whether it is individual support (MK 483 p.23.3): at least 40 % of the programme goes there (p.20).
    is_support  boolean NOT NULL DEFAULT false,
    CONSTRAINT node_code_once UNIQUE (code),
    CONSTRAINT node_kind_of_key UNIQUE (node_id, kind),
    CONSTRAINT node_support_of_key UNIQUE (node_id, is_support),
    CONSTRAINT node_parent_of_its_kind FOREIGN KEY (parent_id, parent_kind) REFERENCES budget.node (node_id, kind),
    CONSTRAINT node_parent_whole CHECK ((parent_id IS NULL) = (parent_kind IS NULL)),
    CONSTRAINT node_fits_its_parent CHECK (
        CASE kind
            WHEN 'programme' THEN parent_kind IS NULL
            WHEN 'line' THEN parent_kind IS NOT NULL AND parent_kind IN ('programme', 'line')
            ELSE parent_kind IS NOT NULL AND parent_kind = 'line'
        END)
);
CREATE INDEX node_children ON budget.node (parent_id, node_id);

-- What stands at a node at one stage: as a whole, or for one document.
CREATE TABLE budget.account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id    bigint NOT NULL REFERENCES budget.node,
    stage      text NOT NULL CONSTRAINT account_stage_known CHECK (stage IN ('source', 'free', 'reserved', 'committed', 'payable',
                                                                             'advanced', 'accepted', 'recoverable', 'written_off')),
    document   text CONSTRAINT account_document_shape CHECK (document ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    CONSTRAINT account_once UNIQUE NULLS NOT DISTINCT (node_id, stage, document),
    CONSTRAINT account_at_its_stage UNIQUE (account_id, stage),
    CONSTRAINT account_of_document_or_node CHECK ((document IS NULL) = (stage IN ('source', 'free')))
);
CREATE INDEX account_document ON budget.account (document, account_id) WHERE document IS NOT NULL;

-- The one row that every move of an account locks. Only the outside world that gives the money may stand below zero.
CREATE TABLE budget.balance (
    account_id  bigint PRIMARY KEY,
    stage       text NOT NULL,
    cents       bigint NOT NULL DEFAULT 0,
    version     bigint NOT NULL DEFAULT 0,
    last_at     timestamptz NOT NULL DEFAULT '-infinity',
    chain       bytea NOT NULL DEFAULT '',
    CONSTRAINT balance_of_its_account FOREIGN KEY (account_id, stage) REFERENCES budget.account (account_id, stage),
    CONSTRAINT balance_not_overspent CHECK (cents >= 0 OR stage = 'source')
) WITH (fillfactor = 50);

-- The only legal moves. Between nodes money goes only to a child or back; otherwise every node's part of a move adds up to zero,
-- and where both ends belong to a document, so does every document's.
CREATE TABLE budget.verb (
    verb       text NOT NULL,
    from_stage text NOT NULL,
    to_stage   text NOT NULL,
    scope      text NOT NULL CONSTRAINT verb_scope_known CHECK (scope IN ('down', 'up', 'node', 'document')),
    four_eyes  boolean NOT NULL,
    -- Whether it binds money, which may be done only in the period of the node; and whether its reversal would.
    binds      boolean NOT NULL,
    undo_binds boolean NOT NULL,
    -- The kinds of nodes at which money may move so.
    kinds      text[] NOT NULL,
    PRIMARY KEY (verb, from_stage, to_stage),
    CONSTRAINT verb_with_its_eyes UNIQUE (verb, from_stage, to_stage, four_eyes)
);
INSERT INTO budget.verb (verb, from_stage, to_stage, scope, four_eyes, binds, undo_binds, kinds) VALUES
    ('appropriate', 'source', 'free', 'node', true, false, false, '{programme}'),
    ('withdraw', 'free', 'source', 'node', true, false, false, '{programme}'),
    ('assign', 'free', 'free', 'down', true, false, false, '{programme,line,call,quota}'),
    ('unassign', 'free', 'free', 'up', true, false, false, '{programme,line,call,quota}'),
    ('reserve', 'free', 'reserved', 'node', false, true, false, '{call,quota}'),
    ('cancel', 'reserved', 'free', 'node', false, false, true, '{call,quota}'),
    ('commit', 'reserved', 'committed', 'document', false, true, false, '{call,quota}'),
    ('commit', 'free', 'committed', 'node', false, true, false, '{quota}'),
    ('release', 'committed', 'free', 'node', false, false, true, '{call,quota}'),
    ('order', 'committed', 'payable', 'document', true, false, false, '{call,quota}'),
    ('refuse', 'payable', 'committed', 'document', false, false, false, '{call,quota}'),
    ('book', 'payable', 'advanced', 'document', false, false, false, '{call,quota}'),
    ('settle', 'payable', 'accepted', 'document', false, false, false, '{call,quota}'),
    ('accept', 'advanced', 'accepted', 'document', false, false, false, '{call,quota}'),
    ('demand', 'advanced', 'recoverable', 'document', false, false, false, '{call,quota}'),
    ('demand', 'accepted', 'recoverable', 'document', false, false, false, '{call,quota}'),
    ('collect', 'recoverable', 'free', 'node', false, false, false, '{call,quota}'),
    ('write_off', 'recoverable', 'written_off', 'document', true, false, false, '{call,quota}');

-- A month (by its first day) into which nothing may be posted any more.
CREATE TABLE budget.closed_month (
    month     date PRIMARY KEY CONSTRAINT closed_month_is_first_day CHECK (extract(day FROM month) = 1),
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by bigint DEFAULT acting_person()
);

-- One move, with its cause. `reverses`: a correction undoes one move, and each at most once.
CREATE TABLE budget.txn (
    txn_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid NOT NULL CONSTRAINT txn_key_once UNIQUE,
    request_hash bytea NOT NULL CONSTRAINT txn_request_hash_length CHECK (length(request_hash) = 32),
    verb         text NOT NULL,
    from_stage   text NOT NULL,
    to_stage     text NOT NULL,
    four_eyes    boolean NOT NULL,
    effective    date NOT NULL CONSTRAINT txn_effective_possible CHECK (effective BETWEEN '2020-01-01' AND '2099-12-31'),
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id    bigint DEFAULT acting_person(),
    approved_by  bigint,
    reason       text NOT NULL DEFAULT '' CONSTRAINT txn_reason_length CHECK (length(reason) <= 2000),
    cause        text CONSTRAINT txn_cause_shape CHECK (cause ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    reverses     bigint CONSTRAINT txn_reversed_once UNIQUE REFERENCES budget.txn,
    -- A reversal carries the stages of the move that it undoes.
    CONSTRAINT txn_is_legal FOREIGN KEY (verb, from_stage, to_stage, four_eyes)
        REFERENCES budget.verb (verb, from_stage, to_stage, four_eyes),
    CONSTRAINT txn_approved_by_another CHECK (
        NOT four_eyes OR (person_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> person_id)),
    -- Whatever is undone is undone by two people: it may order a payment again, or bind money anew.
    CONSTRAINT txn_reversal_approved_by_another CHECK (
        reverses IS NULL OR (person_id IS NOT NULL AND approved_by IS NOT NULL AND approved_by <> person_id)),
    CONSTRAINT txn_reversal_has_reason CHECK (reverses IS NULL OR reason <> '')
);

-- What a move did to one account. `version` has no gaps; `chain` is the hash over all that the account's postings say. Somebody
-- with all rights could link anew: against that stands a digest kept elsewhere.
CREATE TABLE budget.posting (
    account_id    bigint NOT NULL REFERENCES budget.account,
    version       bigint NOT NULL CONSTRAINT posting_version_positive CHECK (version > 0),
    txn_id        bigint NOT NULL REFERENCES budget.txn,
    amount        bigint NOT NULL CONSTRAINT posting_of_something CHECK (amount <> 0 AND abs(amount) <= 1000000000000000),
    balance_after bigint NOT NULL,
    recorded_at   timestamptz NOT NULL,
    chain         bytea NOT NULL,
    PRIMARY KEY (account_id, version)
);
CREATE INDEX posting_txn ON budget.posting (txn_id);
CREATE INDEX posting_recorded ON budget.posting (account_id, recorded_at);

-- Sums by effective date: a look at any day adds years, months and days, and a late entry costs three rows.
CREATE TABLE budget.period_net (
    account_id bigint NOT NULL REFERENCES budget.account,
    grain      "char" NOT NULL CONSTRAINT period_net_grain_known CHECK (grain IN ('D', 'M', 'Y')),
    start      date NOT NULL,
    net        bigint NOT NULL,
    PRIMARY KEY (account_id, grain, start)
);

-- The 40 % rule, as a cap on the rest: what lines other than individual support are assigned, of what was appropriated.
CREATE TABLE budget.cap (
    node_id            bigint PRIMARY KEY REFERENCES budget.node,
    rest_basis_points  integer NOT NULL CONSTRAINT cap_is_share CHECK (rest_basis_points BETWEEN 0 AND 10000),
    appropriated_cents bigint NOT NULL DEFAULT 0,
    rest_cents         bigint NOT NULL DEFAULT 0,
    -- Without multiplying the sum, which could leave the range.
    CONSTRAINT cap_on_the_rest CHECK (rest_cents <= appropriated_cents::numeric * rest_basis_points / 10000)
);

CREATE TRIGGER txn_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.txn
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_month_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.closed_month
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verb_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.verb
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION budget.refuse(rule text, sentence text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END
$$;

-- Against any other writer than budget.post: what is posted for a move adds up to nothing.
CREATE FUNCTION budget.postings_balance() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT
                 FROM budget.posting
                WHERE txn_id IN (SELECT txn_id FROM added)
                GROUP BY txn_id
               HAVING sum(amount) <> 0) THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the postings of a move must add up to nothing');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER postings_balance AFTER INSERT ON budget.posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION budget.postings_balance();

-- The hash that binds a posting to all before it. Instants as microseconds: no setting of a session can change it.
CREATE FUNCTION budget.link(before bytea, account bigint, version bigint, txn bigint, amount bigint, balance bigint, at timestamptz)
    RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT sha256(before || convert_to(concat_ws(' ', account, version, txn, amount, balance,
                                                       (extract(epoch FROM at) * 1000000)::bigint), 'UTF8')) $$;

-- Whether the entries of a move go where its verb lets them go.
CREATE FUNCTION budget.is_in_scope(scope text, nodes bigint[], documents text[], cents bigint[])
    RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE scope
        WHEN 'document' THEN
            RETURN NOT EXISTS (SELECT
                                 FROM unnest(nodes, documents, cents) AS e (node, document, amount)
                                GROUP BY node, document
                               HAVING sum(amount) <> 0);
        WHEN 'node' THEN
            RETURN NOT EXISTS (SELECT
                                 FROM unnest(nodes, cents) AS e (node, amount)
                                GROUP BY node
                               HAVING sum(amount) <> 0);
        ELSE
            -- One parent on one side, only its children on the other.
            RETURN (SELECT count(*) FILTER (WHERE (amount < 0) = (scope = 'down')) = 1
                       AND bool_and((amount < 0) = (scope = 'down') OR n.parent_id IS NOT DISTINCT FROM p.node)
                      FROM unnest(nodes, cents) AS e (node, amount)
                      JOIN budget.node n ON n.node_id = e.node
                     CROSS JOIN (SELECT min(node) AS node
                                   FROM unnest(nodes, cents) AS e (node, amount)
                                  WHERE (amount < 0) = (scope = 'down')) p);
    END CASE;
END
$$;

-- The accounts of a move in the order of its entries, made where they are missing.
CREATE FUNCTION budget.accounts(nodes bigint[], stages text[], documents text[])
    RETURNS bigint[] LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found bigint[];
BEGIN
    FOR attempt IN 1..2 LOOP
        SELECT array_agg(a.account_id ORDER BY e.place)
          INTO found
          FROM unnest(nodes, stages, documents) WITH ORDINALITY AS e (node, stage, document, place)
         CROSS JOIN LATERAL (SELECT account_id
                               FROM budget.account
                              WHERE node_id = e.node AND account.stage = e.stage AND account.document = e.document
                              UNION ALL
                             SELECT account_id
                               FROM budget.account
                              WHERE node_id = e.node AND account.stage = e.stage AND account.document IS NULL
                                AND e.document IS NULL) a;
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

-- Posts one move: all of it or nothing, once for each key. The same key with the same content gives the same move.
-- Refusals are broken constraints, by name.
CREATE FUNCTION budget.post(p_key uuid, p_verb text, p_effective date, p_reason text, p_cause text, p_approved_by bigint,
                            p_reverses bigint, p_nodes bigint[], p_stages text[], p_documents text[], p_cents bigint[],
                            OUT txn bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n        integer := cardinality(p_cents);
    hash     bytea;
    known    record;
    lines    bigint[];
    move     budget.verb;
    stages   text[];
    accounts bigint[];
    now_at   timestamptz;
BEGIN
    IF n IS NULL OR n < 2 OR n > 5000 OR cardinality(p_nodes) IS DISTINCT FROM n OR cardinality(p_stages) IS DISTINCT FROM n
        OR cardinality(p_documents) IS DISTINCT FROM n THEN
        PERFORM budget.refuse('move_is_whole', 'a move has 2 to 5000 entries');
    END IF;
    IF EXISTS (SELECT FROM unnest(p_cents) AS c WHERE c IS NULL OR c = 0 OR abs(c::numeric) > 1000000000000000) THEN
        PERFORM budget.refuse('move_of_possible_sums', 'every entry moves between 1 and 10^15 cents');
    END IF;
    IF (SELECT sum(c) FROM unnest(p_cents) AS c) <> 0 THEN
        PERFORM budget.refuse('postings_add_up_to_nothing', 'the entries of a move must add up to nothing');
    END IF;
    IF (SELECT count(*) FROM (SELECT DISTINCT * FROM unnest(p_nodes, p_stages, p_documents)) e) <> n THEN
        PERFORM budget.refuse('move_touches_account_once', 'a move touches every account once: no circles');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_verb, p_effective, p_reason, p_cause, p_approved_by, p_reverses, p_nodes, p_stages,
                                                p_documents, p_cents)::text, 'UTF8'));
    SELECT t.txn_id, t.request_hash INTO known FROM budget.txn t WHERE t.key = p_key;
    IF NOT FOUND THEN
        SELECT array_agg(DISTINCT s ORDER BY s) INTO stages FROM unnest(p_stages, p_cents) AS e (s, c) WHERE c < 0;
        SELECT stages || array_agg(DISTINCT s ORDER BY s) INTO stages FROM unnest(p_stages, p_cents) AS e (s, c) WHERE c > 0;
        -- A reversal goes the other way.
        SELECT * INTO move
          FROM budget.verb v
         WHERE v.verb = p_verb AND cardinality(stages) = 2
           AND v.from_stage = stages[CASE WHEN p_reverses IS NULL THEN 1 ELSE 2 END]
           AND v.to_stage = stages[CASE WHEN p_reverses IS NULL THEN 2 ELSE 1 END];
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

    IF (SELECT count(*) FROM budget.node WHERE node_id = ANY (p_nodes)) <> (SELECT count(DISTINCT e) FROM unnest(p_nodes) AS e) THEN
        PERFORM budget.refuse('node_is_known', 'no such node');
    END IF;
    IF EXISTS (SELECT FROM budget.node WHERE node_id = ANY (p_nodes) AND kind <> ALL (move.kinds)) THEN
        PERFORM budget.refuse('move_at_its_nodes', 'money does not move so at a node of this kind');
    END IF;
    IF (CASE WHEN p_reverses IS NULL THEN move.binds ELSE move.undo_binds END)
        AND EXISTS (WITH RECURSIVE above AS (
                        SELECT parent_id, valid FROM budget.node WHERE node_id = ANY (p_nodes)
                        UNION ALL
                        SELECT n.parent_id, n.valid FROM budget.node n JOIN above a ON a.parent_id = n.node_id
                    )
                    SELECT FROM above WHERE NOT p_effective <@ valid) THEN
        PERFORM budget.refuse('node_open_that_day', 'the date lies outside the period of a node');
    END IF;
    -- In an older snapshot a month that was closed meanwhile would still look open.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'moves are posted at READ COMMITTED');
    END IF;
    -- Closing a month waits for moves under way, and they see it closed.
    PERFORM pg_advisory_xact_lock_shared(7301, 1);
    IF EXISTS (SELECT FROM budget.closed_month WHERE month = date_trunc('month', p_effective)::date) THEN
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
    ELSIF NOT budget.is_in_scope(move.scope, p_nodes, p_documents, p_cents) THEN
        PERFORM budget.refuse('move_within_its_scope', 'the money would go where this move may not take it');
    END IF;

    accounts := budget.accounts(p_nodes, p_stages, p_documents);
    PERFORM FROM budget.balance WHERE account_id = ANY (accounts) ORDER BY account_id FOR UPDATE;
    -- One instant for the whole move, later than all that its accounts have seen.
    SELECT greatest(clock_timestamp(), max(last_at) + interval '1 microsecond') INTO now_at
      FROM budget.balance
     WHERE account_id = ANY (accounts);
    WITH entry AS (
        SELECT * FROM unnest(accounts, p_cents) AS e (account_id, amount)
    ), moved AS (
        UPDATE budget.balance b
           SET cents = b.cents + e.amount, version = b.version + 1,
               last_at = now_at,
               chain = budget.link(b.chain, b.account_id, b.version + 1, post.txn, e.amount, b.cents + e.amount, now_at)
          FROM entry e
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

-- Makes a place under a funding line, a call or a partner's quota, or finds it: the same code is the same node. The programme and
-- its lines are reference data.
CREATE FUNCTION budget.open_node(p_kind text, p_parent bigint, p_code text, p_valid daterange)
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
    INSERT INTO budget.node (kind, parent_id, parent_kind, code, valid, is_support)
    SELECT p_kind, node_id, kind, p_code, p_valid, is_support FROM budget.node WHERE node_id = p_parent
    ON CONFLICT (code) DO NOTHING
    RETURNING node_id INTO found;
    IF found IS NULL THEN
        SELECT node_id INTO found
          FROM budget.node
         WHERE code = p_code AND kind = p_kind AND parent_id = p_parent AND valid = p_valid;
        IF found IS NULL THEN
            PERFORM budget.refuse('node_code_once', 'the code belongs to another node');
        END IF;
    END IF;
    RETURN found;
END
$$;

-- From now on nothing may count in this month: a later correction counts in an open one.
CREATE FUNCTION budget.close_month(p_month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_month IS NULL OR p_month + interval '1 month' > (clock_timestamp() AT TIME ZONE 'Europe/Riga')::date THEN
        PERFORM budget.refuse('month_is_over', 'a month is closed when it is over');
    END IF;
    PERFORM pg_advisory_xact_lock(7301, 1);
    INSERT INTO budget.closed_month (month) VALUES (p_month) ON CONFLICT DO NOTHING;
END
$$;

-- By the date on which moves count: whole years, then the months of the year, then the days of the month.
CREATE FUNCTION budget.as_of(p_account bigint, p_day date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(sum(net), 0)::bigint
      FROM budget.period_net
     WHERE account_id = p_account
       AND (grain = 'Y' AND start < date_trunc('year', p_day)::date
            OR grain = 'M' AND start >= date_trunc('year', p_day)::date AND start < date_trunc('month', p_day)::date
            OR grain = 'D' AND start >= date_trunc('month', p_day)::date AND start <= p_day)
$$;

-- By the instant at which moves were recorded: one look into an index.
CREATE FUNCTION budget.known_at(p_account bigint, p_instant timestamptz) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT balance_after
                       FROM budget.posting
                      WHERE account_id = p_account AND recorded_at <= p_instant
                      ORDER BY recorded_at DESC
                      LIMIT 1), 0)
$$;

CREATE VIEW budget.place AS
    SELECT a.account_id, a.node_id, n.kind, n.code, n.parent_id, a.stage, a.document, b.cents, b.version, b.last_at, b.chain
      FROM budget.account a
      JOIN budget.balance b USING (account_id)
      JOIN budget.node n USING (node_id);
CREATE VIEW budget.nodes AS
    SELECT node_id, kind, parent_id, code, valid, is_support FROM budget.node;
CREATE VIEW budget.moves AS
    SELECT txn_id, key, verb, from_stage, to_stage, effective, recorded_at, person_id, approved_by, reason, cause, reverses
      FROM budget.txn;
CREATE VIEW budget.postings AS
    SELECT account_id, version, txn_id, amount, balance_after, recorded_at,
           (extract(epoch FROM recorded_at) * 1000000)::bigint AS recorded_micros, chain
      FROM budget.posting;
CREATE VIEW budget.sums AS SELECT account_id, grain, start, net FROM budget.period_net;
CREATE VIEW budget.caps AS SELECT * FROM budget.cap;
CREATE VIEW budget.closed_months AS SELECT month, closed_at, closed_by FROM budget.closed_month;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA budget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.post, budget.open_node, budget.close_month, budget.as_of, budget.known_at TO kopiena_service;
GRANT SELECT ON budget.place, budget.nodes, budget.moves, budget.postings, budget.sums, budget.caps, budget.closed_months TO kopiena_service;
