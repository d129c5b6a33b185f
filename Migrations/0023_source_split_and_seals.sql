-- What each funding source paid of what was booked, and what keeps the ledger's past from being rewritten unseen.

-- Booked of a line is what has gone to payees and not come back: what stands advanced, accepted, recoverable or written off with its
-- calls and quotas. So book and settle add to it; collect, and a reversal of book or settle, take from it; accept, demand and
-- write_off move money within it and change nothing; order and refuse do not touch it. A line above another is not its sum: every
-- line stands for itself.
--
-- Of this running total the European Social Fund Plus pays the rate of its day, cut to whole cents: never more than the rate allows,
-- and never a cent less than it could. A booking gets what the total after it gives less what the total before it gave. Rounding
-- each booking by itself drifts past the ceiling, and so does sharing out each one's cents.
--
-- Each rate period of a line has a running total of its own. Money that comes back belongs to the period in which it was paid,
-- whatever the rate is now: a reversal takes from the period of what it undoes, everything else from the document's latest period
-- first. So none falls below zero, and a document that gave everything back has cost neither source a cent.
CREATE TABLE budget.booked (
    line_id      bigint NOT NULL REFERENCES budget.node,
    rate_from    date NOT NULL,
    basis_points integer NOT NULL,
    total_cents  bigint NOT NULL DEFAULT 0,
    esf_cents    bigint NOT NULL DEFAULT 0,
    bookings     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (line_id, rate_from),
    CONSTRAINT booked_not_below_nothing CHECK (total_cents >= 0),
    -- div() cuts whole numbers without a fraction that might be rounded.
    CONSTRAINT booked_esf_at_its_ceiling CHECK (esf_cents = div(total_cents::numeric * basis_points, 10000))
) WITH (fillfactor = 50);

-- What a move booked for one document, and the parts of it. `place` has no gaps: each begins where the one before ended.
CREATE TABLE budget.booking (
    line_id     bigint NOT NULL,
    rate_from   date NOT NULL,
    place       bigint NOT NULL CONSTRAINT booking_place_positive CHECK (place > 0),
    txn_id      bigint NOT NULL REFERENCES budget.txn,
    node_id     bigint NOT NULL REFERENCES budget.node,
    document    text NOT NULL,
    cents       bigint NOT NULL CONSTRAINT booking_of_something CHECK (cents <> 0),
    esf_cents   bigint NOT NULL,
    total_after bigint NOT NULL CONSTRAINT booking_total_not_below_nothing CHECK (total_after >= 0),
    PRIMARY KEY (line_id, rate_from, place),
    CONSTRAINT booking_of_its_line FOREIGN KEY (line_id, rate_from) REFERENCES budget.booked,
    CONSTRAINT booking_once UNIQUE (txn_id, node_id, document, rate_from),
    CONSTRAINT booking_esf_is_part CHECK (esf_cents BETWEEN least(cents, 0) AND greatest(cents, 0))
);
CREATE INDEX booking_document ON budget.booking (node_id, document);
CREATE TRIGGER booking_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.booking
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The rate of a line's programme on a day; no row where nothing says it.
CREATE FUNCTION budget.rate_on(p_line bigint, p_day date) RETURNS TABLE (rate_from date, basis_points integer)
    LANGUAGE plpgsql STABLE ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        WITH RECURSIVE above AS (
            SELECT node_id, parent_id FROM budget.node WHERE node_id = p_line
            UNION ALL
            SELECT n.node_id, n.parent_id FROM budget.node n JOIN above a ON n.node_id = a.parent_id
        )
        SELECT coalesce(lower(r.valid), '-infinity'), r.basis_points
          FROM above a
          JOIN budget.source_rate r USING (node_id)
         WHERE a.parent_id IS NULL AND r.valid @> p_day;
END
$$;

-- Splits what a move booked: of each document (its node beside it) so much more or less. A move goes one way for all.
CREATE FUNCTION budget.split_sources(p_txn bigint, p_nodes bigint[], p_documents text[], p_cents bigint[])
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    move  budget.txn;
    parts record;
