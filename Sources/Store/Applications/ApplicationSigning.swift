public import Grants
public import Money
import Postgres

extension Applications {
    /// Gives the application to the signatory, once nothing is wrong with it.
    public func sendToSignatory(_ id: Application.ID, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            var (application, answers, files) = try await tx.ask(
                ApplicationRow.lockForChange(id, of: visitor),
                AnswerRow.texts(of: id),
                FileRow.ready(of: id)
            )
            let version = try await calls.version(application.version, in: tx)
            let newer = try await ApplicationRow.newerVersion(than: application, in: tx)
            let errors = Checks.errors(
                of: answers,
                files: files,
                terms: version.terms,
                organisation: visitor.organisation
            )
            try application.sendToSignatory(
                for: version.terms,
                by: visitor.roles,
                of: visitor.organisation.kind,
                newerVersion: newer?.1,
                errors: errors
            )
            try await ApplicationRow.save(application, in: tx)
            try await Audit.add("application.sent_to_signatory", of: "application", id, in: tx)
            try await JobRow.add(.signatureWanted, payload: ["application": id.description], in: tx)
        }
    }

    /// Gives the application back to the editors.
    /// - Parameter reason: what is to be changed, in the signatory's words; may be empty.
    public func returnToEditors(_ id: Application.ID, reason: String, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            var application = try await tx.ask(ApplicationRow.lockForChange(id, of: visitor))
            try application.returnToEditors(by: visitor.roles)
            try await ApplicationRow.save(application, in: tx)
            let reason = String(reason.prefix(2_000)).withoutNUL
            try await Audit.add(
                "application.returned_to_editors",
                of: "application",
                id,
                reason: reason.isEmpty ? nil : reason,
                in: tx
            )
        }
    }

    /// Lets a draft answer the call's newest version. Answers stay; those to questions that are gone are no longer asked for.
    public func adoptNewestVersion(_ id: Application.ID, by visitor: Visitor) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let (application, answers) = try await tx.ask(
                ApplicationRow.lockForChange(id, of: visitor),
                AnswerRow.texts(of: id)
            )
            try application.change(by: visitor.roles)
            guard let newer = try await ApplicationRow.newerVersion(than: application, in: tx) else { return }
            let version = try await calls.version(newer.0, in: tx)
            let adopted = application.adopting(version)
            let copies = ApplicationCopies(
                adopted,
                terms: version.terms,
                answers: answers,
                organisation: visitor.organisation
            )
            _ = try await ApplicationRow.save(adopted, copies, in: tx)
            let detail = ["version": String(version.version)]
            try await Audit.add("application.version_adopted", of: "application", id, detail: detail, in: tx)
        }
    }
}

extension Job.Kind {
    /// Tell the applicant's signatories that an application waits for them; payload `application`.
    public static let signatureWanted = Job.Kind(rawValue: "application.signature_wanted")
    /// Make the receipt's PDF; payload `submission`.
    public static let receiptPaper = Job.Kind(rawValue: "receipt.paper")
    /// Send the receipt by mail to the applicant's people; payload `submission`.
    public static let receiptMail = Job.Kind(rawValue: "receipt.mail")
    /// Tell whoever handed in that it was not accepted, and why; payload `arrival`.
    public static let refusalMail = Job.Kind(rawValue: "submission.refused")
}
