public import Foundation
public import Grants
public import Money
import Postgres

/// An application that waits for a signatory, as those who may sign are told of it.
public struct SignatureRequest: Sendable, Hashable {
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
    /// The exclusive end that counts for the applicant.
    public let closesBefore: Date
}

extension Applications {
    /// Writes the mail that an application waits to those who may sign it, once for each request however often this is called;
    /// to nobody if it no longer waits.
    /// - Parameter request: what tells this request from a later one for the same application: the key of its job.
    public func callSignatories(
        to id: Application.ID,
        request: Int64,
        now: Date,
        letter: @escaping @Sendable (SignatureRequest, Person) -> Letter
    ) async throws {
        try await database.transaction { tx in
            guard let (application, wanted) = try await signatureRequest(id, in: tx) else { return }
            for person in try await AudienceRow.signatories(of: application.organisation, on: now, in: tx) {
                let written = letter(wanted, person)
                let cause = "application.signature_wanted/\(request)"
                try await MailRow.add(to: person, subject: written.subject, body: written.body, cause: cause, in: tx)
            }
        }
    }

    private func signatureRequest(
        _ id: Application.ID,
        in tx: Transaction
    ) async throws -> (Application, SignatureRequest)? {
        let row = try await tx.row(
            """
            SELECT \(ApplicationRow.columns), a.title, o.name AS applicant, \(ApplicationRow.closesBefore) AS closes_before
              FROM application a
              JOIN organisation o USING (organisation_id)
             \(ApplicationRow.latest)
             WHERE a.application_id = \(id) AND a.state = 'signing'
            """
        )
        guard let row else { return nil }
        let application = try ApplicationRow.read(row)
        let version = try await calls.version(application.version, in: tx)
        let request = try SignatureRequest(
            application: id,
            title: row.get("title"),
            applicant: row.get("applicant"),
            call: version.call,
            callTitle: version.terms.title,
            closesBefore: row.get("closes_before")
        )
        return (application, request)
    }
}
