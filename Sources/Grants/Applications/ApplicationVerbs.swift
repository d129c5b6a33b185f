public import Foundation
import Money

/// What is true around an application at the moment it is handed in.
public struct SubmissionCircumstances: Sendable, Hashable {
    /// What the person who hands in may do for the applicant.
    public var roles: Set<Role>
    /// What the applicant is.
    public var applicant: Organisation.Kind
    /// The revision the signatory read.
    public var revisionRead: Int64
    /// What the signatory confirmed.
    public var declarations: Set<Declaration>
    /// Where the call itself stands.
    public var callState: Call.State
    /// A version of the call newer than the draft's, published before the arrival.
    public var newerVersion: Int?
    /// Whether a cooperation agreement is in force on the day of arrival.
    public var agreementInForce: Bool
    /// The errors the checks found.
    public var errors: [Finding]

    /// What is true around an application at the moment it is handed in.
    public init(
        roles: Set<Role>,
        applicant: Organisation.Kind,
        revisionRead: Int64,
        declarations: Set<Declaration> = Set(Declaration.allCases),
        callState: Call.State = .published,
        newerVersion: Int? = nil,
        agreementInForce: Bool = true,
        errors: [Finding] = []
    ) {
        self.roles = roles
        self.applicant = applicant
        self.revisionRead = revisionRead
        self.declarations = declarations
        self.callState = callState
        self.newerVersion = newerVersion
        self.agreementInForce = agreementInForce
        self.errors = errors
    }
}

extension Application {
    /// Whether editors may write in it now.
    public var isEditable: Bool {
        state == .draft || state == .withdrawn
    }

    /// Lets somebody with these roles write in it.
    public func change(by roles: Set<Role>) throws(ChangeRefusal) {
        guard !roles.isDisjoint(with: [.editor, .signatory]) else { throw .notEditor }
        guard isEditable else { throw .locked(state) }
    }

    /// Gives it to the signatory; editors cannot change it until it comes back.
    public mutating func sendToSignatory(
        for terms: CallTerms,
        by roles: Set<Role>,
        of applicant: Organisation.Kind,
        newerVersion: Int?,
        errors: [Finding]
    ) throws(SigningRefusal) {
        guard !roles.isDisjoint(with: [.editor, .signatory]) else { throw .notEditor }
        guard isEditable else { throw .wrongState(state) }
        if let newerVersion { throw .newerTerms(version: newerVersion) }
        let allowed = terms.applicants.kinds
        guard allowed.contains(applicant) else { throw .kindNotAllowed(applicant, allowed: allowed) }
        guard errors.isEmpty else { throw .incomplete(errors) }
        state = .signing
    }

    /// Gives it back to the editors: the signatory wants a change, or an editor found a mistake.
    public mutating func returnToEditors(by roles: Set<Role>) throws(SigningRefusal) {
        guard !roles.isDisjoint(with: [.editor, .signatory]) else { throw .notEditor }
        guard state == .signing else { throw .wrongState(state) }
        state = number == nil ? .draft : .withdrawn
    }

    /// Hands it in. Is given the instant of arrival rather than reading a clock, so that the rule can be tried at any moment.
    ///
    /// - Parameter closesBefore: the exclusive end for this applicant, with its extensions.
    public mutating func submit(
        to terms: CallTerms,
        arrived: Date,
        closesBefore: Date,
        given circumstances: SubmissionCircumstances
    ) throws(SubmissionRefusal) {
        guard circumstances.roles.contains(.signatory) else { throw .notSignatory }
        if state == .submitted, let number, let submittedAt {
            throw .alreadySubmitted(number: number, at: submittedAt)
        }
        guard circumstances.callState == .published else { throw .callCancelled }
        guard arrived >= terms.opensAt else { throw .notOpenYet(opensAt: terms.opensAt) }
        guard arrived < closesBefore else { throw .deadlinePassed(closesBefore: closesBefore, arrived: arrived) }
        if let newer = circumstances.newerVersion { throw .newerTerms(version: newer) }
        guard circumstances.revisionRead == revision else {
            throw .changedSince(read: circumstances.revisionRead, now: revision)
        }
        let (applicant, allowed) = (circumstances.applicant, terms.applicants.kinds)
        guard allowed.contains(applicant) else { throw .kindNotAllowed(applicant, allowed: allowed) }
        guard circumstances.agreementInForce || !terms.applicants.agreementRequired else {
            throw .agreementNotInForce(on: OfficeTime.day(of: arrived))
        }
        let unconfirmed = Declaration.allCases.filter { !circumstances.declarations.contains($0) }
        guard unconfirmed.isEmpty else { throw .notDeclared(unconfirmed) }
        guard circumstances.errors.isEmpty else { throw .incomplete(circumstances.errors) }
        state = .submitted
        submittedAt = arrived
    }

    /// Gives it its number at the first handing in; later ones keep it.
    public mutating func numberIfNew(_ new: String) {
        number = number ?? new
    }

    /// Takes it back while the call is open; it may be changed and handed in again under the same number.
    public mutating func withdraw(by roles: Set<Role>, at now: Date, closesBefore: Date) throws(WithdrawalRefusal) {
        guard roles.contains(.signatory) else { throw .notSignatory }
        guard state == .submitted else { throw .notSubmitted(state) }
        guard now < closesBefore else { throw .deadlinePassed(closesBefore: closesBefore, at: now) }
        state = .withdrawn
        submittedAt = nil
    }

    /// The readable number: `SK-INIC-2` in 2026 and 1 give `SK-INIC-2-2026-0001`. Gaps may occur: a number that was drawn by a
    /// handing in that then failed is not drawn again.
    public static func number(call: String, arrived: Date, sequence: Int64) -> String {
        let digits = String(sequence)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(call)-\(OfficeTime.day(of: arrived).year)-\(padding)\(digits)"
    }
}

extension Application {
    /// The same application, answering another version of its call.
    public func adopting(_ version: CallVersion) -> Application {
        Application(
            id: id,
            call: call,
            version: version.id,
            organisation: organisation,
            state: state,
            number: number,
            submittedAt: submittedAt,
            revision: revision
        )
    }
}
