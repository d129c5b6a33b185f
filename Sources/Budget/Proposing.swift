public import Foundation
public import Money
public import Postgres

/// What two people do together: one proposes, another agrees. Who acts is what the service set for the transaction; the database
/// keeps the two apart.
extension Ledger {
    /// Writes a proposal down; nothing moves yet. A refusal, `PostgresError`, ends the transaction.
    @discardableResult
    public static func propose(_ proposal: Proposal, in tx: Postgres.Transaction) async throws -> Proposed {
        var verbs: [String?] = []
        var undone: [Int64?] = []
        var entries: [(step: Int, entry: Entry)] = []
        for (number, step) in proposal.steps.enumerated() {
            switch step {
            case .move(let move):
                verbs.append(move.verb.rawValue)
                undone.append(nil)
                entries += move.entries.map { (number + 1, $0) }
            case .undo(let posted):
                verbs.append(nil)
                undone.append(posted.rawValue)
            }
        }
        let document: SQL = """
            \(proposal.key), \(proposal.kind.rawValue), \(proposal.effective.iso)::date, \(proposal.reason), \(proposal.cause),
                \(proposal.dated?.iso)::date
            """
        let moves: SQL = """
            \(SQL.texts(verbs)), \(SQL.keys(undone)), \(entries.map(\.step)), \(entries.map(\.entry.place.node.rawValue)),
                \(entries.map(\.entry.place.stage.rawValue)), \(SQL.texts(entries.map { $0.entry.place.document?.text })),
                \(entries.map(\.entry.amount.cents))
            """
        let targets = proposal.targets.sorted { $0.key.rawValue < $1.key.rawValue }
        let call: SQL =
            if targets.isEmpty {
                "budget.propose(\(document), NULL, \(proposal.working)::jsonb, \(moves))"
            } else {
                "budget.amend(\(document), \(moves), \(targets.map(\.key.rawValue)), \(targets.map(\.value)))"
            }
        let row = try await tx.row("SELECT proposal, is_new FROM \(call)")
        guard let row else { throw TransactionMisuse.ended }
        return Proposed(id: Proposal.ID(try row.get("proposal")), isNew: try row.get("is_new"))
    }

    /// What a person wrote down under this key before, if anything: a form sent again is answered as before, whatever has happened
    /// to the money meanwhile.
    public static func proposed(_ key: UUID, by person: Int64, in tx: Postgres.Transaction) async throws -> Proposal.ID?
    {
        try await tx.row(
            "SELECT proposal_id FROM budget.proposals WHERE key = \(key) AND proposed_by = \(person)"
        ).map { Proposal.ID(try $0.get("proposal_id")) }
    }

    /// The one who acts agrees to what another proposed, and it happens: all of it or nothing.
    ///
    /// Gives false if the same person had agreed before. A refusal, `PostgresError`, ends the transaction.
    @discardableResult
    public static func approve(_ proposal: Proposal.ID, in tx: Postgres.Transaction) async throws -> Bool {
        let row = try await tx.row("SELECT budget.approve(\(proposal.rawValue)) AS is_new")
        let isNew: Bool = try row?.get("is_new") ?? false
        if isNew { tx.hint(channel) }
        return isNew
    }

    /// It shall not happen: another person declines it and says why, or its author takes it back.
    ///
    /// Gives false if the same person had done so before. A refusal, `PostgresError`, ends the transaction.
    @discardableResult
    public static func turnDown(
        _ proposal: Proposal.ID,
        reason: String,
        in tx: Postgres.Transaction
    ) async throws -> Bool {
        try await tx.row("SELECT budget.turn_down(\(proposal.rawValue), \(reason)) AS is_new")?.get("is_new") ?? false
    }

    /// Lays a paper beside a proposal of the one who acts, while it waits. A refusal, `PostgresError`, ends the transaction.
    /// - Parameter paper: where it is: `file:17`.
    public static func attach(_ paper: DocumentReference, to proposal: Proposal.ID, in tx: Postgres.Transaction)
        async throws
    {
        try await tx.run("SELECT budget.attach(\(proposal.rawValue), \(paper))")
    }

    /// Writes a proposal down in a transaction of its own.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func propose(_ proposal: Proposal, as settings: TransactionSettings) async throws -> Proposed {
        try await BudgetRefusal.reading {
            try await database.transaction(settings) { try await Self.propose(proposal, in: $0) }
        }
    }

    /// Agrees to a proposal in a transaction of its own; says what is missing where it is refused.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func approve(_ proposal: Proposal.ID, as settings: TransactionSettings) async throws -> Bool {
        do {
            return try await database.transaction(settings) { try await Self.approve(proposal, in: $0) }
        } catch let error as PostgresError {
            throw try await refusal(error, of: proposal, as: settings)
        }
    }

    /// Turns a proposal down in a transaction of its own.
    ///
    /// Throws `BudgetRefusal`.
    @discardableResult
    public func turnDown(_ proposal: Proposal.ID, reason: String, as settings: TransactionSettings) async throws -> Bool
    {
        try await BudgetRefusal.reading {
            try await database.transaction(settings) { try await Self.turnDown(proposal, reason: reason, in: $0) }
        }
    }

    /// Why the database refused to let a proposal happen: with sums where money is missing.
    public func refusal(
        _ error: PostgresError,
        of proposal: Proposal.ID,
        as settings: TransactionSettings
    ) async throws -> any Error {
        guard let refusal = BudgetRefusal(error) else { return error }
        guard refusal == .broken(.notOverspent) else { return refusal }
        let effect = try? await database.transaction(settings) { tx in
            try await Self.proposal(proposal, in: tx)?.effect
        }
        // If money has come since, the same proposal may well succeed now.
        return effect?.shortage ?? refusal
    }
}
