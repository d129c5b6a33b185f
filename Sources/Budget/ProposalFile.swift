public import Foundation
public import Money
public import Postgres

/// A proposal with all that is known of it.
public struct ProposalFile: Sendable, Hashable {
    /// How a proposal ended.
    public struct Decision: Sendable, Hashable {
        /// Agreed to, turned down by another, or taken back by its author.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// Another person agreed, and it happened.
            case approved
            /// Another person said no.
            case declined
            /// Its author took it back.
            case withdrawn
        }

        /// How.
        public let kind: Kind
        /// By whom: a person's key.
        public let by: Int64
        /// When.
        public let at: Date
        /// Why, if it was said.
        public let reason: String
    }

    /// One of its moves.
    public struct Step: Sendable, Hashable {
        /// What moves.
        public let move: Move
        /// The move that it undoes.
        public let undoes: Posted.ID?
        /// What it became, once it happened.
        public let posted: Posted.ID?
    }

    /// Its key.
    public let id: Proposal.ID
    /// What it is for people.
    public let kind: Proposal.Kind
    /// The document that asks for it.
    public let cause: DocumentReference?
    /// The day of that document.
    public let dated: Day?
    /// The day on which all of it counts.
    public let effective: Day
    /// Why.
    public let reason: String
    /// What the sums were worked out from, as JSON.
    public let working: String?
    /// Its author: a person's key.
    public let proposedBy: Int64
    /// When it was proposed.
    public let proposedAt: Date
    /// How it ended; nothing while it waits.
    public let decision: Decision?
    /// What was laid beside it while it waited, in the order it came.
    public let papers: [DocumentReference]
    /// The target counts that it changes, by the codes of the lines.
    public let targets: [TargetChange]
    /// Its moves in their order; none in lists, and none in an amendment of counts alone.
    public let steps: [Step]
    /// What it would do if it happened now; of one that was decided, what it did is in the ledger.
    public let effect: Effect
}

extension Ledger {
    /// The proposals that wait for a second person, or those that were decided, the newest first, without their moves.
    ///
    /// - Parameter before: the last one of the page before.
    public static func proposals(
        waiting: Bool,
        before: Proposal.ID? = nil,
        limit: Int = 50,
        in tx: Postgres.Transaction
    ) async throws -> [ProposalFile] {
        try await tx.rows(
            """
            \(ProposalRow.columns)
              FROM budget.proposals
             WHERE (decision IS NULL) = \(waiting) AND proposal_id < \(before?.rawValue ?? .max)
             ORDER BY proposal_id DESC
             LIMIT \(limit)
            """
        ).map { try ProposalRow.read($0, [], Effect(of: [], on: .nothing)) }
    }

    /// One proposal without its moves. One statement.
    public static func proposalHead(_ id: Proposal.ID, in tx: Postgres.Transaction) async throws -> ProposalFile? {
        try await tx.row("\(ProposalRow.columns) FROM budget.proposals WHERE proposal_id = \(id.rawValue)")
            .map { try ProposalRow.read($0, [], Effect(of: [], on: .nothing)) }
    }

    /// One proposal with its moves and what they would do now. Four statements at most.
    public static func proposal(_ id: Proposal.ID, in tx: Postgres.Transaction) async throws -> ProposalFile? {
        guard
            let row = try await tx.row(
                "\(ProposalRow.columns) FROM budget.proposals WHERE proposal_id = \(id.rawValue)"
            )
        else { return nil }
        let steps = try await ProposalRow.steps(of: id, in: tx)
        let moves = steps.map(\.move)
        let known = try ProposalRow.read(row, steps, Effect(of: [], on: .nothing))
        let standing = try await standing(of: moves, Circumstances(known), in: tx)
        return try ProposalRow.read(row, steps, Effect(of: moves, on: standing))
    }
}
