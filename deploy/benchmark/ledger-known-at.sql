-- What was recorded of an account at an instant, in microseconds between `first` and `last`.
\set account 1000000 + 1000 * random(1, 200) + random(0, 99)
\set instant random(:first, :last)
SELECT budget.known_at(:account, to_timestamp(:instant / 1000000.0));
