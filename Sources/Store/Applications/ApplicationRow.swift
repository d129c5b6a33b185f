import Foundation
import Grants
import Money
import Postgres

/// The statements on applications.
enum ApplicationRow {
    /// An application with what stands around it.
    struct Head: Sendable {
        let application: Application
        let organisation: Organisation
        let title: String
        let updatedAt: Date
        let callState: Call.State
        let closesBefore: Date
        let newer: NewerVersion?
        let receiptCode: ReceiptCode?
        let quota: Quota?
        let agreementInForce: Bool
        let returned: ReturnNote?
        let missed: MissedHandingIn?
    }

    /// For a table called `a`.
    static let columns: SQL = """
        a.application_id, a.call_id, a.call_version_id, a.organisation_id AS applicant_id, a.state, a.number,
        a.submitted_at, a.revision
        """

    static func read(_ row: Row) throws -> Application {
        try Application(
            id: row.get("application_id"),
            call: row.get("call_id"),
            version: row.get("call_version_id"),
            organisation: row.get("applicant_id"),
            state: row.get("state"),
            number: row.find("number"),
            submittedAt: row.find("submitted_at"),
            revision: row.get("revision")
        )
    }

    /// The end that counts for an applicant. For tables called `a` (or anything with its two columns) and `latest`.
    static let closesBefore = LegalEnd.latest("latest.closes_before", of: "a.call_id", for: "a.organisation_id")

    /// The newest version of the call of `a`, called `latest`.
    static let latest: SQL = """
        CROSS JOIN LATERAL (SELECT n.call_version_id, n.version, n.change_note, n.closes_before, n.published_at
                              FROM call_version n
                             WHERE n.call_id = a.call_id
                             ORDER BY n.version DESC
                             LIMIT 1) latest
        """

    static func find(_ id: Application.ID, visibleTo visitor: Visitor) -> Query<Head?> {
        Query(
            """
            SELECT \(columns), \(OrganisationRow.columns), a.title, a.updated_at, c.state AS call_state,
                   \(closesBefore) AS closes_before, latest.call_version_id AS latest_id, latest.version, latest.change_note,
                   latest.published_at,
                   (SELECT s.receipt_code
                      FROM submission s
                     WHERE s.application_id = a.application_id AND a.state = 'submitted'
                     ORDER BY s.submission_id DESC
                     LIMIT 1) AS receipt_code,
                   q.places, q.taken,
                   EXISTS (SELECT
                             FROM agreement g
                            WHERE g.organisation_id = a.organisation_id
                              AND (clock_timestamp() AT TIME ZONE 'Europe/Riga')::date
                                  BETWEEN g.in_force_from AND g.in_force_until) AS agreement_in_force,
                   r.name AS returned_by, r.at AS returned_at, r.reason AS returned_reason,
                   m.arrived_at AS missed_at, m.refusal AS missed_because
              FROM application a
              JOIN organisation o USING (organisation_id)
              JOIN call c USING (call_id)
             \(latest)
              LEFT JOIN quota q ON q.call_id = a.call_id AND q.organisation_id = a.organisation_id
              LEFT JOIN LATERAL (SELECT p.name, e.at, e.reason
                                   FROM audit_event e
                                   JOIN person p USING (person_id)
                                  WHERE e.subject_id = a.application_id
                                    AND e.verb = 'application.returned_to_editors'
                                    AND a.state IN ('draft', 'withdrawn')
                                    AND e.at > coalesce((SELECT max(s.arrived_at)
                                                           FROM submission s
                                                          WHERE s.application_id = a.application_id), '-infinity')
                                  ORDER BY e.audit_event_id DESC
                                  LIMIT 1) r ON true
              LEFT JOIN LATERAL (SELECT f.unattended, f.refusal, i.arrived_at
                                   FROM intake_refusal f
                                   JOIN intake i USING (intake_id)
                                  WHERE f.application_id = a.application_id AND a.state <> 'submitted'
                                    AND i.arrived_at > coalesce((SELECT max(s.arrived_at)
                                                                   FROM submission s
                                                                  WHERE s.application_id = a.application_id), '-infinity')
                                  ORDER BY f.intake_id DESC
                                  LIMIT 1) m ON m.unattended
             WHERE a.application_id = \(id) AND \(visible(to: visitor))
            """
        ) { try $0.first.map(head) }
    }

    private static func head(_ row: Row) throws -> Head {
        let application = try read(row)
        let latestID: Call.VersionID = try row.get("latest_id")
        var newer: NewerVersion?
        if latestID != application.version {
            newer = try NewerVersion(
                id: latestID,
                version: row.get("version"),
                changeNote: row.get("change_note"),
                publishedAt: row.get("published_at")
            )
        }
        let code: Bytes? = try row.find("receipt_code")
        return try Head(
            application: application,
            organisation: OrganisationRow.read(row),
            title: row.get("title"),
            updatedAt: row.get("updated_at"),
            callState: row.get("call_state"),
            closesBefore: row.get("closes_before"),
            newer: newer,
            receiptCode: code.flatMap { ReceiptCode(bytes: $0.array) },
            quota: quota(row),
            agreementInForce: row.get("agreement_in_force"),
            returned: returned(row),
            missed: missed(row)
        )
    }

    /// A refusal in the words of an older program is left out rather than keeping the page from being shown.
    private static func missed(_ row: Row) throws -> MissedHandingIn? {
        guard let at: Date = try row.find("missed_at"),
            let refusal = try? row.get("missed_because", as: JSON<SubmissionRefusal>.self).value
        else { return nil }
        return MissedHandingIn(arrivedAt: at, refusal: refusal)
    }

