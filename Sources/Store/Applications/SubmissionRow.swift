import Crypto
import Foundation
import Grants
import Money
import Postgres

/// The statements that hand in and take back.
enum SubmissionRow {
    /// What a handing in is decided by, beside the application itself.
    struct Ground: Sendable {
        let arrivedAt: Date
        let revisionRead: Int64
        let callState: Call.State
        let closesBefore: Date
        let newerVersion: Int?
        let agreementInForce: Bool
        /// The receipt given for this arrival before.
        let receipt: String?
        /// The refusal given to this arrival before.
        let refusal: SubmissionRefusal?
        /// What a first number is made of; drawn before the rules decide, so that a refusal leaves a gap.
        let sequence: Int64?
    }

    /// Nothing if the arrival is of another application.
    static func ground(_ id: Application.ID, _ arrival: Int64, of visitor: Visitor) -> Query<Ground?> {
        Query(
            """
            SELECT i.arrived_at, i.revision, c.state AS call_state, \(ApplicationRow.closesBefore) AS closes_before,
                   CASE WHEN a.number IS NULL AND NOT EXISTS (SELECT FROM intake_refusal r WHERE r.intake_id = i.intake_id)
                        THEN next_application_number(a.call_id)
                    END AS sequence,
                   (SELECT v.version
                      FROM call_version v
                     WHERE v.call_id = a.call_id AND v.published_at <= i.arrived_at
                       AND v.version > (SELECT own.version
                                          FROM call_version own
                                         WHERE own.call_version_id = a.call_version_id)
                     ORDER BY v.version DESC
                     LIMIT 1) AS newer_version,
                   EXISTS (SELECT FROM agreement g
                            WHERE g.organisation_id = a.organisation_id
                              AND (i.arrived_at AT TIME ZONE 'Europe/Riga')::date
                                  BETWEEN g.in_force_from AND g.in_force_until) AS agreement_in_force,
                   (SELECT s.receipt FROM submission s WHERE s.intake_id = i.intake_id) AS receipt,
                   (SELECT r.refusal FROM intake_refusal r WHERE r.intake_id = i.intake_id) AS refusal
              FROM intake i
              JOIN application a USING (application_id)
              JOIN call c USING (call_id)
             \(ApplicationRow.latest)
             WHERE i.intake_id = \(arrival) AND i.application_id = \(id)
               AND i.organisation_id = \(visitor.organisation.id)
            """
        ) { rows in
            try rows.first.map { row in
                try Ground(
                    arrivedAt: row.get("arrived_at"),
                    revisionRead: row.get("revision"),
                    callState: row.get("call_state"),
                    closesBefore: row.get("closes_before"),
                    newerVersion: row.find("newer_version"),
                    agreementInForce: row.get("agreement_in_force"),
                    receipt: row.find("receipt"),
                    refusal: row.find("refusal", as: JSON<SubmissionRefusal>.self)?.value,
                    sequence: row.find("sequence")
                )
            }
        }
    }

    /// Takes a place of the applicant's quota; the constraint `quota_not_exceeded` refuses one too many. Leaves with COMMIT: while
    /// it waited for an answer, everybody else of the same applicant would wait too.
    static func takePlace(_ application: Application, defaultPlaces: Int?, in tx: Transaction) throws {
        try tx.add(
            """
            INSERT INTO quota AS q (call_id, organisation_id, places, taken)
            VALUES (\(application.call), \(application.organisation), \(defaultPlaces), 1)
            ON CONFLICT (call_id, organisation_id) DO UPDATE SET taken = q.taken + 1
            """
        )
    }

