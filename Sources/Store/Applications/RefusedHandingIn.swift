public import Foundation
public import Grants
public import Money
import Postgres

/// A handing in that was stamped and not accepted, as whoever sent it is told.
public struct RefusedHandingIn: Sendable {
    /// The application.
    public let application: Application.ID
    /// Its title; may be empty.
    public let title: String
    /// The name of the applicant.
    public let applicant: String
    /// The call.
    public let call: Call
    /// The call's title.
    public let callTitle: Bilingual
    /// When it arrived.
    public let arrivedAt: Date
    /// When it was decided.
    public let refusedAt: Date
    /// The exclusive end that counts for the applicant.
    public let closesBefore: Date
    /// Why.
    public let refusal: SubmissionRefusal
}

extension Applications {
    /// Writes the mail about a refusal to whoever handed in, once however often this is called.
    public func tellRefusal(
        of arrival: Int64,
        letter: @escaping @Sendable (RefusedHandingIn, Person) -> Letter
    ) async throws {
        try await database.transaction { tx in
            guard let (refused, sender) = try await refused(arrival, in: tx) else { return }
            let written = letter(refused, sender)
            let cause = "submission.refused/\(arrival)"
            try await MailRow.add(to: sender, subject: written.subject, body: written.body, cause: cause, in: tx)
        }
    }

    private func refused(_ arrival: Int64, in tx: Transaction) async throws -> (RefusedHandingIn, Person)? {
        let row = try await tx.row(
            """
            SELECT \(ApplicationRow.columns), \(PersonRow.columns), a.title, o.name AS applicant, i.arrived_at, r.refused_at,
                   r.refusal, \(ApplicationRow.closesBefore) AS closes_before
              FROM intake_refusal r
              JOIN intake i USING (intake_id)
              JOIN application a ON a.application_id = i.application_id
              JOIN organisation o ON o.organisation_id = a.organisation_id
              JOIN person p ON p.person_id = i.person_id AND p.disabled_at IS NULL
             \(ApplicationRow.latest)
             WHERE r.intake_id = \(arrival)
            """
        )
        guard let row else { return nil }
        let application = try ApplicationRow.read(row)
        let version = try await calls.version(application.version, in: tx)
        let refused = try RefusedHandingIn(
            application: application.id,
            title: row.get("title"),
            applicant: row.get("applicant"),
            call: version.call,
            callTitle: version.terms.title,
            arrivedAt: row.get("arrived_at"),
            refusedAt: row.get("refused_at"),
            closesBefore: row.get("closes_before"),
            refusal: row.get("refusal", as: JSON<SubmissionRefusal>.self).value
        )
        return try (refused, PersonRow.read(row))
    }
}
