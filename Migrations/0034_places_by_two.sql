-- How many projects partners may hand in is decided by two people: one proposes places for a call, another agrees. Until now one
-- officer set them. What stood before stays and follows the call's default, until a proposal for its call is approved.

-- Places of partners for one call, worked out together. `follows` is the approved proposal whose places its author saw: each is
-- worked out from the one before, so that of two made from the same places only one can be approved.
CREATE TABLE places_proposal (
    places_proposal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key                uuid NOT NULL CONSTRAINT places_proposal_key_once UNIQUE,
    request_hash       bytea NOT NULL CONSTRAINT places_proposal_request_hash_length CHECK (length(request_hash) = 32),
    call_id            bigint NOT NULL REFERENCES call,
    follows            bigint,
    reason             text NOT NULL CONSTRAINT places_proposal_reason_length CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
    -- What the places were worked out from, for those who look again later.
    working            jsonb NOT NULL,
    proposed_by        bigint NOT NULL DEFAULT acting_person() REFERENCES person,
    proposed_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT places_proposal_with_its_author UNIQUE (places_proposal_id, proposed_by),
    CONSTRAINT places_proposal_of_its_call UNIQUE (call_id, places_proposal_id),
    CONSTRAINT places_proposal_follows_one_of_its_call FOREIGN KEY (call_id, follows)
        REFERENCES places_proposal (call_id, places_proposal_id)
);
CREATE TABLE proposed_places (
    places_proposal_id bigint NOT NULL REFERENCES places_proposal,
    organisation_id    bigint NOT NULL CONSTRAINT proposed_places_partner_known REFERENCES organisation,
    places             integer NOT NULL CONSTRAINT proposed_places_possible CHECK (places BETWEEN 0 AND 300),
    CONSTRAINT proposed_places_once PRIMARY KEY (places_proposal_id, organisation_id)
);
-- How it ended: by another person, or taken back by its author; once.
CREATE TABLE places_decision (
    places_proposal_id bigint NOT NULL CONSTRAINT places_decided_once PRIMARY KEY,
    proposed_by        bigint NOT NULL,
    decision           text NOT NULL CONSTRAINT places_decision_known CHECK (decision IN ('approved', 'declined', 'withdrawn')),
    decided_by         bigint NOT NULL DEFAULT acting_person() REFERENCES person,
    decided_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason             text NOT NULL DEFAULT '' CONSTRAINT places_decision_reason_length CHECK (length(reason) <= 2000),
    CONSTRAINT places_decision_of_its_proposal FOREIGN KEY (places_proposal_id, proposed_by)
        REFERENCES places_proposal (places_proposal_id, proposed_by),
    CONSTRAINT places_decided_by_another CHECK ((decision = 'withdrawn') = (decided_by = proposed_by)),
    CONSTRAINT places_declined_with_reason CHECK (decision <> 'declined' OR btrim(reason) <> '')
);
CREATE TRIGGER places_proposal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON places_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposed_places_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON proposed_places
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER places_decision_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON places_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_places(rule text, sentence text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END
$$;

-- The proposal that set a partner's places; NULL while they follow the call's default.
ALTER TABLE quota ADD COLUMN places_proposal_id bigint REFERENCES places_proposal;

-- Whoever writes, the owner too: such places are those of an approved proposal, and follow the default never again.
CREATE FUNCTION quota_places_by_two() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM public.proposed_places e
                     JOIN public.places_proposal p USING (places_proposal_id)
                     JOIN public.places_decision d USING (places_proposal_id)
                    WHERE e.places_proposal_id = NEW.places_proposal_id AND e.organisation_id = NEW.organisation_id
                      AND e.places = NEW.places AND p.call_id = NEW.call_id AND d.decision = 'approved') THEN
        PERFORM public.refuse_places('quota_places_by_two', 'places that two people agreed on are changed by two people');
    END IF;
    RETURN NEW;
