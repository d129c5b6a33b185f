-- What stood at an account at the end of a day.
\set account 1000000 + 1000 * random(1, 200) + random(0, 99)
\set day random(0, 729)
SELECT budget.as_of(:account, '2024-07-01'::date + :day::integer);
