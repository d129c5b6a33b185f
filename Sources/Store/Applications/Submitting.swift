import Crypto
import Foundation
public import Grants
public import Money
import Postgres

/// A handing in that succeeded, and its proof.
public struct Submitted: Sendable, Hashable {
    /// The receipt.
    public let receipt: Receipt
    /// The receipt's JSON, byte for byte as hashed.
    public let text: String
}

/// What is to be decided: whose application, when it arrived and what was confirmed.
struct HandingIn: Sendable {
    let application: Application.ID
    let arrival: Arrival
    let declarations: Set<Declaration>
    let visitor: Visitor
    /// Whether somebody waits for the answer.
    var isAttended = true
}

extension Applications {
    /// Hands an application in, once for each arrival: the same arrival again gives the same receipt, or the same refusal.
    ///
    /// The rule is decided by the instant of arrival, however long the work after it took.
    public func submit(
        _ id: Application.ID,
        arrival: Arrival,
        declarations: Set<Declaration>,
        by visitor: Visitor
    ) async throws -> Submitted {
        try await decide(HandingIn(application: id, arrival: arrival, declarations: declarations, visitor: visitor))
    }

    /// Accepts a handing in or refuses it for good.
    func decide(_ handingIn: HandingIn) async throws -> Submitted {
        let (visitor, code) = (handingIn.visitor, ReceiptCode.random())
        let refusal: SubmissionRefusal
        do {
            return try await database.transaction(TransactionSettings(visitor).keepingPlans) { tx in
                try await handIn(handingIn, code, in: tx)
            }
        } catch let error as PostgresError where error.constraint == "quota_not_exceeded" {
            refusal = .quotaUsedUp
        } catch let error as SubmissionRefusal {
            refusal = error
        }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            try await refuse(handingIn, refusal, in: tx)
        }.get()
    }

    /// Keeps the refusal, or finds what a twin has decided since.
    private func refuse(
        _ handingIn: HandingIn,
        _ refusal: SubmissionRefusal,
        in tx: Transaction
    ) async throws -> Result<Submitted, SubmissionRefusal> {
        let arrival = handingIn.arrival.id
        let (id, visitor) = (handingIn.application, handingIn.visitor)
        let application = try await tx.ask(ApplicationRow.lock(id, of: visitor))
        try SubmissionRow.refuse(application, arrival, refusal, unattended: !handingIn.isAttended, in: tx)
        guard let ground = try await tx.ask(SubmissionRow.ground(id, arrival, of: visitor)) else { throw Missing() }
        if let text = ground.receipt, let receipt = Receipt(text: text) {
            return .success(Submitted(receipt: receipt, text: text))
        }
        return .failure(ground.refusal ?? refusal)
    }

    private func handIn(
        _ handingIn: HandingIn,
        _ code: ReceiptCode,
        in tx: Transaction
    ) async throws -> Submitted {
        let (id, arrival, visitor) = (handingIn.application, handingIn.arrival, handingIn.visitor)
        let declarations = handingIn.declarations
        // All but the first are done after the lock was got: a twin that held it has committed, and they see what it left.
        var (application, ground, answers, files) = try await tx.ask(
            ApplicationRow.lock(id, of: visitor),
            SubmissionRow.ground(id, arrival.id, of: visitor),
            AnswerRow.texts(of: id),
            FileRow.ready(of: id)
        )
        guard let ground else { throw Missing() }
        if let text = ground.receipt, let receipt = Receipt(text: text) {
            return Submitted(receipt: receipt, text: text)
        }
        if let refusal = ground.refusal { throw refusal }
        let version = try await calls.version(application.version, in: tx)
        let organisation = visitor.organisation
        let circumstances = SubmissionCircumstances(
            roles: visitor.roles,
            applicant: organisation.kind,
            revisionRead: ground.revisionRead,
            declarations: declarations,
            callState: ground.callState,
            newerVersion: ground.newerVersion,
            agreementInForce: ground.agreementInForce,
            errors: Checks.errors(of: answers, files: files, terms: version.terms, organisation: organisation)
        )
        try application.submit(
            to: version.terms,
            arrived: ground.arrivedAt,
            closesBefore: ground.closesBefore,
            given: circumstances
        )
        if let sequence = ground.sequence {
            application.numberIfNew(
                Application.number(call: version.call.number, arrived: ground.arrivedAt, sequence: sequence)
            )
        }
        guard let number = application.number else { throw Missing() }
        let content = SubmittedContent(
            number: number,
            version: version,
            organisation: organisation,
            answers: answers,
            files: files,
            declarations: declarations
        ).json.text
        let contentSHA256 = Bytes(Array(SHA256.hash(data: Array(content.utf8))))
        let receipt = Receipt(
            number: number,
            arrivedAt: ground.arrivedAt,
            version: version,
            organisation: organisation,
            requested: version.terms.requested(given: answers),
            contentSHA256: contentSHA256.hex,
            files: files,
            code: code
        )
        let text = receipt.json.text
        // Nothing is asked from here on: all of it travels with COMMIT, and fails there.
        try SubmissionRow.takePlace(application, defaultPlaces: version.terms.applicants.defaultQuota, in: tx)
        try SubmissionRow.insert(
            application,
            arrival,
            content: content,
            contentSHA256: contentSHA256,
            receipt: receipt,
            text: text,
            by: visitor.person.id,
            copies: ApplicationCopies(application, terms: version.terms, answers: answers, organisation: organisation),
            jobs: [.receiptPaper, .receiptMail],
            in: tx
        )
        var detail = ["number": number]
        // The trail tells that nobody waited for the answer any more.
        if !handingIn.isAttended { detail["completed"] = "later" }
        try await Audit.add("application.submitted", of: "application", id, detail: detail, in: tx)
        return Submitted(receipt: receipt, text: text)
    }

    /// Takes an application back while the call is open, which frees its place in the quota.
    /// - Parameters:
    ///   - reason: why, in the signatory's words; may be empty.
    ///   - revision: what the signatory saw; if it was handed in anew since, `ChangedMeanwhile` is thrown. Nothing: whatever is there.
    public func withdraw(
        _ id: Application.ID,
        reason: String,
        revision: Int64? = nil,
        by visitor: Visitor
    ) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            var application = try await tx.ask(ApplicationRow.lock(id, of: visitor))
            let end = try await SubmissionRow.end(for: application, in: tx)
            if let revision, application.state == .submitted, application.revision != revision {
                throw ChangedMeanwhile(revision: application.revision)
            }
            try application.withdraw(by: visitor.roles, at: end.now, closesBefore: end.closesBefore)
            let reason = String(String.UnicodeScalarView(reason.unicodeScalars.prefix(2_000))).withoutNUL
            try await SubmissionRow.withdraw(application, reason: reason, by: visitor.person.id, in: tx)
            try await ApplicationRow.save(application, in: tx)
            try await Audit.add(
                "application.withdrawn",
                of: "application",
                id,
                reason: reason.isEmpty ? nil : reason,
                in: tx
            )
        }
    }
}

extension ReceiptCode {
    /// 128 bits of the system's randomness.
    static func random() -> ReceiptCode {
        var generator = SystemRandomNumberGenerator()
        while true {
            let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            if let code = ReceiptCode(bytes: bytes) { return code }
        }
    }
}
