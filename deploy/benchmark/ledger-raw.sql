-- What cannot be avoided, and nothing else: an UPDATE of each balance that is touched and one INSERT of the four postings. No
-- keys, checks, hashes, roll-ups. This script may not be slowed.
\set call random(1, :calls)
\set a random(1, 33)
\set b random(34, 66)
\set c random(67, 99)
\set cents random(1, 300)
\set free 1000000 + 1000 * :call
\set a :free + :a
\set b :free + :b
\set c :free + :c
BEGIN;
UPDATE budget.balance SET cents = cents - 6 * :cents, version = version + 1 WHERE account_id = :free RETURNING cents AS free_cents, version AS free_version \gset
UPDATE budget.balance SET cents = cents + :cents, version = version + 1 WHERE account_id = :a RETURNING cents AS a_cents, version AS a_version \gset
UPDATE budget.balance SET cents = cents + 2 * :cents, version = version + 1 WHERE account_id = :b RETURNING cents AS b_cents, version AS b_version \gset
UPDATE budget.balance SET cents = cents + 3 * :cents, version = version + 1 WHERE account_id = :c RETURNING cents AS c_cents, version AS c_version \gset
INSERT INTO budget.posting (account_id, version, txn_id, amount, balance_after, recorded_at, chain) VALUES
    (:free, :free_version, nextval('budget.txn_txn_id_seq'), -6 * :cents, :free_cents, now(), ''),
    (:a, :a_version, currval('budget.txn_txn_id_seq'), :cents, :a_cents, now(), ''),
    (:b, :b_version, currval('budget.txn_txn_id_seq'), 2 * :cents, :b_cents, now(), ''),
    (:c, :c_version, currval('budget.txn_txn_id_seq'), 3 * :cents, :c_cents, now(), '');
COMMIT;
