-- What stands at every node, without adding up its accounts: sums by node and stage, of all moves but the latest.
--
-- A row that every move at a node adds to would make them wait for one another. So moves are folded in later, a thousand at a time,
-- by one session; whoever reads adds those that are not folded yet. Nothing here decides: all of it follows from the postings, and
-- the check of the ledger proves it.

-- A piece: the moves with keys after `after_txn` up to `last_txn`. `last_at` is the latest instant of this and all earlier pieces.
CREATE TABLE budget.piece (
    number    bigint PRIMARY KEY CONSTRAINT piece_number_from_nothing CHECK (number >= 0),
    after_txn bigint NOT NULL,
    last_txn  bigint NOT NULL,
    first_at  timestamptz NOT NULL,
    last_at   timestamptz NOT NULL,
    CONSTRAINT piece_after_the_one_before UNIQUE (after_txn),
    CONSTRAINT piece_of_something CHECK (last_txn > after_txn)
);

-- By the days on which moves count: whole years, months, days, as for accounts. At the stage `documents` stands how many documents
-- have money that is bound by more than a decision.
CREATE TABLE budget.node_day (
    grain   "char" NOT NULL CONSTRAINT node_day_grain_known CHECK (grain IN ('D', 'M', 'Y')),
    start   date NOT NULL,
    node_id bigint NOT NULL,
    stage   text NOT NULL,
    net     bigint NOT NULL,
    PRIMARY KEY (grain, start, node_id, stage)
);
-- By pieces, for what was known at an instant: level 1 holds 16 pieces, level 2 as many of those.
CREATE TABLE budget.node_piece (
    level   integer NOT NULL CONSTRAINT node_piece_level_known CHECK (level IN (0, 1, 2)),
    block   bigint NOT NULL,
    node_id bigint NOT NULL,
    stage   text NOT NULL,
    net     bigint NOT NULL,
    PRIMARY KEY (level, block, node_id, stage)
);
-- What a document holds beyond a decision: few moves change that, and from it follows how many documents there are.
CREATE TABLE budget.document_day (
    node_id  bigint NOT NULL,
    document text NOT NULL,
    start    date NOT NULL,
    net      bigint NOT NULL,
    PRIMARY KEY (node_id, document, start)
);
CREATE TABLE budget.document_piece (
    node_id  bigint NOT NULL,
    document text NOT NULL,
    number   bigint NOT NULL,
    net      bigint NOT NULL,
    PRIMARY KEY (node_id, document, number)
);

-- How the number of documents changed, day by day, at those that are named.
CREATE FUNCTION budget.flips(p_nodes bigint[], p_documents text[]) RETURNS TABLE (node_id bigint, start date, flip bigint)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.node_id, s.start, (s.total <> 0)::integer::bigint - (s.before <> 0)::integer
      FROM (SELECT d.node_id, d.start, sum(d.net) OVER w AS total, sum(d.net) OVER w - d.net AS before
              FROM (SELECT DISTINCT * FROM unnest(p_nodes, p_documents)) AS e (node, document)
              JOIN budget.document_day d ON d.node_id = e.node AND d.document = e.document
            WINDOW w AS (PARTITION BY d.node_id, d.document ORDER BY d.start)) s
     WHERE (s.total <> 0) <> (s.before <> 0)
$$;

-- Adds up by days, months and years.
CREATE FUNCTION budget.add_days(p_nodes bigint[], p_stages text[], p_days date[], p_nets bigint[]) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO budget.node_day AS n (grain, start, node_id, stage, net)
    SELECT g.grain, g.start, e.node, e.stage, sum(e.net)
      FROM unnest(p_nodes, p_stages, p_days, p_nets) AS e (node, stage, day, net)
     CROSS JOIN LATERAL (VALUES ('D'::"char", e.day), ('M', date_trunc('month', e.day)::date),
                                ('Y', date_trunc('year', e.day)::date)) AS g (grain, start)
     GROUP BY 1, 2, 3, 4
    ON CONFLICT (grain, start, node_id, stage) DO UPDATE SET net = n.net + excluded.net
$$;