    /// Writes the submission, what the application shows of it, and the jobs that follow, in one statement that leaves with COMMIT.
    static func insert(
        _ application: Application,
        _ arrival: Arrival,
        content: String,
        contentSHA256: Bytes,
        receipt: Receipt,
        text: String,
        by person: Person.ID,
        copies: ApplicationCopies,
        jobs: [Job.Kind],
        in tx: Transaction
    ) throws {
        try tx.add(
            """
            WITH handed_in AS (
                INSERT INTO submission (intake_id, application_id, call_id, call_version_id, number, arrived_at, submitted_by,
                                        content, content_sha256, receipt_code, receipt, receipt_sha256)
                SELECT i.intake_id, i.application_id, \(application.call), \(application.version), \(receipt.number),
                       i.arrived_at, \(person), \(content), \(contentSHA256),
                       \(Bytes(receipt.code.bytes)), \(text), \(Bytes(Array(SHA256.hash(data: Array(text.utf8)))))
                  FROM intake i
                 WHERE i.intake_id = \(arrival.id)
                RETURNING submission_id, application_id, arrived_at
            ), decided AS (
                DELETE FROM intake_open WHERE intake_id = \(arrival.id)
            ), followed AS (
                INSERT INTO job (kind, payload)
                SELECT kind, jsonb_build_object('submission', h.submission_id::text)
                  FROM handed_in h, unnest(\(jobs.map(\.rawValue))) AS kind
            )
            UPDATE application a
               SET state = 'submitted', number = \(receipt.number), submitted_at = h.arrived_at,
                   title = \(copies.title), requested_cents = \(copies.requested),
                   search = to_tsvector('simple', search_words(\(copies.search))),
                   updated_at = clock_timestamp(), revision = revision + 1
              FROM handed_in h
             WHERE a.application_id = h.application_id
            """
        )
    }

    /// Keeps a refusal as the answer to its arrival and in the trail, unless the arrival was decided meanwhile. The application is
    /// locked. Its sender is told by mail where nobody waits for the answer, and where it is final.
    static func refuse(
        _ application: Application,
        _ arrival: Int64,
        _ refusal: SubmissionRefusal,
        unattended: Bool,
        in tx: Transaction
    ) throws {
        try tx.add(
            """
            WITH decided AS (
                DELETE FROM intake_open WHERE intake_id = \(arrival)
            ), kept AS (
                INSERT INTO intake_refusal (intake_id, application_id, unattended, refusal)
                SELECT i.intake_id, i.application_id, \(unattended), \(try JSON(refusal))
                  FROM intake i
                 WHERE i.intake_id = \(arrival) AND i.application_id = \(application.id)
                   AND NOT EXISTS (SELECT FROM submission s WHERE s.intake_id = i.intake_id)
                ON CONFLICT (intake_id) DO NOTHING
                RETURNING intake_id
            ), told AS (
                \(Audit.adding(
                    "application.refused", of: "application", application.id,
                    detail: "jsonb_build_object('arrival', intake_id::text)", from: "kept"
                ))
            )
            INSERT INTO job (kind, payload)
            SELECT \(Job.Kind.refusalMail), jsonb_build_object('arrival', intake_id::text)
              FROM kept
             WHERE \(unattended || refusal.isFinal)
            """
        )
    }

    /// The end that counts for the applicant, and the database's clock.
    static func end(for application: Application, in tx: Transaction) async throws -> (closesBefore: Date, now: Date) {
        let row = try await tx.row(
            """
            SELECT \(ApplicationRow.closesBefore) AS closes_before, clock_timestamp() AS now
              FROM application a
             \(ApplicationRow.latest)
             WHERE a.application_id = \(application.id)
            """
        )
        guard let row else { throw Missing() }
        return (try row.get("closes_before"), try row.get("now"))
    }

    /// Marks the counting submission as taken back and frees its place.
    static func withdraw(_ application: Application, reason: String, by person: Person.ID, in tx: Transaction)
        async throws
    {
        try await tx.run(
            """
            WITH taken_back AS (
                INSERT INTO withdrawal (submission_id, withdrawn_by, reason)
                SELECT submission_id, \(person), \(reason)
                  FROM submission
                 WHERE application_id = \(application.id)
                 ORDER BY submission_id DESC
                 LIMIT 1
            )
            UPDATE quota
               SET taken = taken - 1
             WHERE call_id = \(application.call) AND organisation_id = \(application.organisation)
            """
        )
    }
}
