import Postgres
import TestKit

/// Puts the furnished office back as it was after something was done in it, so that every deed finds the same.
struct PutBack: Sendable {
    private let owner: Database

    /// Remembers how things stand. What may never change by the rules of the schema may only while it is put back.
    init() async throws {
        owner = TestDatabase.current.owner
        try await owner.transaction { tx in
            try await tx.run(
                """
                DO $$
                DECLARE
                    name text;
                BEGIN
                    FOREACH name IN ARRAY ARRAY['answer_revision', 'answer', 'presence', 'withdrawal', 'call_extension', 'quota', 'places_decision',
                                                'outage', 'feedback', 'sign_in_attempt', 'question', 'file', 'application', 'call']
                    LOOP
                        EXECUTE format('CREATE TABLE test_before_%s AS TABLE %I', name, name);
                    END LOOP;
                    CREATE TABLE test_before_decision AS TABLE budget.decision;
                    CREATE TABLE test_before_payment_plan AS TABLE budget.payment_plan;
                END
                $$
                """
            )
            try await tx.run(
                """
                CREATE FUNCTION test_put_back() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                    ALTER TABLE withdrawal DISABLE TRIGGER withdrawal_never_changes;
                    ALTER TABLE call_extension DISABLE TRIGGER call_extension_never_changes;
                    ALTER TABLE file DISABLE TRIGGER file_keeps;
                    -- What was posted stays: agreed to anew, it is the same moves.
                    ALTER TABLE budget.decision DISABLE TRIGGER decision_never_changes;
                    DELETE FROM budget.decision WHERE proposal_id NOT IN (SELECT proposal_id FROM test_before_decision);
                    ALTER TABLE budget.decision ENABLE TRIGGER decision_never_changes;
                    ALTER TABLE budget.planned_payment DISABLE TRIGGER planned_payment_never_changes;
                    ALTER TABLE budget.payment_plan DISABLE TRIGGER payment_plan_never_changes;
                    DELETE FROM budget.planned_payment WHERE plan_id NOT IN (SELECT plan_id FROM test_before_payment_plan);
                    DELETE FROM budget.payment_plan WHERE plan_id NOT IN (SELECT plan_id FROM test_before_payment_plan);
                    ALTER TABLE budget.planned_payment ENABLE TRIGGER planned_payment_never_changes;
                    ALTER TABLE budget.payment_plan ENABLE TRIGGER payment_plan_never_changes;
                    DELETE FROM answer_revision t
                     WHERE NOT EXISTS (SELECT FROM test_before_answer_revision b
                                        WHERE (b.application_id, b.field, b.version) = (t.application_id, t.field, t.version));
                    DELETE FROM answer t
                     WHERE NOT EXISTS (SELECT FROM test_before_answer b
                                        WHERE (b.application_id, b.field) = (t.application_id, t.field));
                    DELETE FROM presence;
                    DELETE FROM withdrawal t WHERE NOT EXISTS (SELECT FROM test_before_withdrawal b WHERE b.withdrawal_id = t.withdrawal_id);
                    DELETE FROM call_extension t
                     WHERE NOT EXISTS (SELECT FROM test_before_call_extension b WHERE b.call_extension_id = t.call_extension_id);
                    DELETE FROM outage t WHERE NOT EXISTS (SELECT FROM test_before_outage b WHERE b.outage_id = t.outage_id);
                    DELETE FROM sign_in_attempt;
                    DELETE FROM question t WHERE NOT EXISTS (SELECT FROM test_before_question b WHERE b.question_id = t.question_id);
                    UPDATE answer t SET value = b.value, version = b.version
                      FROM test_before_answer b
                     WHERE (b.application_id, b.field) = (t.application_id, t.field) AND b.version <> t.version;
                    UPDATE application t
                       SET state = b.state, call_version_id = b.call_version_id, number = b.number, title = b.title,
                           requested_cents = b.requested_cents, submitted_at = b.submitted_at, revision = b.revision
                      FROM test_before_application b
                     WHERE b.application_id = t.application_id AND to_jsonb(b) <> to_jsonb(t);
                    UPDATE call t
                       SET state = b.state, cancelled_reason = b.cancelled_reason, number = b.number, draft = b.draft,
                           revision = b.revision
                      FROM test_before_call b
                     WHERE b.call_id = t.call_id AND to_jsonb(b) <> to_jsonb(t);
                    UPDATE file t SET state = b.state, removed_at = b.removed_at
                      FROM test_before_file b
                     WHERE b.file_id = t.file_id AND b.state <> t.state;
                    UPDATE file SET state = 'removed', removed_at = clock_timestamp()
                     WHERE state = 'ready' AND file_id NOT IN (SELECT file_id FROM test_before_file);
                    ALTER TABLE quota DISABLE TRIGGER quota_changed_by_two;
                    UPDATE quota t SET places = b.places, taken = b.taken, places_proposal_id = b.places_proposal_id
                      FROM test_before_quota b
                     WHERE (b.call_id, b.organisation_id) = (t.call_id, t.organisation_id) AND to_jsonb(b) <> to_jsonb(t);
                    ALTER TABLE quota ENABLE TRIGGER quota_changed_by_two;
                    DELETE FROM quota t
                     WHERE NOT EXISTS (SELECT FROM test_before_quota b
                                        WHERE (b.call_id, b.organisation_id) = (t.call_id, t.organisation_id));
                    ALTER TABLE places_decision DISABLE TRIGGER places_decision_never_changes;
                    DELETE FROM places_decision t
                     WHERE NOT EXISTS (SELECT FROM test_before_places_decision b
                                        WHERE b.places_proposal_id = t.places_proposal_id);
                    ALTER TABLE places_decision ENABLE TRIGGER places_decision_never_changes;
                    UPDATE question t
                       SET published_text = b.published_text, answer = b.answer, answered_by = b.answered_by,
                           answered_at = b.answered_at, revision = b.revision
                      FROM test_before_question b
                     WHERE b.question_id = t.question_id AND b.revision <> t.revision;
                    UPDATE outage t SET called_off_at = b.called_off_at
                      FROM test_before_outage b
                     WHERE b.outage_id = t.outage_id AND b.called_off_at IS DISTINCT FROM t.called_off_at;
                    ALTER TABLE withdrawal ENABLE TRIGGER withdrawal_never_changes;
                    ALTER TABLE call_extension ENABLE TRIGGER call_extension_never_changes;
                    ALTER TABLE file ENABLE TRIGGER file_keeps;
                END
                $$
                """
            )
        }
    }

    /// Puts everything back.
    func callAsFunction() async throws {
        try await owner.transaction { tx in try await tx.run("SELECT test_put_back()") }
    }
}
