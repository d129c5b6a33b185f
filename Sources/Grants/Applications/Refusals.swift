public import Foundation
public import Money

/// Why an application cannot be changed.
public enum ChangeRefusal: Error, Sendable, Hashable {
    /// Only editors and signatories of the applicant write.
    case notEditor
    /// It is with the signatory or handed in.
    case locked(Application.State)
    /// The form has no such question.
    case unknownField(String)
    /// The answer is not built as this question's answers are.
    case unreadable(String)
    /// The answer is larger than anything the form could ask for.
    case tooLarge(String)
}

/// Why an application does not change hands between editors and signatory.
public enum SigningRefusal: Error, Sendable, Hashable {
    /// Only editors and signatories of the applicant do this.
    case notEditor
    /// It stands elsewhere.
    case wrongState(Application.State)
    /// The call has a newer version, which the draft must take over first.
    case newerTerms(version: Int)
    /// The call is for organisations of other kinds.
    case kindNotAllowed(Organisation.Kind, allowed: [Organisation.Kind])
    /// Errors are left.
    case incomplete([Finding])
}

/// Why an application is not handed in. Kept with the arrival it is the answer to.
public enum SubmissionRefusal: Error, Sendable, Hashable, Codable {
    /// Only the applicant's signatory hands in.
    case notSignatory
    /// The form's key was used before for something else.
    case keyUsedOtherwise
    /// It is handed in already, under this number, at this instant.
    case alreadySubmitted(number: String, at: Date)
    /// The agency ended the call.
    case callCancelled
    /// The call is not open yet.
    case notOpenYet(opensAt: Date)
    /// It arrived at or after the end; both instants to the millisecond.
    case deadlinePassed(closesBefore: Date, arrived: Date)
    /// The call had a newer version when it arrived, which the draft must take over first.
    case newerTerms(version: Int)
    /// It was changed after the signatory read it.
    case changedSince(read: Int64, now: Int64)
    /// The call is for organisations of other kinds.
    case kindNotAllowed(Organisation.Kind, allowed: [Organisation.Kind])
    /// No cooperation agreement with the agency is in force on this day.
    case agreementNotInForce(on: Day)
    /// Not everything was confirmed.
    case notDeclared([Declaration])
    /// Errors are left.
    case incomplete([Finding])
    /// The applicant has handed in as many applications as it may.
    case quotaUsedUp
}

extension SubmissionRefusal {
    /// Whether nothing on the page helps any more: such an answer is sent by mail as well, for the screen may be gone by then.
    public var isFinal: Bool {
        switch self {
        case .deadlinePassed, .callCancelled, .kindNotAllowed, .agreementNotInForce, .quotaUsedUp: true
        case .notSignatory, .keyUsedOtherwise, .alreadySubmitted, .notOpenYet, .newerTerms, .changedSince, .notDeclared,
            .incomplete:
            false
        }
    }
}

/// Why an application is not taken back.
public enum WithdrawalRefusal: Error, Sendable, Hashable {
    /// Only the applicant's signatory takes back.
    case notSignatory
    /// It is not handed in.
    case notSubmitted(Application.State)
    /// The call has ended: what was handed in stays.
    case deadlinePassed(closesBefore: Date, at: Date)
}

/// Why a file does not come to an application or leave it. Whether it is of a kind the office takes is seen before, by looking
/// at its bytes.
public enum AttachmentRefusal: Error, Sendable, Hashable {
    /// Only editors and signatories of the applicant add and remove files.
    case notEditor
    /// The application is with the signatory or handed in.
    case locked(Application.State)
    /// The form asks for no file there.
    case unknownField(String)
    /// It holds nothing.
    case empty
    /// It is larger than this many bytes.
    case tooLarge(limit: Int64)
    /// The application, or the question, has that many files already.
    case tooMany(limit: Int)
}
