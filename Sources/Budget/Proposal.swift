public import Foundation
public import Money

/// Moves that happen together, in their order and on one day, once a second person agrees; in an amendment also new target counts.
public struct Proposal: Sendable, Hashable {
    /// The key of a proposal.
    public typealias ID = Identifier<Proposal>

    /// What it is for people.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Some moves.
        case moves
        /// The undoing of moves.
        case reversal
        /// An amendment of the programme's money (finansējuma grozījumi): a document.
        case amendment
        /// Quotas of partners, worked out by a rule.
        case distribution
    }

    /// One step.
    public enum Step: Sendable, Hashable {
        /// A move.
        case move(Move)
        /// The exact opposite of a posted move, which is undone at most once and only as a whole.
        case undo(Posted.ID)
    }

    /// What it is for people.
    public var kind: Kind
    /// What happens, in this order.
    public var steps: [Step]
    /// Sent twice, it is written down once.
    public var key: UUID
    /// The day on which all of it counts.
    public var effective: Day
    /// Why, in a person's words; 1 to 2 000 characters.
    public var reason: String
    /// The document that asks for it: `amendment:2`.
    public var cause: DocumentReference?
    /// The day of that document.
    public var dated: Day?
    /// What the sums were worked out from, as JSON, for those who look again later; of proposals without targets.
    public var working: String?
    /// The target counts that lines shall have: amendments alone have any.
    public var targets: [Node.ID: Int]

    /// Moves for a second person to agree to.
    public init(
        _ kind: Kind,
        _ steps: [Step],
        key: UUID,
        effective: Day,
        reason: String,
        cause: DocumentReference? = nil,
        dated: Day? = nil,
        working: String? = nil,
        targets: [Node.ID: Int] = [:]
    ) {
        self.kind = kind
        self.steps = steps
        self.key = key
        self.effective = effective
        self.reason = reason
        self.cause = cause
        self.dated = dated
        self.working = working
        self.targets = targets
    }

    /// Its moves, without those that are undone.
    public var moves: [Move] {
        steps.compactMap { if case .move(let move) = $0 { move } else { nil } }
    }
}

/// A proposal that was written down.
public struct Proposed: Sendable, Hashable {
    /// Its key.
    public let id: Proposal.ID
    /// False if the same key had written it down before.
    public let isNew: Bool
}
