public import Foundation
public import Grants
public import Money

/// Everything about one application that a page needs: the application with its form, applicant, answers and files.
public struct ApplicationFile: Sendable {
    /// The application.
    public let application: Application
    /// The version of the call whose form it answers.
    public let version: CallVersion
    /// The applicant.
    public let organisation: Organisation
    /// What stands in the fields, by the question's key; nothing where it was opened only to be read.
    public let stored: [String: StoredAnswer]
    /// The answers without their versions.
    public let answers: [String: Answer]
    /// Its files, in the order they came.
    public let files: [AttachedFile]
    /// Who has had it open within the last minute; nobody where it was opened only to be read.
    public let presence: [Presence]
    /// The project's title as lists show it.
    public let title: String
    /// When it was last changed.
    public let updatedAt: Date
    /// Where the call stands now.
    public let callState: Call.State
    /// The exclusive end for this applicant, with its extensions.
    public let closesBefore: Date
    /// A version of the call newer than the one it answers.
    public let newer: NewerVersion?
    /// The code of the counting submission's receipt.
    public let receiptCode: ReceiptCode?
    /// How many projects the applicant may hand in to the call, and how many it has.
    public let quota: Quota
    /// Whether the applicant has a cooperation agreement in force today.
    public let agreementInForce: Bool
    /// Why it came back from the signatory, if it did since it was last handed in.
    public let returned: ReturnNote?
    /// What became of the last handing in, if it was refused when its sender was no longer there to be told.
    public let missed: MissedHandingIn?

    init(
        head: ApplicationRow.Head,
        version: CallVersion,
        stored: [String: StoredAnswer],
        files: [AttachedFile],
        presence: [Presence]
    ) {
        self.init(
            head: head,
            version: version,
            answers: stored.mapValues(\.answer),
            stored: stored,
            files: files,
            presence: presence
        )
    }

    init(
        head: ApplicationRow.Head,
        version: CallVersion,
        answers: [String: Answer],
        stored: [String: StoredAnswer] = [:],
        files: [AttachedFile],
        presence: [Presence] = []
    ) {
        application = head.application
        self.version = version
        organisation = head.organisation
        self.stored = stored
        self.answers = answers
        self.files = files
        self.presence = presence
        title = head.title
        updatedAt = head.updatedAt
        callState = head.callState
        closesBefore = head.closesBefore
        newer = head.newer
        receiptCode = head.receiptCode
        quota = head.quota ?? Quota(places: version.terms.applicants.defaultQuota, taken: 0)
        agreementInForce = head.agreementInForce
        returned = head.returned
        missed = head.missed
    }

    /// What is wrong with it, and how far each section is.
    public func checks(now: Date) -> Checks {
        Checks(of: answers, files: files, terms: version.terms, organisation: organisation, now: now)
    }
}

/// A version of the call that came after the one an application answers.
public struct NewerVersion: Sendable, Hashable {
    /// Its key.
    public let id: Call.VersionID
    /// Its number, 2, 3 …
    public let version: Int
    /// What changed, in the officer's words.
    public let changeNote: String
    /// When it was published.
    public let publishedAt: Date
}

/// The signatory, or an editor, gave the application back to the editors.
public struct ReturnNote: Sendable, Hashable {
    /// Who.
    public let by: String
    /// When.
    public let at: Date
    /// What is to be changed; may be empty.
    public let reason: String
}

/// A handing in that was stamped, cut off, and later refused.
public struct MissedHandingIn: Sendable, Hashable {
    /// When it arrived.
    public let arrivedAt: Date
    /// Why it was refused.
    public let refusal: SubmissionRefusal
}

/// Somebody has the application open.
public struct Presence: Sendable, Hashable {
    /// Who.
    public let person: Person.ID
    /// The name.
    public let name: String
    /// The section's key.
    public let section: String
    /// When last heard of.
    public let seenAt: Date
}

/// What a list shows of an application.
public struct ApplicationSummary: Sendable, Hashable {
    /// The application.
    public let application: Application
    /// The call's number.
    public let callNumber: String
    /// The project's title; empty if none was typed.
    public let title: String
    /// The applicant's name.
    public let organisation: String
    /// The applicant's planning region.
    public let region: String?
    /// What it asks for.
    public let requested: Euro
    /// When it was last changed.
    public let updatedAt: Date
}