-- Folds the next piece in, of a thousand moves at most; says how many moves that were. Nothing where fewer than `p_least` wait, or
-- where somebody else is at it.
CREATE FUNCTION budget.fold(p_least bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
    -- The accounts of a piece one by one: all of them, for these few, would take three times as long.
    SET enable_hashjoin = off SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    piece   budget.piece;
    writers text[];
    moves   integer;
    sums    record;
    bound   record;
    flips   record;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'moves are folded at READ COMMITTED');
    END IF;
    IF NOT pg_try_advisory_xact_lock(7301, 4) THEN
        RETURN 0;
    END IF;
    SELECT p.number + 1, p.last_txn, NULL, NULL, p.last_at INTO piece FROM budget.piece p ORDER BY p.number DESC LIMIT 1;
    piece.number := coalesce(piece.number, 0);
    piece.after_txn := coalesce(piece.after_txn, 0);
    SELECT count(*), max(t.txn_id)
      INTO moves, piece.last_txn
      FROM (SELECT txn_id FROM budget.txn WHERE txn_id > piece.after_txn ORDER BY txn_id LIMIT 1000) t;
    IF moves < greatest(p_least, 1) THEN
        RETURN 0;
    END IF;
    -- Smaller keys may still be on their way: whoever brings one holds a lock on the table since before the key was drawn.
    SELECT array_agg(l.virtualtransaction)
      INTO writers
      FROM pg_locks l
     WHERE l.relation = 'budget.txn'::regclass AND l.mode = 'RowExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
    WHILE EXISTS (SELECT FROM pg_locks l WHERE l.relation = 'budget.txn'::regclass AND l.virtualtransaction = ANY (writers)) LOOP
        PERFORM pg_sleep(0.02);
    END LOOP;

    SELECT count(DISTINCT e.txn_id) AS moves, min(e.recorded_at) AS first_at, max(e.recorded_at) AS last_at
      INTO sums
      FROM budget.posting e
     WHERE e.txn_id > piece.after_txn AND e.txn_id <= piece.last_txn;
    INSERT INTO budget.piece (number, after_txn, last_txn, first_at, last_at)
    VALUES (piece.number, piece.after_txn, piece.last_txn, sums.first_at, greatest(piece.last_at, sums.last_at));
    moves := sums.moves;

    SELECT array_agg(s.node_id) AS nodes, array_agg(s.stage) AS stages, array_agg(s.effective) AS days, array_agg(s.net) AS nets
      INTO sums
      FROM (SELECT a.node_id, a.stage, t.effective, sum(p.amount)::bigint AS net
              FROM budget.posting p
              JOIN budget.txn t USING (txn_id)
              JOIN budget.account a USING (account_id)
             WHERE p.txn_id > piece.after_txn AND p.txn_id <= piece.last_txn
             GROUP BY 1, 2, 3) s;
    PERFORM budget.add_days(sums.nodes, sums.stages, sums.days, sums.nets);
    INSERT INTO budget.node_piece AS n (level, block, node_id, stage, net)
    SELECT l.level, piece.number >> (4 * l.level), e.node, e.stage, sum(e.net)
      FROM unnest(sums.nodes, sums.stages, sums.nets) AS e (node, stage, net)
     CROSS JOIN generate_series(0, 2) AS l (level)
     GROUP BY 1, 2, 3, 4
    ON CONFLICT (level, block, node_id, stage) DO UPDATE SET net = n.net + excluded.net;

    SELECT array_agg(s.node_id) AS nodes, array_agg(s.document) AS documents, array_agg(s.effective) AS days,
           array_agg(s.net) AS nets
      INTO bound
      FROM (SELECT a.node_id, a.document, t.effective, sum(p.amount)::bigint AS net
              FROM budget.posting p
              JOIN budget.txn t USING (txn_id)
              JOIN budget.account a USING (account_id)
             WHERE p.txn_id > piece.after_txn AND p.txn_id <= piece.last_txn
               AND a.stage IN ('committed', 'payable', 'advanced', 'accepted', 'recoverable', 'written_off')
             GROUP BY 1, 2, 3
            HAVING sum(p.amount) <> 0) s;
    IF bound.nodes IS NULL THEN
        RETURN moves;
    END IF;
    -- What these documents counted for before is taken away, and what they count for now is added.
    SELECT array_agg(f.node_id) AS nodes, array_agg('documents'::text) AS stages, array_agg(f.start) AS days, array_agg(-f.flip) AS nets
      INTO flips
      FROM budget.flips(bound.nodes, bound.documents) f;
    PERFORM budget.add_days(flips.nodes, flips.stages, flips.days, flips.nets);
    INSERT INTO budget.document_day AS d (node_id, document, start, net)
    SELECT * FROM unnest(bound.nodes, bound.documents, bound.days, bound.nets)
    ON CONFLICT (node_id, document, start) DO UPDATE SET net = d.net + excluded.net;
    SELECT array_agg(f.node_id) AS nodes, array_agg('documents'::text) AS stages, array_agg(f.start) AS days, array_agg(f.flip) AS nets
      INTO flips
      FROM budget.flips(bound.nodes, bound.documents) f;
    PERFORM budget.add_days(flips.nodes, flips.stages, flips.days, flips.nets);

    INSERT INTO budget.node_piece AS n (level, block, node_id, stage, net)
    SELECT l.level, piece.number >> (4 * l.level), f.node, 'documents', sum(f.flip)
      FROM (SELECT e.node, (b.net + e.net <> 0)::integer::bigint - (b.net <> 0)::integer AS flip
              FROM (SELECT node, document, sum(net) AS net
                      FROM unnest(bound.nodes, bound.documents, bound.nets) AS u (node, document, net)
                     GROUP BY 1, 2) e
             CROSS JOIN LATERAL (SELECT coalesce(sum(d.net), 0) AS net
                                   FROM budget.document_piece d
                                  WHERE d.node_id = e.node AND d.document = e.document) b) f
     CROSS JOIN generate_series(0, 2) AS l (level)
     WHERE f.flip <> 0
     GROUP BY 1, 2, 3
    ON CONFLICT (level, block, node_id, stage) DO UPDATE SET net = n.net + excluded.net;
    INSERT INTO budget.document_piece (node_id, document, number, net)
    SELECT node, document, piece.number, sum(net)
      FROM unnest(bound.nodes, bound.documents, bound.nets) AS u (node, document, net)
     GROUP BY 1, 2
    HAVING sum(net) <> 0;
    RETURN moves;