    private static func quota(_ row: Row) throws -> Quota? {
        guard let taken: Int = try row.find("taken") else { return nil }
        return Quota(places: try row.find("places"), taken: taken)
    }

    private static func returned(_ row: Row) throws -> ReturnNote? {
        guard let by: String = try row.find("returned_by") else { return nil }
        return ReturnNote(by: by, at: try row.get("returned_at"), reason: try row.find("returned_reason") ?? "")
    }

    /// The rows of `a` that a visitor may read: the applicant's people their own, the agency's people what was handed in.
    static func visible(to visitor: Visitor) -> SQL {
        if visitor.writesApplications { return "a.organisation_id = \(visitor.organisation.id)" }
        return visitor.readsSubmissions ? "a.state = 'submitted'" : "false"
    }

    /// The application of the visitor's own organisation, locked until the transaction ends.
    /// Statements sent with it are done after the lock was got.
    static func lock(_ id: Application.ID, of visitor: Visitor) -> Query<Application> {
        Query(
            """
            SELECT \(columns)
              FROM application a
             WHERE a.application_id = \(id) AND a.organisation_id = \(visitor.organisation.id)
               FOR UPDATE
            """,
            read: locked(for: visitor)
        )
    }

    /// The same for somebody who wants to change it. While a stamped handing in waits to be decided the application counts as
    /// handed in: a change now would take from its sender what was there in time.
    static func lockForChange(_ id: Application.ID, of visitor: Visitor) -> Query<Application> {
        Query(
            """
            SELECT a.application_id, a.call_id, a.call_version_id, a.organisation_id AS applicant_id,
                   CASE WHEN EXISTS (SELECT
                                       FROM intake_open o
                                       JOIN intake i USING (intake_id)
                                      WHERE i.application_id = a.application_id)
                        THEN 'submitted' ELSE a.state END AS state,
                   a.number, a.submitted_at, a.revision
              FROM application a
             WHERE a.application_id = \(id) AND a.organisation_id = \(visitor.organisation.id)
               FOR UPDATE
            """,
            read: locked(for: visitor)
        )
    }

    private static func locked(for visitor: Visitor) -> @Sendable ([Row]) throws -> Application {
        { rows in
            guard let row = rows.first, !visitor.isStaff else { throw Missing() }
            return try read(row)
        }
    }

    /// The version of the call that is newer than the application's, if there is one.
    static func newerVersion(than application: Application, in tx: Transaction) async throws -> (Call.VersionID, Int)? {
        let row = try await tx.row(
            """
            SELECT call_version_id, version
              FROM call_version
             WHERE call_id = \(application.call)
             ORDER BY version DESC
             LIMIT 1
            """
        )
        guard let row, let id: Call.VersionID = try row.find("call_version_id"), id != application.version else {
            return nil
        }
        return (id, try row.get("version"))
    }

    /// Writes state and number, and the copies that lists show; says the new revision and instant.
    static func save(
        _ application: Application,
        _ copies: ApplicationCopies,
        in tx: Transaction
    ) async throws -> (revision: Int64, at: Date) {
        let row = try await tx.row(
            """
            UPDATE application
               SET state = \(application.state),
                   call_version_id = \(application.version),
                   title = \(copies.title),
                   requested_cents = \(copies.requested),
                   search = to_tsvector('simple', search_words(\(copies.search))),
                   updated_at = clock_timestamp(),
                   revision = revision + 1
             WHERE application_id = \(application.id)
            RETURNING revision, updated_at
            """
        )
        guard let row else { throw Missing() }
        return (try row.get("revision"), try row.get("updated_at"))
    }

    /// Writes the state alone.
    static func save(_ application: Application, in tx: Transaction) async throws {
        try await tx.run(
            """
            UPDATE application
               SET state = \(application.state),
                   submitted_at = CASE WHEN \(application.state) = 'submitted' THEN submitted_at END,
                   search = CASE WHEN state = 'submitted' AND \(application.state) <> 'submitted'
                                 THEN \(listed) ELSE search END,
                   updated_at = clock_timestamp(),
                   revision = revision + 1
             WHERE application_id = \(application.id)
            """
        )
    }

    /// The words of what a list shows: all that staff find of an application that is not, or no longer, handed in.
    private static let listed: SQL = """
        to_tsvector('simple', search_words(concat_ws(
            ' ', (SELECT o.name FROM organisation o WHERE o.organisation_id = application.organisation_id), number, title)))
        """
}

/// What lists show, sort and search: copied out of the answers by the same statement that counts the change.
struct ApplicationCopies: Sendable {
    let title: String
    let requested: Euro
    let search: String

    /// Of what is not handed in, staff find only what their list shows: what it says is the applicant's own.
    init(_ application: Application, terms: CallTerms, answers: [String: Answer], organisation: Organisation) {
        var words = [organisation.name, application.number ?? ""]
        var title = ""
        if case .text(let typed)? = answers["title"] { title = typed }
        words.append(title)
        for question in application.state == .submitted ? terms.questions : [] {
            switch (question.kind, answers[question.key]) {
            case (.school, .fields(let fields)?): words += fields.values
            case (.partners, .rows(let rows)?): words += rows.flatMap { [$0["name"] ?? "", $0["number"] ?? ""] }
            default: break
            }
        }
        self.title = String(String.UnicodeScalarView(title.unicodeScalars.prefix(300)))
        requested = terms.requested(given: answers)
        search = String(words.joined(separator: " ").prefix(10_000))
    }
}
