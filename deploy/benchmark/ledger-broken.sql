-- What breaks a guarantee among the moves after `since`: nothing, in a valid run. The history before was checked as a whole.
SELECT 'L1: move ' || txn_id AS broken
  FROM budget.txn t
  LEFT JOIN budget.posting p USING (txn_id)
 WHERE txn_id > :since
 GROUP BY txn_id
HAVING coalesce(sum(p.amount), 1) <> 0
UNION ALL
SELECT 'L2: account ' || account_id FROM budget.balance WHERE cents < 0 AND stage <> 'source'
UNION ALL
SELECT 'L3: account ' || p.account_id || ', posting ' || p.version
  FROM budget.posting p
  LEFT JOIN budget.posting b ON b.account_id = p.account_id AND b.version = p.version - 1
 WHERE p.txn_id > :since
   AND (p.version > 1 AND b.version IS NULL OR p.balance_after <> coalesce(b.balance_after, 0) + p.amount
        OR p.recorded_at <= b.recorded_at
        OR p.chain <> budget.link(coalesce(b.chain, ''), p.account_id, p.version, p.txn_id, p.amount, p.balance_after,
                                  p.recorded_at))
UNION ALL
SELECT 'L3: the balance of account ' || b.account_id
  FROM budget.balance b
  LEFT JOIN budget.posting p ON p.account_id = b.account_id AND p.version = b.version
 WHERE b.account_id IN (SELECT account_id FROM budget.posting WHERE txn_id > :since)
   AND (p.balance_after IS DISTINCT FROM b.cents OR p.chain IS DISTINCT FROM b.chain
        OR EXISTS (SELECT FROM budget.posting o WHERE o.account_id = b.account_id AND o.version > b.version))
UNION ALL
SELECT 'L3: the days of account ' || b.account_id
  FROM budget.balance b
 WHERE b.account_id IN (SELECT account_id FROM budget.posting WHERE txn_id > :since)
   AND (b.last_day <> (SELECT max(t.effective) FROM budget.posting p JOIN budget.txn t USING (txn_id) WHERE p.account_id = b.account_id)
        OR EXISTS (SELECT FROM budget.day_balance d WHERE d.account_id = b.account_id AND d.day >= b.prior_day)
        OR b.prior_day >= b.last_day)
 LIMIT 5;
