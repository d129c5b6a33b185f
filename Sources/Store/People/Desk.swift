public import Foundation
public import Grants
public import Money

/// What somebody who writes applications should see first.
public struct ApplicantDesk: Sendable, Hashable {
    /// The agreement in force today, if the organisation has one.
    public let agreement: Agreement?
    /// The organisation's applications, the last changed first.
    public let applications: [Paper]
    /// Published calls that are open to this kind of organisation, or will be; those that end soonest first.
    public let calls: [Chance]

    /// One application of the organisation.
    public struct Paper: Sendable, Hashable {
        /// The application.
        public let id: Application.ID
        /// Its title, possibly empty.
        public let title: String
        /// Its number, once handed in.
        public let number: String?
        /// Where it stands.
        public let state: Application.State
        /// The call's number.
        public let callNumber: String
        /// The call's title.
        public let callTitle: Bilingual
        /// The exclusive end for this organisation, extensions included.
        public let closesBefore: Date
        /// Whether the agency has ended the call before its time.
        public let cancelled: Bool
        /// When it was last changed.
        public let updatedAt: Date
        /// When the counting submission arrived.
        public let submittedAt: Date?
    }

    /// A call the organisation may apply to.
    public struct Chance: Sendable, Hashable {
        /// The call's number.
        public let number: String
        /// Its kind.
        public let kind: Call.Kind
        /// Its title.
        public let title: Bilingual
        /// The first instant at which it takes applications.
        public let opensAt: Date
        /// The exclusive end for this organisation.
        public let closesBefore: Date
        /// How many projects the organisation may still hand in; nothing means no limit.
        public let placesLeft: Int?
        /// Whether the organisation must have an agreement in force.
        public let agreementRequired: Bool
    }
}

/// What the agency's people should see first.
public struct StaffDesk: Sendable, Hashable {
    /// Calls by the end that is nearest to now, drafts of calls first.
    public let calls: [Line]

    /// One call with its counts.
    public struct Line: Sendable, Hashable {
        /// The call.
        public let id: Call.ID
        /// Its number.
        public let number: String
        /// Its title.
        public let title: Bilingual
        /// Where it stands.
        public let state: Call.State
        /// When it opens; while it is a draft, when it is planned to.
        public let opensAt: Date?
        /// Its exclusive end for everybody; while it is a draft, the planned one.
        public let closesBefore: Date?
        /// Applications being written or with the signatory.
        public let drafts: Int
        /// Applications handed in and not taken back.
        public let submitted: Int
        /// Questions without an answer.
        public let questions: Int
        /// Proposals of places that nobody has decided.
        public let proposals: Int

        /// What the public sees of the call; absent while it is a draft.
        public func phase(at now: Date) -> Call.Phase? {
            guard let opensAt, let closesBefore, state != .draft else { return nil }
            guard state != .cancelled else { return .closed }
            guard now >= opensAt else { return .coming }
            return now < closesBefore ? .open : .closed
        }
    }
}