BEGIN
    SELECT * INTO move FROM budget.txn WHERE txn_id = p_txn;
    -- The lines after the balances, in the order of their keys: one booking of a line at a time.
    PERFORM FROM budget.node
      WHERE node_id IN (SELECT parent_id FROM budget.node WHERE node_id = ANY (p_nodes))
      ORDER BY node_id
        FOR NO KEY UPDATE;
    -- To each document its rate periods, and what each gets or gives back.
    IF p_cents[1] > 0 AND move.reverses IS NULL THEN
        SELECT array_agg(e.node) AS nodes, array_agg(e.document) AS documents, array_agg(n.parent_id) AS lines,
               array_agg(r.rate_from) AS starts, array_agg(r.basis_points) AS rates, array_agg(e.amount) AS cents,
               sum(e.amount) AS whole
          INTO parts
          FROM unnest(p_nodes, p_documents, p_cents) AS e (node, document, amount)
          JOIN budget.node n ON n.node_id = e.node
          JOIN (SELECT l.line, r.*
                  FROM (SELECT DISTINCT parent_id AS line FROM budget.node WHERE node_id = ANY (p_nodes)) l
                 CROSS JOIN LATERAL budget.rate_on(l.line, move.effective) r) r ON r.line = n.parent_id;
    ELSE
        WITH entry AS (
            SELECT e.node, e.document, e.amount, n.parent_id AS line
              FROM unnest(p_nodes, p_documents, p_cents) AS e (node, document, amount)
              JOIN budget.node n ON n.node_id = e.node
        ), undone AS (
            SELECT node_id, document, rate_from, cents FROM budget.booking WHERE txn_id = move.reverses
        ), taken AS (
            SELECT e.node, e.document, e.line, h.rate_from,
                   least(h.held, greatest(0, -e.amount - (sum(h.held) OVER w - h.held))) AS cents
              FROM entry e
             CROSS JOIN LATERAL (SELECT b.rate_from, sum(b.cents) AS held, bool_or(u.rate_from IS NOT NULL) AS is_undone
                                   FROM budget.booking b
                                   LEFT JOIN undone u
                                     ON u.node_id = b.node_id AND u.document = b.document AND u.rate_from = b.rate_from
                                  WHERE b.node_id = e.node AND b.document = e.document
                                  GROUP BY b.rate_from) h
             WHERE e.amount < 0
            WINDOW w AS (PARTITION BY e.node, e.document ORDER BY h.is_undone DESC, h.rate_from DESC)
        ), part AS (
            SELECT e.node, e.document, e.line, u.rate_from, -u.cents AS cents
              FROM entry e
              JOIN undone u ON u.node_id = e.node AND u.document = e.document
             WHERE e.amount > 0
             UNION ALL
            SELECT node, document, line, rate_from, -cents FROM taken WHERE cents > 0
        )
        SELECT array_agg(node) AS nodes, array_agg(document) AS documents, array_agg(line) AS lines,
               array_agg(b.rate_from) AS starts, array_agg(basis_points) AS rates, array_agg(cents::bigint) AS cents,
               sum(cents) AS whole
          INTO parts
          FROM part
          JOIN budget.booked b ON b.line_id = part.line AND b.rate_from = part.rate_from;
    END IF;
    IF parts.whole IS DISTINCT FROM (SELECT sum(c) FROM unnest(p_cents) AS c) THEN
        PERFORM budget.refuse('booking_has_its_rate', 'no rate says who pays on that day');
    END IF;
    INSERT INTO budget.booked (line_id, rate_from, basis_points)
    SELECT DISTINCT * FROM unnest(parts.lines, parts.starts, parts.rates) ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    IF EXISTS (SELECT
                 FROM unnest(parts.lines, parts.starts, parts.rates) AS e (line, start, rate)
                 JOIN budget.booked b ON b.line_id = e.line AND b.rate_from = e.start
                WHERE b.basis_points <> e.rate) THEN
        PERFORM budget.refuse('booking_has_its_rate', 'a rate by which something was booked has changed');
    END IF;
    WITH booked AS (
        INSERT INTO budget.booking (line_id, rate_from, place, txn_id, node_id, document, cents, esf_cents, total_after)
        SELECT b.line_id, b.rate_from, b.bookings + row_number() OVER w, p_txn, e.node, e.document, e.cents,
               div((b.total_cents + sum(e.cents) OVER w) * b.basis_points, 10000)
                   - div((b.total_cents + sum(e.cents) OVER w - e.cents) * b.basis_points, 10000),
               b.total_cents + sum(e.cents) OVER w
          FROM unnest(parts.nodes, parts.documents, parts.lines, parts.starts, parts.cents) AS e (node, document, line, start, cents)
          JOIN budget.booked b ON b.line_id = e.line AND b.rate_from = e.start
        WINDOW w AS (PARTITION BY e.line, e.start ORDER BY e.node, e.document ROWS UNBOUNDED PRECEDING)
        RETURNING line_id, rate_from, cents, esf_cents
    )
    UPDATE budget.booked b
       SET total_cents = b.total_cents + s.cents, esf_cents = b.esf_cents + s.esf_cents, bookings = b.bookings + s.bookings
      FROM (SELECT line_id, rate_from, sum(cents) AS cents, sum(esf_cents) AS esf_cents, count(*) AS bookings
              FROM booked
             GROUP BY line_id, rate_from) s
     WHERE b.line_id = s.line_id AND b.rate_from = s.rate_from;
