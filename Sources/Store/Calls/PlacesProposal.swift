public import Budget
public import Foundation
public import Grants
public import Money

/// Places of partners for one call, proposed by one person and decided by another.
public struct PlacesProposal: Sendable, Hashable {
    /// The key of a proposal.
    public typealias ID = Identifier<PlacesProposal>

    /// How it ended.
    public struct Decision: Sendable, Hashable {
        /// What was decided.
        public let kind: ProposalFile.Decision.Kind
        /// By whom.
        public let by: String
        /// When.
        public let at: Date
        /// Why; empty if nobody said.
        public let reason: String
    }

    /// What it is to change for one partner.
    public struct Change: Sendable, Hashable {
        /// The partner's name.
        public let partner: String
        /// Its places now, and how many are taken.
        public let quota: Quota
        /// The places it is to have.
        public let places: Int
    }

    /// Its key.
    public let id: ID
    /// The call's number.
    public let call: String
    /// Why, in its author's words.
    public let reason: String
    /// Who proposed it.
    public let author: Person.ID
    /// The author's name.
    public let authorName: String
    /// When.
    public let proposedAt: Date
    /// How it ended, once it has.
    public let decision: Decision?
    /// Whether other places were agreed on since it was worked out.
    public let isOutdated: Bool
}

/// One proposal whole.
public struct PlacesProposalFile: Sendable, Hashable {
    /// The proposal.
    public let proposal: PlacesProposal
    /// How its places were worked out.
    public let working: DistributionWorking
    /// All partners of the proposal by name, with what they have now.
    public let changes: [PlacesProposal.Change]

    /// Those who would have fewer places than projects.
    public var shortfalls: [PlacesRefusal.Shortfall] {
        changes.filter { $0.places < $0.quota.taken }.map {
            PlacesRefusal.Shortfall(partner: $0.partner, places: $0.places, taken: $0.quota.taken)
        }
    }
}

/// A proposal of places that was written down.
public struct ProposedPlaces: Sendable, Hashable {
    /// Its key.
    public let id: PlacesProposal.ID
    /// False if the same key had written it down before.
    public let isNew: Bool
}