END
$$;

-- What stands at nodes, and at the stage `documents` how many documents hold bound money: as of the end of a day, or as it was known
-- at an instant, or now where neither is given; at all nodes where none are named.
CREATE FUNCTION budget.node_sums(p_nodes bigint[], p_day date, p_instant timestamptz)
    RETURNS TABLE (node_id bigint, stage text, cents bigint)
        -- Few postings are looked at, and their accounts one by one: not all accounts, side by side, for these few.
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
    SET enable_hashjoin = off SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 AS $$
#variable_conflict use_column
DECLARE
    -- No move counts on a later day.
    day    date := coalesce(p_day, '2100-01-01');
    folded bigint := coalesce((SELECT max(last_txn) FROM budget.piece), 0);
    -- Pieces before this one are known whole; those after it that are known in part have moves between these keys.
    whole  bigint := coalesce((SELECT max(number) + 1 FROM budget.piece WHERE last_at <= p_instant), 0);
    since  bigint;
    until  bigint;
BEGIN
    IF p_instant IS NULL THEN
        RETURN QUERY
            WITH late AS MATERIALIZED (
                SELECT a.node_id, a.stage, a.document, p.amount
                  FROM budget.posting p
                  JOIN budget.txn t USING (txn_id)
                  JOIN budget.account a USING (account_id)
                 WHERE p.txn_id > folded AND t.effective <= day
            ), changed AS (
                SELECT node_id, document, sum(amount) AS net
                  FROM late
                 WHERE stage IN ('committed', 'payable', 'advanced', 'accepted', 'recoverable', 'written_off')
                 GROUP BY 1, 2
                HAVING sum(amount) <> 0
            )
            SELECT s.node_id, s.stage, sum(s.net)::bigint
              FROM (SELECT n.node_id, n.stage, n.net FROM budget.node_day n
                     WHERE n.grain = 'Y' AND n.start < date_trunc('year', day)::date
                     UNION ALL
                    SELECT n.node_id, n.stage, n.net FROM budget.node_day n
                     WHERE n.grain = 'M' AND n.start >= date_trunc('year', day)::date AND n.start < date_trunc('month', day)::date
                     UNION ALL
                    SELECT n.node_id, n.stage, n.net FROM budget.node_day n
                     WHERE n.grain = 'D' AND n.start >= date_trunc('month', day)::date AND n.start <= day
                     UNION ALL
                    SELECT l.node_id, l.stage, l.amount FROM late l
                     UNION ALL
                    SELECT c.node_id, 'documents', (b.net + c.net <> 0)::integer::bigint - (b.net <> 0)::integer
                      FROM changed c
                     CROSS JOIN LATERAL (SELECT coalesce(sum(d.net), 0) AS net
                                           FROM budget.document_day d
                                          WHERE d.node_id = c.node_id AND d.document = c.document AND d.start <= day) b) s
             WHERE p_nodes IS NULL OR s.node_id = ANY (p_nodes)
             GROUP BY 1, 2;
        RETURN;
    END IF;
    SELECT min(after_txn), max(last_txn) INTO since, until FROM budget.piece WHERE number >= whole AND first_at <= p_instant;
    RETURN QUERY
        WITH late AS MATERIALIZED (
            SELECT a.node_id, a.stage, a.document, p.amount
              FROM (SELECT account_id, amount FROM budget.posting
                     WHERE txn_id > since AND txn_id <= until AND recorded_at <= p_instant
                     UNION ALL
                    SELECT account_id, amount FROM budget.posting WHERE txn_id > folded AND recorded_at <= p_instant) p
              JOIN budget.account a USING (account_id)
        ), changed AS (
            SELECT node_id, document, sum(amount) AS net
              FROM late
             WHERE stage IN ('committed', 'payable', 'advanced', 'accepted', 'recoverable', 'written_off')
             GROUP BY 1, 2
            HAVING sum(amount) <> 0
        )
        SELECT s.node_id, s.stage, sum(s.net)::bigint
          FROM (SELECT n.node_id, n.stage, n.net FROM budget.node_piece n WHERE n.level = 2 AND n.block < whole >> 8
                 UNION ALL
                SELECT n.node_id, n.stage, n.net FROM budget.node_piece n
                 WHERE n.level = 1 AND n.block >= (whole >> 8) << 4 AND n.block < whole >> 4
                 UNION ALL
                SELECT n.node_id, n.stage, n.net FROM budget.node_piece n
                 WHERE n.level = 0 AND n.block >= (whole >> 4) << 4 AND n.block < whole
                 UNION ALL
                SELECT l.node_id, l.stage, l.amount FROM late l
                 UNION ALL
                SELECT c.node_id, 'documents', (b.net + c.net <> 0)::integer::bigint - (b.net <> 0)::integer
                  FROM changed c
                 CROSS JOIN LATERAL (SELECT coalesce(sum(d.net), 0) AS net
                                       FROM budget.document_piece d
                                      WHERE d.node_id = c.node_id AND d.document = c.document AND d.number < whole) b) s
         WHERE p_nodes IS NULL OR s.node_id = ANY (p_nodes)
         GROUP BY 1, 2;
END
$$;

-- What is there already.
DO $$
BEGIN
    LOOP
        EXIT WHEN budget.fold(1) = 0;
    END LOOP;
END
$$;

CREATE VIEW budget.pieces AS SELECT number, after_txn, last_txn, first_at, last_at FROM budget.piece;
CREATE VIEW budget.node_days AS SELECT grain, start, node_id, stage, net FROM budget.node_day;
CREATE VIEW budget.node_pieces AS SELECT level, block, node_id, stage, net FROM budget.node_piece;
CREATE VIEW budget.document_days AS SELECT node_id, document, start, net FROM budget.document_day;
CREATE VIEW budget.document_pieces AS SELECT node_id, document, number, net FROM budget.document_piece;

REVOKE ALL ON FUNCTION budget.flips, budget.add_days, budget.fold, budget.node_sums FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.fold, budget.node_sums TO kopiena_service;
GRANT SELECT ON budget.pieces, budget.node_days, budget.node_pieces, budget.document_days, budget.document_pieces TO kopiena_service;