END
$$;

-- On the table and not in a function: whoever posts cannot leave the split out.
CREATE FUNCTION budget.postings_split() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m record;
BEGIN
    FOR m IN
        SELECT txn_id, array_agg(node_id) AS nodes, array_agg(document) AS documents, array_agg(cents) AS cents
          FROM (SELECT p.txn_id, a.node_id, a.document, sum(p.amount)::bigint AS cents
                  FROM added p
                  JOIN budget.account a USING (account_id)
                 WHERE a.stage IN ('advanced', 'accepted', 'recoverable', 'written_off')
                 GROUP BY p.txn_id, a.node_id, a.document
                HAVING sum(p.amount) <> 0) moved
         GROUP BY txn_id
         ORDER BY txn_id
    LOOP
        PERFORM budget.split_sources(m.txn_id, m.nodes, m.documents, m.cents);
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER postings_split AFTER INSERT ON budget.posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION budget.postings_split();

-- What was booked before, in the order in which it was.
DO $$
DECLARE
    m record;
BEGIN
    FOR m IN
        SELECT txn_id, array_agg(node_id) AS nodes, array_agg(document) AS documents, array_agg(cents) AS cents
          FROM (SELECT p.txn_id, a.node_id, a.document, sum(p.amount)::bigint AS cents
                  FROM budget.posting p
                  JOIN budget.account a USING (account_id)
                 WHERE a.stage IN ('advanced', 'accepted', 'recoverable', 'written_off')
                 GROUP BY p.txn_id, a.node_id, a.document
                HAVING sum(p.amount) <> 0) moved
         GROUP BY txn_id
         ORDER BY txn_id
    LOOP
        PERFORM budget.split_sources(m.txn_id, m.nodes, m.documents, m.cents);
    END LOOP;
END
$$;

-- What a seal vouches for: of each move every column, its accounts with the chains of their postings, and its bookings.
CREATE VIEW budget.move_words AS
    SELECT t.txn_id, t.recorded_at,
           jsonb_build_array(
               t.txn_id, t.key, encode(t.request_hash, 'hex'), t.verb, t.from_stage, t.to_stage, t.four_eyes, t.effective,
               (extract(epoch FROM t.recorded_at) * 1000000)::bigint, t.person_id, t.approved_by, t.reason, t.cause, t.reverses,
               (SELECT jsonb_agg(jsonb_build_array(a.account_id, a.node_id, a.stage, a.document, encode(p.chain, 'hex'))
                                 ORDER BY p.account_id, p.version)
                  FROM budget.posting p
                  JOIN budget.account a USING (account_id)
                 WHERE p.txn_id = t.txn_id),
               (SELECT jsonb_agg(jsonb_build_array(b.line_id, b.rate_from, b.place, b.node_id, b.document, b.cents, b.esf_cents,
                                                   b.total_after)
                                 ORDER BY b.line_id, b.rate_from, b.place)
                  FROM budget.booking b
                 WHERE b.txn_id = t.txn_id))::text AS words
      FROM budget.txn t;

