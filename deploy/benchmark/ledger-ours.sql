-- One reservation of four postings, as the service makes it: for three documents of one of `calls` calls.
\set call random(1, :calls)
\set a random(1, 33)
\set b random(34, 66)
\set c random(67, 99)
\set cents random(1, 300)
SELECT txn
  FROM budget.move(gen_random_uuid(), 'reserve', current_date, '', NULL,
                   ARRAY[1000 + :call, 1000 + :call, 1000 + :call, 1000 + :call]::bigint[],
                   '{free,reserved,reserved,reserved}'::text[],
                   ARRAY[NULL, 'contract:' || :call || '-' || :a, 'contract:' || :call || '-' || :b,
                         'contract:' || :call || '-' || :c],
                   ARRAY[-6 * :cents, :cents, 2 * :cents, 3 * :cents]::bigint[]);
