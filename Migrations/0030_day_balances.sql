-- What stood at an account at the end of a day, for every day on which something counts there: a look at any day is one look into an
-- index. Before, sums of days, months and years were kept, three rows for every posting; now it is one, and a move that counts earlier
-- than another of its account, which is rare, changes the days between.
CREATE TABLE budget.day_balance (
    account_id bigint NOT NULL,
    day        date NOT NULL,
    cents      bigint NOT NULL,
    PRIMARY KEY (account_id, day)
) WITH (fillfactor = 70);
-- The last day on which anything counts at the account.
ALTER TABLE budget.balance ADD COLUMN last_day date NOT NULL DEFAULT '-infinity';

INSERT INTO budget.day_balance (account_id, day, cents)
SELECT account_id, start, sum(net) OVER (PARTITION BY account_id ORDER BY start)
  FROM budget.period_net
 WHERE grain = 'D';
UPDATE budget.balance b
   SET last_day = d.day
  FROM (SELECT account_id, max(day) AS day FROM budget.day_balance GROUP BY account_id) d
 WHERE d.account_id = b.account_id;

CREATE OR REPLACE FUNCTION budget.as_of(p_account bigint, p_day date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT cents
                       FROM budget.day_balance
                      WHERE account_id = p_account AND day <= p_day
                      ORDER BY day DESC
                      LIMIT 1), 0)
$$;
DROP VIEW budget.sums;
DROP TABLE budget.period_net;
CREATE VIEW budget.day_balances AS SELECT account_id, day, cents FROM budget.day_balance;
GRANT SELECT ON budget.day_balances TO kopiena_service;
-- With what tells whether a look at another moment is needed: where nothing came after it, what stands there now stood there then.
CREATE OR REPLACE VIEW budget.holdings AS
    SELECT a.account_id, a.node_id, a.stage, a.document, b.cents, b.last_day, b.last_at
      FROM budget.account a
      LEFT JOIN budget.balance b USING (account_id);
