public import Foundation
public import Grants

/// A call as its officers see it: the working copy and how far it has come.
public struct CallDraft: Sendable, Hashable {
    /// The call.
    public let call: Call
    /// The working copy, from which the next version is made.
    public let terms: CallTerms
    /// Raised by every save.
    public let revision: Int64
    /// The number of the present version; absent if nothing is published.
    public let version: Int?
    /// The revision from which it was made: the same as `revision` if the working copy holds nothing new.
    public let publishedRevision: Int64?
    /// Why it was cancelled, if it was.
    public let cancelledReason: String?
    /// Who changed it last, and when.
    public let lastChange: Change

    /// Who changed something, and when.
    public struct Change: Sendable, Hashable {
        /// The person's name.
        public let by: String
        /// When.
        public let at: Date
    }

    /// True if the working copy differs from what is published.
    public var hasUnpublishedChanges: Bool {
        publishedRevision != revision
    }
}

/// A call in the officers' list.
public struct CallSummary: Sendable, Hashable {
    /// The call.
    public let call: Call
    /// The title of the working copy.
    public let title: Bilingual
    /// The number of the present version; absent if nothing is published.
    public let version: Int?
    /// The first instant, published or planned.
    public let opensAt: Date
    /// The exclusive end for everybody, published or planned.
    public let closesBefore: Date
    /// True if the working copy differs from what is published.
    public let hasUnpublishedChanges: Bool
    /// How many questions wait for an answer.
    public let unanswered: Int
}

/// Why a number is not given to a call.
public enum CallNumberRefusal: Error, Sendable, Hashable {
    /// Capital letters, digits and single hyphens, at most 30 characters.
    case misshapen
    /// Another call has it.
    case taken
    /// Applications are numbered under it: it stays once the call is published.
    case published
}

/// Why a call is not published.
public enum PublicationRefusal: Error, Sendable, Hashable {
    /// These things stop it.
    case problems([CallProblem])
    /// The working copy says what is published already.
    case nothingChanged
    /// A new version tells what changed, in at most that many characters.
    case noteLength(longest: Int)
    /// The agency ended the call.
    case cancelled
}

/// Why a call is not cancelled.
public enum CancellationRefusal: Error, Sendable, Hashable {
    /// It is cancelled already.
    case cancelled
    /// A reason is always told, in at most that many characters.
    case reasonLength(longest: Int)
}
