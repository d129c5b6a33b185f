import Foundation
import Grants
import Money
import Postgres

enum DeskRow {
    /// The last version of each call `c` that was published.
    private static let published: SQL = """
        JOIN LATERAL (
            SELECT v.terms, v.opens_at, v.closes_before
              FROM call_version v
             WHERE v.call_id = c.call_id
             ORDER BY v.version DESC
             LIMIT 1
        ) v ON true
        """

    /// The end of call `c` for one organisation.
    private static func end(for organisation: Organisation.ID) -> SQL {
        LegalEnd.latest("v.closes_before", of: "c.call_id", for: "\(organisation)")
    }

    static func papers(_ organisation: Organisation.ID, in tx: Transaction) async throws -> [ApplicantDesk.Paper] {
        try await tx.rows(
            """
            SELECT a.application_id, a.title, a.number, a.state, c.number AS call_number, v.terms -> 'title' AS call_title,
                   \(end(for: organisation)) AS closes_before, c.state = 'cancelled' AS cancelled, a.updated_at, a.submitted_at
              FROM application a
              JOIN call c USING (call_id)
              \(published)
             WHERE a.organisation_id = \(organisation)
             ORDER BY a.updated_at DESC, a.application_id DESC
             LIMIT 50
            """
        ).map { row in
            try ApplicantDesk.Paper(
                id: row.get("application_id"),
                title: row.get("title"),
                number: row.find("number"),
                state: row.get("state"),
                callNumber: row.get("call_number"),
                callTitle: row.get("call_title", as: JSON<Bilingual>.self).value,
                closesBefore: row.get("closes_before"),
                cancelled: row.get("cancelled"),
                updatedAt: row.get("updated_at"),
                submittedAt: row.find("submitted_at")
            )
        }
    }

    static func chances(
        for organisation: Organisation,
        at now: Date,
        in tx: Transaction
    ) async throws -> [ApplicantDesk.Chance] {
        try await tx.rows(
            """
            SELECT * FROM (
                SELECT c.number, c.kind, v.terms -> 'title' AS title, v.opens_at, \(end(for: organisation.id)) AS closes_before,
                       CASE WHEN q.call_id IS NULL THEN (v.terms -> 'applicants' ->> 'defaultQuota')::bigint
                            ELSE q.places - q.taken
                       END AS places_left,
                       (v.terms -> 'applicants' ->> 'agreementRequired')::boolean AS agreement_required
                  FROM call c
                  \(published)
                  LEFT JOIN quota q ON q.call_id = c.call_id AND q.organisation_id = \(organisation.id)
                 WHERE c.state = 'published' AND v.terms -> 'applicants' -> 'kinds' ? \(organisation.kind)
            ) fitting
             WHERE closes_before > \(now)
             ORDER BY closes_before, number
             LIMIT 20
            """
        ).map { row in
            try ApplicantDesk.Chance(
                number: row.get("number"),
                kind: row.get("kind"),
                title: row.get("title", as: JSON<Bilingual>.self).value,
                opensAt: row.get("opens_at"),
                closesBefore: row.get("closes_before"),
                placesLeft: row.find("places_left"),
                agreementRequired: row.get("agreement_required")
            )
        }
    }

    /// Drafts first, then what ends next, then what has ended, the latest first.
    static func lines(at now: Date, in tx: Transaction) async throws -> [StaffDesk.Line] {
        try await tx.rows(
            """
            SELECT c.call_id, c.number, c.state, coalesce(v.terms, c.draft) -> 'title' AS title,
                   coalesce(v.opens_at, (c.draft ->> 'opensAt')::timestamptz) AS opens_at,
                   coalesce(e.closes_before, (c.draft ->> 'closesBefore')::timestamptz) AS closes_before,
                   coalesce(a.drafts, 0) AS drafts, coalesce(a.submitted, 0) AS submitted, coalesce(q.questions, 0) AS questions,
                   (SELECT count(*)
                      FROM places_proposal p
                     WHERE p.call_id = c.call_id
                       AND NOT EXISTS (SELECT FROM places_decision d WHERE d.places_proposal_id = p.places_proposal_id)) AS proposals
              FROM call c
              LEFT \(published)
             CROSS JOIN LATERAL (SELECT \(LegalEnd.latest("v.closes_before", of: "c.call_id")) AS closes_before) e
              LEFT JOIN LATERAL (
                    SELECT count(*) FILTER (WHERE state IN ('draft', 'signing')) AS drafts,
                           count(*) FILTER (WHERE state = 'submitted') AS submitted
                      FROM application WHERE call_id = c.call_id
              ) a ON true
              LEFT JOIN LATERAL (
                    SELECT count(*) AS questions FROM question WHERE call_id = c.call_id AND answer IS NULL
              ) q ON true
             ORDER BY c.state <> 'draft',
                      c.state = 'cancelled' OR e.closes_before <= \(now),
                      abs(extract(epoch FROM e.closes_before - \(now))),
                      c.call_id DESC
             LIMIT 100
            """
        ).map { row in
            try StaffDesk.Line(
                id: row.get("call_id"),
                number: row.get("number"),
                title: row.get("title", as: JSON<Bilingual>.self).value,
                state: row.get("state"),
                opensAt: row.find("opens_at"),
                closesBefore: row.find("closes_before"),
                drafts: row.get("drafts"),
                submitted: row.get("submitted"),
                questions: row.get("questions"),
                proposals: row.get("proposals")
            )
        }
    }
}
