-- A programme for the measurement: one line, 200 calls, 99 documents of each call, with money at every stage. Run as the owner.
-- Nodes and the accounts that will be hammered have numbers that can be reckoned, so that the raw script need not look them up:
-- what is free at call K stands at account 1 000 000 + 1000 K, what is reserved for its document N at 1 000 000 + 1000 K + N.
\set ON_ERROR_STOP on
\o /dev/null
SET kopiena.person = 1;
BEGIN;
INSERT INTO budget.node (node_id, kind, parent_id, parent_kind, code, is_support) OVERRIDING SYSTEM VALUE
    SELECT 1000, 'line', node_id, kind, 'BENCH', true FROM budget.node WHERE kind = 'programme';
INSERT INTO budget.node (node_id, kind, parent_id, parent_kind, code, is_support) OVERRIDING SYSTEM VALUE
    SELECT 1000 + call, 'call', 1000, 'line', 'BENCH-' || call, true FROM generate_series(1, 200) AS call;
WITH made AS (
    INSERT INTO budget.account (account_id, node_id, stage, document) OVERRIDING SYSTEM VALUE
    SELECT 1000000 + 1000 * call + n, 1000 + call, CASE n WHEN 0 THEN 'free' ELSE 'reserved' END,
           CASE WHEN n > 0 THEN 'contract:' || call || '-' || n END
      FROM generate_series(1, 200) AS call, generate_series(0, 99) AS n
    RETURNING account_id, stage
)
INSERT INTO budget.balance (account_id, stage) SELECT * FROM made;
SELECT setval(pg_get_serial_sequence('budget.account', 'account_id'), 2000000);

-- One move of the tree's owner, through the function by which all money moves.
CREATE FUNCTION pg_temp.moved(verb text, nodes bigint[], stages text[], documents text[], cents bigint[]) RETURNS bigint
    LANGUAGE sql AS $$
    SELECT txn FROM budget.post(gen_random_uuid(), verb, '2024-07-01', 'bench', NULL, 2, NULL, nodes, stages, documents, cents)
$$;
SELECT pg_temp.moved('appropriate', ARRAY[node_id, node_id], '{source,free}', '{NULL,NULL}', '{-1000000000000000,1000000000000000}'),
       pg_temp.moved('assign', ARRAY[node_id, 1000], '{free,free}', '{NULL,NULL}', '{-1000000000000000,1000000000000000}')
  FROM budget.node
 WHERE kind = 'programme';
SELECT pg_temp.moved('assign', 1000::bigint || array_agg(1000 + call), array_fill('free'::text, '{201}'),
                     array_fill(NULL::text, '{201}'), -1000000000000000 || array_agg(5000000000000))
  FROM generate_series(1, 200) AS call;
SELECT count(pg_temp.moved('reserve', array_fill(1000 + call, '{100}'), 'free'::text || array_fill('reserved'::text, '{99}'),
                           NULL::text || documents, -99000::bigint || array_fill(1000::bigint, '{99}')))
  FROM (SELECT call, array_agg('contract:' || call || '-' || n) AS documents
          FROM generate_series(1::bigint, 200) AS call, generate_series(1, 99) AS n
         GROUP BY call
         ORDER BY call) c;
-- Each document's money goes on, and a part of it stays behind at every stage.
SELECT count(pg_temp.moved(verb, array_fill(1000 + call, '{198}'), array_fill(goes, '{99}') || array_fill(comes, '{99}'),
                           documents || documents, array_fill(-cents, '{99}') || array_fill(cents, '{99}')))
  FROM (SELECT step, verb, goes, comes, cents, call, array_agg('contract:' || call || '-' || n) AS documents
          FROM (VALUES (1, 'commit', 'reserved', 'committed', 900::bigint), (2, 'order', 'committed', 'payable', 800),
                       (3, 'book', 'payable', 'advanced', 700), (4, 'accept', 'advanced', 'accepted', 600),
                       (5, 'demand', 'accepted', 'recoverable', 100)) AS s (step, verb, goes, comes, cents),
               generate_series(1::bigint, 200) AS call, generate_series(1, 99) AS n
         GROUP BY 1, 2, 3, 4, 5, 6
         ORDER BY step, call) m;
COMMIT;
ANALYZE;
