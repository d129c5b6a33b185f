-- A further piece of history in bulk, valid in every respect but one: `moves` reservations of four postings each, after `done` of
-- `all`. Their request hashes are made up, since nobody will ever repeat these keys. Run as the administrator, not the owner: the
-- triggers stand still meanwhile, and `kopiena check ledger` proves afterwards what they would have.
\set ON_ERROR_STOP on
\o /dev/null
SET session_replication_role = replica;
SET work_mem = '400MB';
SELECT setseed(:done::float8 / :all);
BEGIN;
-- As a window, the hash that the ledger links with runs along all postings of an account.
CREATE FUNCTION pg_temp.linked(state bytea, before bytea, account bigint, version bigint, txn bigint, amount bigint, balance bigint,
                               at timestamptz)
    RETURNS bytea LANGUAGE plpgsql IMMUTABLE
    AS $$ BEGIN RETURN budget.link(coalesce(state, before), account, version, txn, amount, balance, at); END $$;
CREATE AGGREGATE pg_temp.chain(bytea, bigint, bigint, bigint, bigint, bigint, timestamptz) (sfunc = pg_temp.linked, stype = bytea);

-- Two years of history in the order of time, some of it entered late. One microsecond apart: nothing is recorded in the future.
CREATE TEMP TABLE move AS
    SELECT last.txn_id + n AS txn_id, 1 + floor(random() * 200)::bigint AS call, 1 + floor(random() * 33)::bigint AS document,
           1 + floor(random() * 300)::bigint AS cents,
           '2024-07-01'::date + ((:done + n) * 730 / :all)::integer - floor(30 * power(random(), 8))::integer AS effective,
           now() + n * interval '1 microsecond' AS recorded_at
      FROM generate_series(1::bigint, :moves) AS n, (SELECT max(txn_id) AS txn_id FROM budget.txn) last;
UPDATE move SET effective = '2024-07-01' WHERE effective < '2024-07-01';
INSERT INTO budget.txn (txn_id, key, request_hash, verb, from_stage, to_stage, four_eyes, effective, recorded_at, person_id)
    OVERRIDING SYSTEM VALUE
    SELECT txn_id, gen_random_uuid(), sha256(int8send(txn_id)), 'reserve', 'free', 'reserved', false, effective, recorded_at, 1
      FROM move
     ORDER BY txn_id;
SELECT setval(pg_get_serial_sequence('budget.txn', 'txn_id'), max(txn_id)) FROM budget.txn;
CREATE TEMP TABLE made AS
    SELECT p.*, pg_temp.chain(before, account_id, version, txn_id, amount, balance_after, recorded_at) OVER w AS chain
      FROM (SELECT e.account_id, b.version + row_number() OVER w AS version, m.txn_id, e.amount,
                   (b.cents + sum(e.amount) OVER w)::bigint AS balance_after, m.recorded_at, m.effective, b.chain AS before
              FROM move m
             CROSS JOIN LATERAL (VALUES (1000000 + 1000 * call, -6 * cents), (1000000 + 1000 * call + document, cents),
                                        (1000033 + 1000 * call + document, 2 * cents),
                                        (1000066 + 1000 * call + document, 3 * cents)) AS e (account_id, amount)
              JOIN budget.balance b USING (account_id)
            WINDOW w AS (PARTITION BY account_id ORDER BY txn_id)) p
    WINDOW w AS (PARTITION BY account_id ORDER BY txn_id);
INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain)
    SELECT account_id, version, txn_id, amount, balance_after, recorded_at, chain FROM made ORDER BY txn_id, account_id;
-- A piece begins where the last one ended, but for what was entered late: the days from its first one on are counted anew, the last
-- one of before among them.
CREATE TEMP TABLE changed AS SELECT account_id, min(effective) AS first FROM made GROUP BY account_id;
CREATE TEMP TABLE counted AS
    SELECT account_id, day, (before + sum(net) OVER (PARTITION BY account_id ORDER BY day))::bigint AS cents
      FROM (SELECT account_id, day, sum(net) AS net, before
              FROM (SELECT account_id, effective AS day, amount AS net,
                           budget.as_of(account_id, c.first - 1) AS before
                      FROM made JOIN changed c USING (account_id)
                     UNION ALL
                    SELECT d.account_id, d.day, d.cents - budget.as_of(d.account_id, d.day - 1), budget.as_of(d.account_id, c.first - 1)
                      FROM (SELECT account_id, day, cents FROM budget.day_balance
                             UNION ALL
                            SELECT account_id, prior_day, prior_cents FROM budget.balance
                             UNION ALL
                            SELECT account_id, last_day, cents FROM budget.balance) d
                      JOIN changed c ON c.account_id = d.account_id AND d.day >= c.first) n
             GROUP BY account_id, day, before) s;
-- The last two days stand at the account, those before them have rows.
INSERT INTO counted
    SELECT b.account_id, d.day, d.cents
      FROM budget.balance b JOIN changed c USING (account_id)
     CROSS JOIN LATERAL (VALUES (b.prior_day, b.prior_cents), (b.last_day, b.cents)) AS d (day, cents)
     WHERE d.day < c.first AND d.day > '-infinity';
CREATE TEMP TABLE last AS
    SELECT account_id, day, cents, row_number() OVER (PARTITION BY account_id ORDER BY day DESC) AS place FROM counted;
INSERT INTO budget.day_balance (account_id, day, cents)
    SELECT account_id, day, cents FROM last WHERE place > 2 ORDER BY day, account_id
    ON CONFLICT (account_id, day) DO UPDATE SET cents = excluded.cents;
UPDATE budget.balance b
   SET cents = m.balance_after, version = m.version, last_at = m.recorded_at, chain = m.chain, last_day = l.day
  FROM (SELECT DISTINCT ON (account_id) * FROM made ORDER BY account_id, version DESC) m
  JOIN last l ON l.account_id = m.account_id AND l.place = 1
 WHERE b.account_id = m.account_id;
UPDATE budget.balance b SET prior_day = l.day, prior_cents = l.cents FROM last l WHERE l.account_id = b.account_id AND l.place = 2;
COMMIT;
