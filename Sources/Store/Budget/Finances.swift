public import Budget
public import Foundation
public import Grants
public import Money
import Postgres

/// A proposal with the names of its people as they are today.
public struct NamedProposal: Sendable, Hashable {
    /// The proposal.
    public let file: ProposalFile
    /// Who proposed it.
    public let author: String
    /// Who decided it.
    public let decider: String?
    /// Whose quotas it touches: names by the codes of their nodes.
    public let partners: [String: String]
    /// How its quotas were worked out, if it divides any.
    public let working: DistributionWorking?
    /// The documents beside it; none in lists.
    public var papers: [AttachedFile] = []
}

/// The programme's money as the office handles it: what two people agree on, with the trail of both.
public struct Finances: Sendable {
    let database: Database

    /// The documents that ask for proposals.
    public var papers: ProposalPapers { ProposalPapers(database: database) }

    /// Proposals that wait, or that were decided, the newest first, one more than asked for if there are more.
    public func proposals(waiting: Bool, before: Proposal.ID?, limit: Int, for visitor: Visitor) async throws
        -> [NamedProposal]
    {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let files = try await Ledger.proposals(waiting: waiting, before: before, limit: limit + 1, in: tx)
            return try await Self.named(files, in: tx)
        }
    }

    /// One proposal, and what it would do now. Throws `Missing`.
    public func proposal(_ id: Proposal.ID, for visitor: Visitor) async throws -> NamedProposal {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let file = try await Ledger.proposal(id, in: tx),
                var named = try await Self.named([file], in: tx).first
            else { throw Missing() }
            named.papers = try await ProposalPapers.all(file.papers, in: tx)
            return named
        }
    }

    /// What every node was given, for those who amend it, and what is known of the lines among them.
    public func allotment(for visitor: Visitor) async throws -> (allotment: Allotment, lines: [Line]) {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            (Allotment(try await Ledger.overview(in: tx)), try await Ledger.lines(in: tx))
        }
    }

    /// What a proposal would do if it happened now.
    public func preview(of proposal: Proposal, for visitor: Visitor) async throws -> Preview {
        guard visitor.readsMoney else { throw Missing() }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            try await Ledger.preview(of: proposal, in: tx)
        }
    }

    /// Writes a proposal down for a second person, as its author looked at it: where something else would come of it now, nothing
    /// is written.
    ///
    /// Throws `BudgetRefusal`, `ChangedSinceLook` and `ReadsOnly`.
    /// - Parameter digest: of the preview that its author saw.
    public func propose(_ proposal: Proposal, seen digest: String, by visitor: Visitor) async throws -> Proposed {
        try await deciding(by: visitor) {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                let now = try await Ledger.preview(of: proposal, in: tx)
                if let refusal = now.effect.refusal { throw refusal }
                guard now.digest == digest else { throw ChangedSinceLook(now: now) }
                let proposed = try await Ledger.propose(proposal, in: tx)
                if proposed.isNew { try await Self.note("proposed", proposed.id, proposal.reason, in: tx) }
                return proposed
            }
        }
    }

    /// What the visitor proposed by this form before, if anything.
    public func proposed(_ key: UUID, by visitor: Visitor) async throws -> Proposal.ID? {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            try await Ledger.proposed(key, by: visitor.person.id.rawValue, in: tx)
        }
    }

    /// Agrees to what another proposed; it happens now. Throws `BudgetRefusal` and `ReadsOnly`.
    public func approve(_ id: Proposal.ID, by visitor: Visitor) async throws {
        try Self.check(visitor)
        let settings = TransactionSettings(visitor)
        do {
            try await database.transaction(settings) { tx in
                if try await Ledger.approve(id, in: tx) { try await Self.note("approved", id, nil, in: tx) }
            }
        } catch let error as PostgresError {
            throw try await Ledger(database).refusal(error, of: id, as: settings)
        }
    }

    /// Declines what another proposed, or takes one's own back. Throws `BudgetRefusal` and `ReadsOnly`.
    public func turnDown(_ id: Proposal.ID, reason: String, by visitor: Visitor) async throws {
        try await deciding(by: visitor) {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                if try await Ledger.turnDown(id, reason: reason, in: tx) {
                    try await Self.note("turned_down", id, reason.isEmpty ? nil : reason, in: tx)
                }
            }
        }
    }

    static func note(_ verb: String, _ id: Proposal.ID, _ reason: String?, in tx: Transaction) async throws {
        try await Audit.add("budget.\(verb)", of: "proposal", id, reason: reason, in: tx)
    }

    private static func named(_ files: [ProposalFile], in tx: Transaction) async throws -> [NamedProposal] {
        let people = files.flatMap { [$0.proposedBy, $0.decision?.by].compactMap(\.self) }
        let names = try await Named((), people: people, in: tx)
        let holders = files.flatMap(\.effect.changes).filter { $0.holder != nil }
        let partners = try await ProgrammeMoney.names(of: holders.compactMap(\.holder), in: tx)
        return files.map { file in
            let quotas = file.effect.changes.compactMap { change in
                change.holder.flatMap { partners[$0] }.map { (change.code, $0) }
            }
            return NamedProposal(
                file: file,
                author: names.name(of: file.proposedBy) ?? "",
                decider: file.decision.map { names.name(of: $0.by) ?? "" },
                partners: Dictionary(quotas) { first, _ in first },
                working: file.working.flatMap { text in
                    try? JSONDecoder().decode(DistributionWorking.self, from: Data(text.utf8))
                }
            )
        }
    }

    /// Does what only those may who decide about money, whatever page asked for it.
    func deciding<Value: Sendable>(by visitor: Visitor, _ work: () async throws -> Value) async throws -> Value {
        try Self.check(visitor)
        return try await BudgetRefusal.reading(work)
    }

    private static func check(_ visitor: Visitor) throws {
        guard visitor.readsMoney else { throw Missing() }
        guard visitor.decidesMoney else { throw ReadsOnly() }
    }
}
