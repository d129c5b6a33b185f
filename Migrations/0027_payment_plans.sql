-- When the money of a document is expected to be paid. A plan moves nothing: it says on which days how much of what is committed or
-- payable shall leave. A newer plan of the same document takes the place of the older, which stays readable.
CREATE TABLE budget.payment_plan (
    plan_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key           uuid NOT NULL CONSTRAINT payment_plan_key_once UNIQUE,
    request_hash  bytea NOT NULL CONSTRAINT payment_plan_request_hash_length CHECK (length(request_hash) = 32),
    node_id       bigint NOT NULL CONSTRAINT payment_plan_node_known REFERENCES budget.node,
    document      text NOT NULL CONSTRAINT payment_plan_document_shape CHECK (document ~ '^[a-z_]{1,30}:[A-Za-z0-9._/-]{1,60}$'),
    replaces      bigint,
    reason        text NOT NULL CONSTRAINT payment_plan_reason_length CHECK (length(reason) <= 2000),
    -- What stood committed and payable when it was made.
    bound_cents   bigint NOT NULL CONSTRAINT payment_plan_of_bound_money CHECK (bound_cents > 0),
    -- What had been paid by then: the plan begins where this ends, and what is paid later uses it up from its first day on.
    paid_cents    bigint NOT NULL CONSTRAINT payment_plan_paid_not_below_nothing CHECK (paid_cents >= 0),
    planned_cents bigint NOT NULL,
    recorded_at   timestamptz NOT NULL,
    person_id     bigint NOT NULL DEFAULT acting_person(),
    CONSTRAINT payment_plan_of_its_document UNIQUE (plan_id, node_id, document),
    CONSTRAINT payment_plan_replaces_its_own FOREIGN KEY (replaces, node_id, document)
        REFERENCES budget.payment_plan (plan_id, node_id, document),
    -- One first plan of a document, and each is replaced once: whoever did not see the newest is refused.
    CONSTRAINT payment_plan_follows_newest UNIQUE NULLS NOT DISTINCT (node_id, document, replaces),
    CONSTRAINT payment_plan_replacement_has_reason CHECK (replaces IS NULL OR reason <> ''),
    CONSTRAINT payment_plan_within_bound CHECK (planned_cents BETWEEN 1 AND bound_cents)
);
CREATE TABLE budget.planned_payment (
    plan_id bigint NOT NULL CONSTRAINT planned_payment_of_its_plan REFERENCES budget.payment_plan,
    due     date NOT NULL CONSTRAINT planned_payment_due_possible CHECK (due BETWEEN '2020-01-01' AND '2099-12-31'),
    cents   bigint NOT NULL CONSTRAINT planned_payment_positive CHECK (cents BETWEEN 1 AND 1000000000000000),
    CONSTRAINT planned_payment_day_once PRIMARY KEY (plan_id, due)
);
CREATE TRIGGER payment_plan_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.payment_plan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER planned_payment_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON budget.planned_payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Writes a plan down, once for each key. `p_replaces` is the plan that its author saw.
CREATE FUNCTION budget.plan_payments(p_key uuid, p_node bigint, p_document text, p_replaces bigint, p_reason text, p_due date[],
                                     p_cents bigint[], OUT plan bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n      integer := cardinality(p_due);
    hash   bytea;
    known  record;
    bound  bigint;
    paid   bigint;
    now_at timestamptz;
BEGIN
    IF p_key IS NULL OR p_node IS NULL OR p_document IS NULL OR p_reason IS NULL OR n IS NULL OR n NOT BETWEEN 1 AND 60
        OR cardinality(p_cents) IS DISTINCT FROM n OR array_position(p_due, NULL) IS NOT NULL
        OR array_position(p_cents, NULL) IS NOT NULL THEN
        PERFORM budget.refuse('plan_is_whole', 'a plan has 1 to 60 payments, each with its day and its sum');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_node, p_document, p_replaces, p_reason, p_due, p_cents)::text, 'UTF8'));
    -- Whoever moves this money waits, and so does another plan for it.
    SELECT coalesce(sum(b.cents), 0), greatest(clock_timestamp(), max(b.last_at))
      INTO bound, now_at
      FROM (SELECT b.cents, b.last_at
              FROM budget.account a
              JOIN budget.balance b USING (account_id)
             WHERE a.node_id = p_node AND a.document = p_document AND a.stage IN ('committed', 'payable')
             ORDER BY account_id
               FOR UPDATE OF b) b;
    SELECT p.plan_id, p.request_hash, p.person_id INTO known FROM budget.payment_plan p WHERE p.key = p_key;
    IF FOUND THEN
        IF known.request_hash <> hash OR known.person_id IS DISTINCT FROM public.acting_person() THEN
            PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another plan');
        END IF;
        plan := known.plan_id;
        is_new := false;
        RETURN;
    END IF;
    -- Before they are added up.
    IF EXISTS (SELECT FROM unnest(p_cents) AS c WHERE c NOT BETWEEN 1 AND 1000000000000000) THEN
        PERFORM budget.refuse('planned_payment_positive', 'every planned payment is of 1 to 10^15 cents');
    END IF;
    IF EXISTS (WITH RECURSIVE above AS (
                   SELECT parent_id, valid FROM budget.node WHERE node_id = p_node
                   UNION ALL
                   SELECT n.parent_id, n.valid FROM budget.node n JOIN above a ON a.parent_id = n.node_id
               )
               SELECT FROM above CROSS JOIN unnest(p_due) AS d WHERE NOT d <@ valid) THEN
        PERFORM budget.refuse('planned_payment_within_period', 'a day lies outside the period of a node');
    END IF;
    SELECT coalesce(-sum(p.amount), 0)
      INTO paid
      FROM budget.account a
      JOIN budget.posting p USING (account_id)
      JOIN budget.txn t USING (txn_id)
     WHERE a.node_id = p_node AND a.document = p_document AND a.stage = 'payable' AND t.verb IN ('book', 'settle');
    INSERT INTO budget.payment_plan (key, request_hash, node_id, document, replaces, reason, bound_cents, paid_cents, planned_cents,
                                     recorded_at)
    VALUES (p_key, hash, p_node, p_document, p_replaces, p_reason, bound, paid, (SELECT sum(c) FROM unnest(p_cents) AS c), now_at)
    ON CONFLICT (key) DO NOTHING
    RETURNING plan_id INTO plan;
    -- Plans of one document wait for each other above: a twin that is seen only here is another document's.
    IF plan IS NULL THEN
        PERFORM budget.refuse('key_used_otherwise', 'the key belongs to another plan');
    END IF;
    is_new := true;
    INSERT INTO budget.planned_payment (plan_id, due, cents)
    SELECT plan_payments.plan, u.due, u.cents FROM unnest(p_due, p_cents) AS u (due, cents) ORDER BY u.due;
END
$$;

CREATE VIEW budget.payment_plans AS
    SELECT p.plan_id, p.key, p.node_id, p.document, p.replaces, p.reason, p.bound_cents, p.paid_cents, p.planned_cents,
           p.recorded_at, p.person_id,
           ARRAY(SELECT q.due FROM budget.planned_payment q WHERE q.plan_id = p.plan_id ORDER BY q.due) AS due,
           ARRAY(SELECT q.cents FROM budget.planned_payment q WHERE q.plan_id = p.plan_id ORDER BY q.due) AS cents
      FROM budget.payment_plan p;

REVOKE ALL ON FUNCTION budget.plan_payments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION budget.plan_payments TO kopiena_service;
GRANT SELECT ON budget.payment_plans TO kopiena_service;