-- The digest over all that was recorded until the end of a day (office time), on top of the seal before. Written down outside the
-- database as well, it gives away whoever with all rights in it links all chains anew.
CREATE TABLE budget.seal (
    day       date PRIMARY KEY,
    last_txn  bigint NOT NULL,
    digest    bytea NOT NULL CONSTRAINT seal_digest_length CHECK (length(digest) = 32),
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER seal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A day's moves, without the price of a tree for every move.
CREATE INDEX txn_recorded ON budget.txn USING brin (recorded_at);

-- One digest of many, in their order; of however many, unlike a text put together first.
CREATE FUNCTION budget.mix(before bytea, digest bytea) RETURNS bytea LANGUAGE sql IMMUTABLE
    RETURN sha256(before || digest);
CREATE AGGREGATE budget.mixed(bytea) (SFUNC = budget.mix, STYPE = bytea, INITCOND = '');

-- The first instant after a day of the office.
CREATE FUNCTION budget.end_of(p_day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE
    RETURN (p_day + 1)::timestamp AT TIME ZONE 'Europe/Riga';

-- Seals a day that is over, by default the last one; sealed again it is the same seal. An hour is left for clocks that step back.
CREATE FUNCTION budget.seal_day(p_day date, OUT day date, OUT last_txn bigint, OUT digest bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    latest  date := ((clock_timestamp() - interval '1 hour') AT TIME ZONE 'Europe/Riga')::date - 1;
    before  budget.seal;
    writers text[];
BEGIN
    seal_day.day := coalesce(p_day, latest);
    IF seal_day.day > latest THEN
        PERFORM budget.refuse('day_is_over', 'a day is sealed when it has been over for an hour');
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM budget.refuse('move_read_committed', 'days are sealed at READ COMMITTED');
    END IF;
    PERFORM pg_advisory_xact_lock(7301, 2);
    SELECT s.last_txn, s.digest INTO seal_day.last_txn, seal_day.digest FROM budget.seal s WHERE s.day = seal_day.day;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO before FROM budget.seal s ORDER BY s.day DESC LIMIT 1;
    IF before.day > seal_day.day THEN
        PERFORM budget.refuse('seals_in_order', 'a later day is sealed already');
    END IF;
    -- Whoever wrote a move before now and has not ended might bring it into the day: waited for, without stopping others.
    SELECT array_agg(l.virtualtransaction)
      INTO writers
      FROM pg_locks l
     WHERE l.relation = 'budget.txn'::regclass AND l.mode = 'RowExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
    WHILE EXISTS (SELECT FROM pg_locks l WHERE l.relation = 'budget.txn'::regclass AND l.virtualtransaction = ANY (writers)) LOOP
        PERFORM pg_sleep(0.02);
    END LOOP;
    SELECT greatest(max(w.txn_id), before.last_txn, 0),
           sha256(coalesce(before.digest, '') || convert_to(to_char(seal_day.day, 'YYYY-MM-DD'), 'UTF8')
                  || budget.mixed(sha256(convert_to(w.words, 'UTF8')) ORDER BY w.txn_id))
      INTO seal_day.last_txn, seal_day.digest
      FROM budget.move_words w
     WHERE w.recorded_at >= coalesce(budget.end_of(before.day), '-infinity') AND w.recorded_at < budget.end_of(seal_day.day);
    INSERT INTO budget.seal (day, last_txn, digest) VALUES (seal_day.day, seal_day.last_txn, seal_day.digest);
END
$$;

-- Where the clock was set back over midnight, a new move would look as if somebody had slipped it into a sealed day.
CREATE FUNCTION budget.after_last_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.recorded_at < (SELECT budget.end_of(max(day)) FROM budget.seal) THEN
        PERFORM budget.refuse('txn_after_last_seal', 'the clock stands in a day that is sealed');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER txn_after_last_seal BEFORE INSERT ON budget.txn FOR EACH ROW EXECUTE FUNCTION budget.after_last_seal();

CREATE VIEW budget.splits AS
    SELECT line_id, rate_from, basis_points, total_cents, esf_cents, bookings FROM budget.booked;
CREATE VIEW budget.bookings AS
    SELECT line_id, rate_from, place, txn_id, node_id, document, cents, esf_cents, total_after FROM budget.booking;
CREATE VIEW budget.seals AS
    SELECT day, last_txn, digest, sealed_at FROM budget.seal;
CREATE VIEW budget.verbs AS
    SELECT verb, from_stage, to_stage, scope, four_eyes, binds, undo_binds, kinds FROM budget.verb;

REVOKE ALL ON FUNCTION budget.mix, budget.mixed, budget.rate_on, budget.split_sources, budget.postings_split, budget.end_of, budget.seal_day, budget.after_last_seal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.seal_day TO kopiena_service;
GRANT SELECT ON budget.move_words, budget.splits, budget.bookings, budget.seals, budget.verbs TO kopiena_service;

-- Functions that act for the owner look in pg_catalog first; still, nobody needs a schema of their own to put look-alikes in.
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
