public import Foundation
public import Money

/// A call for applications (konkurss): a numbered invitation whose published terms never change in place.
public struct Call: Sendable, Hashable, Identifiable {
    /// The key of a call.
    public typealias ID = Identifier<Call>
    /// The key of one published version of a call.
    public typealias VersionID = Identifier<CallVersion>

    /// The two kinds of competitive support (MK 483 p.23.5.1, 23.5.2).
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// School-community initiative projects (iniciatīvu projekti).
        case initiative
        /// Partnership projects of education institutions (partnerības projekti).
        case partnership
    }

    /// Where the call itself stands; whether it is open follows from its published instants.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Being prepared; only officers see it.
        case draft
        /// Published; everyone sees it.
        case published
        /// Ended by the agency before its time, with a reason.
        case cancelled
    }

    /// What the public sees of a published call at an instant.
    public enum Phase: String, Sendable, CaseIterable {
        /// Published, not yet open.
        case coming
        /// Taking applications.
        case open
        /// Past its end, or cancelled.
        case closed
    }

    /// The key.
    public let id: ID
    /// The kind.
    public let kind: Kind
    /// The readable number, `SK-INIC-2`; applications are numbered under it: `SK-INIC-2-2026-0001`.
    public let number: String
    /// Where it stands.
    public let state: State

    /// A call as stored.
    public init(id: ID, kind: Kind, number: String, state: State) {
        self.id = id
        self.kind = kind
        self.number = number
        self.state = state
    }
}

/// One published version of a call. It never changes, so it may be kept in memory for as long as one likes.
public struct CallVersion: Sendable, Hashable {
    /// The key of this version.
    public let id: Call.VersionID
    /// The call.
    public let call: Call
    /// 1 for the first publication, then 2, 3 …
    public let version: Int
    /// What was published.
    public let terms: CallTerms
    /// When.
    public let publishedAt: Date

    /// A version as stored.
    public init(id: Call.VersionID, call: Call, version: Int, terms: CallTerms, publishedAt: Date) {
        self.id = id
        self.call = call
        self.version = version
        self.terms = terms
        self.publishedAt = publishedAt
    }

    /// Whether the call takes applications at an instant, given any general extension of its end.
    public func phase(at now: Date, closesBefore: Date? = nil) -> Call.Phase {
        guard call.state != .cancelled else { return .closed }
        guard now >= terms.opensAt else { return .coming }
        return now < (closesBefore ?? terms.closesBefore) ? .open : .closed
    }
}