END
$$;
-- Handing in, which only counts what is taken, passes neither.
CREATE TRIGGER quota_added_by_two BEFORE INSERT ON quota
    FOR EACH ROW WHEN (NEW.places_proposal_id IS NOT NULL) EXECUTE FUNCTION quota_places_by_two();
CREATE TRIGGER quota_changed_by_two BEFORE UPDATE OF call_id, organisation_id, places, places_proposal_id ON quota
    FOR EACH ROW WHEN (OLD.places_proposal_id IS NOT NULL OR NEW.places_proposal_id IS NOT NULL)
    EXECUTE FUNCTION quota_places_by_two();

-- The approved proposal that counts for a call now; NULL before the first.
CREATE FUNCTION places_in_force(p_call bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- One that follows another was written down later than that.
    SELECT max(p.places_proposal_id)
      FROM public.places_proposal p
      JOIN public.places_decision d USING (places_proposal_id)
     WHERE p.call_id = p_call AND d.decision = 'approved'
$$;

-- Writes down the places that partners are to have, once for each key.
CREATE FUNCTION propose_places(p_key uuid, p_call bigint, p_follows bigint, p_reason text, p_working jsonb,
                               p_organisations bigint[], p_places integer[], OUT proposal bigint, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n     integer := cardinality(p_organisations);
    hash  bytea;
    known record;
    state text;
BEGIN
    IF p_key IS NULL OR p_call IS NULL OR p_reason IS NULL OR p_working IS NULL OR coalesce(n, 0) NOT BETWEEN 1 AND 500
        OR n IS DISTINCT FROM cardinality(p_places) OR array_position(p_organisations, NULL) IS NOT NULL
        OR array_position(p_places, NULL) IS NOT NULL THEN
        PERFORM public.refuse_places('places_proposal_is_whole', 'a proposal has a key, a call, a reason, and 1 to 500 partners');
    END IF;
    hash := sha256(convert_to(jsonb_build_array(p_call, p_follows, p_reason, p_working, p_organisations, p_places)::text, 'UTF8'));
    SELECT p.places_proposal_id, p.request_hash, p.proposed_by INTO known FROM public.places_proposal p WHERE p.key = p_key;
    IF NOT FOUND THEN
        -- Two proposals of one call are written down one after the other, and not while one is being approved.
        SELECT c.state INTO state FROM public.call c WHERE c.call_id = p_call FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM public.refuse_places('places_call_is_known', 'no such call');
        ELSIF state = 'cancelled' THEN
            PERFORM public.refuse_places('places_call_not_cancelled', 'the call is cancelled');
        END IF;
        IF p_follows IS DISTINCT FROM public.places_in_force(p_call)
            AND NOT EXISTS (SELECT FROM public.places_proposal p WHERE p.key = p_key) THEN
            PERFORM public.refuse_places('places_proposal_is_current', 'the places were changed meanwhile');
        END IF;
        INSERT INTO public.places_proposal (key, request_hash, call_id, follows, reason, working)
        VALUES (p_key, hash, p_call, p_follows, p_reason, p_working)
        ON CONFLICT (key) DO NOTHING
        RETURNING places_proposal_id INTO proposal;
        IF proposal IS NOT NULL THEN
            INSERT INTO public.proposed_places (places_proposal_id, organisation_id, places)
            SELECT propose_places.proposal, e.organisation, e.places
              FROM unnest(p_organisations, p_places) AS e (organisation, places);
            is_new := true;
            RETURN;
        END IF;
        SELECT p.places_proposal_id, p.request_hash, p.proposed_by INTO known FROM public.places_proposal p WHERE p.key = p_key;
    END IF;
    IF known.request_hash <> hash OR known.proposed_by IS DISTINCT FROM public.acting_person() THEN
        PERFORM public.refuse_places('places_key_used_otherwise', 'the key belongs to another proposal');
    END IF;
    proposal := known.places_proposal_id;
    is_new := false;
END
$$;

-- The second person agrees, and the places are as proposed: all of them or none; the CHECK of `quota` refuses fewer than are taken,
-- whoever hands in at that moment. Agreed again by the same person, it is the same deed.
CREATE FUNCTION approve_places(p_proposal bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked   public.places_proposal;
    decided public.places_decision;
    state   text;
BEGIN
    SELECT * INTO asked FROM public.places_proposal WHERE places_proposal_id = p_proposal;
    IF NOT FOUND THEN
        PERFORM public.refuse_places('places_proposal_is_known', 'no such proposal');
    END IF;
    -- One deed on a call at a time; whoever hands in only refers to it, and does not wait.
    SELECT c.state INTO state FROM public.call c WHERE c.call_id = asked.call_id FOR NO KEY UPDATE;
    INSERT INTO public.places_decision (places_proposal_id, proposed_by, decision)
    VALUES (p_proposal, asked.proposed_by, 'approved')
    ON CONFLICT (places_proposal_id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO decided FROM public.places_decision WHERE places_proposal_id = p_proposal;
        IF decided.decision <> 'approved' OR decided.decided_by IS DISTINCT FROM public.acting_person() THEN
            PERFORM public.refuse_places('places_decided_once', 'the proposal was decided before');
        END IF;
        RETURN false;
    END IF;
    IF state = 'cancelled' THEN
        PERFORM public.refuse_places('places_call_not_cancelled', 'the call is cancelled');
    END IF;
    IF EXISTS (SELECT
                 FROM public.places_proposal p
                 JOIN public.places_decision d USING (places_proposal_id)
                WHERE p.call_id = asked.call_id AND p.places_proposal_id <> p_proposal AND d.decision = 'approved'
                  AND p.follows IS NOT DISTINCT FROM asked.follows) THEN
        PERFORM public.refuse_places('places_proposal_is_current', 'the places were changed since this was proposed');
    END IF;
    -- The order of keys is the order of locks.
    INSERT INTO public.quota (call_id, organisation_id, places, places_proposal_id)
    SELECT asked.call_id, e.organisation_id, e.places, p_proposal
      FROM public.proposed_places e
     WHERE e.places_proposal_id = p_proposal
     ORDER BY e.organisation_id
    ON CONFLICT (call_id, organisation_id) DO UPDATE
       SET places = excluded.places, places_proposal_id = excluded.places_proposal_id;
    RETURN true;
END
$$;

-- It shall not happen: another person declines it with a reason, or its author takes it back.
CREATE FUNCTION turn_down_places(p_proposal bigint, p_reason text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    author  bigint;
    decided public.places_decision;
BEGIN
    SELECT proposed_by INTO author FROM public.places_proposal WHERE places_proposal_id = p_proposal;
    IF NOT FOUND THEN
        PERFORM public.refuse_places('places_proposal_is_known', 'no such proposal');
    END IF;
    INSERT INTO public.places_decision (places_proposal_id, proposed_by, decision, reason)
    VALUES (p_proposal, author, CASE WHEN author = public.acting_person() THEN 'withdrawn' ELSE 'declined' END,
            coalesce(p_reason, ''))
    ON CONFLICT (places_proposal_id) DO NOTHING;
    IF FOUND THEN
        RETURN true;
    END IF;
    SELECT * INTO decided FROM public.places_decision WHERE places_proposal_id = p_proposal;
    IF decided.decision = 'approved' OR decided.decided_by IS DISTINCT FROM public.acting_person() THEN
        PERFORM public.refuse_places('places_decided_once', 'the proposal was decided before');
    END IF;
    RETURN false;
END
$$;

REVOKE ALL ON FUNCTION refuse_places, quota_places_by_two, places_in_force, propose_places, approve_places, turn_down_places
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION places_in_force, propose_places, approve_places, turn_down_places TO kopiena_service;
GRANT SELECT ON places_proposal, proposed_places, places_decision TO kopiena_service;
-- The service counts what is taken and lets places follow the call's default; whose places two people set, it cannot say.
REVOKE INSERT, UPDATE ON quota FROM kopiena_service;
GRANT INSERT (call_id, organisation_id, places, taken), UPDATE (places, taken) ON quota TO kopiena_service;
