import Budget
import Foundation
import Money
import Postgres
import TestKit

/// A programme of the test's own with two lines, one of them individual support, and a call.
struct Programme {
    /// Who acts, and who agrees.
    static let actor: Int64 = 1
    static let second: Int64 = 2
    static let settings = settings(of: actor)

    static func settings(of person: Int64) -> TransactionSettings {
        TransactionSettings([("kopiena.person", String(person)), ("kopiena.organisation", "1")])
    }

    static let day = Day(2026, 3, 15) ?? .epoch

    let ledger: Ledger
    let programme: Node.ID
    let line: Node.ID
    let support: Node.ID
    let call: Node.ID

    /// With so much money at the call, in euros; twice as much stays at the programme.
    static func with(_ euros: Int64, capped: Bool = false) async throws -> Programme {
        let current = TestDatabase.current
        let name = UUID().uuidString.prefix(8)
        // The programme and its lines are reference data: the owner's.
        let (programme, line, support) = try await current.owner.transaction { tx in
            let programme = try await node("P-\(name)", "programme", nil, nil, in: tx)
            let line = try await node("L-\(name)", "line", programme, "programme", in: tx)
            let support = try await node("S-\(name)", "line", programme, "programme", isSupport: true, in: tx)
            try await tx.run(
                """
                INSERT INTO budget.source_rate (node_id, valid, basis_points, point)
                VALUES (\(programme.rawValue), '(,)', 8500, '9')
                """
            )
            if capped {
                try await tx.run(
                    "INSERT INTO budget.cap (node_id, rest_basis_points) VALUES (\(programme.rawValue), 6000)"
                )
            }
            return (programme, line, support)
        }
        let call = try await current.database.transaction { tx in
            try await Ledger.openNode(.call, "C-\(name)", under: line, in: tx)
        }
        let made = Programme(
            ledger: Ledger(current.database),
            programme: programme,
            line: line,
            support: support,
            call: call
        )
        if euros > 0 {
            try await made.post(.appropriate(Euro(euros: euros * 3), to: programme))
            try await made.post(.assign(Euro(euros: euros), from: programme, to: line))
            try await made.post(.assign(Euro(euros: euros), from: line, to: call))
        }
        return made
    }

    private static func node(
        _ code: String,
        _ kind: String,
        _ parent: Node.ID?,
        _ parentKind: String?,
        isSupport: Bool = false,
        in tx: Transaction
    ) async throws -> Node.ID {
        let row = try await tx.row(
            """
            INSERT INTO budget.node (code, kind, parent_id, parent_kind, is_support)
            VALUES (\(code), \(kind), \(parent?.rawValue), \(parentKind), \(isSupport))
            RETURNING node_id
            """
        )
        return Node.ID(try row?.get("node_id") ?? 0)
    }

    /// Posts a move, by two people where its verb asks for them.
    ///
    /// - Parameter approvedBy: the second person; nothing to try it alone.
    @discardableResult
    func post(
        _ move: Move,
        key: UUID = UUID(),
        on day: Day = Programme.day,
        reason: String = "",
        approvedBy: Int64? = Programme.second
    ) async throws -> Posted {
        guard move.verb.needsTwo, let approvedBy else {
            let posting = Posting(move, key: key, effective: day, reason: reason)
            return try await ledger.post(posting, as: Programme.settings)
        }
        return try await agreed(
            [.move(move)],
            key: key,
            on: day,
            reason: reason.isEmpty ? "Tests" : reason,
            by: approvedBy
        )
    }

    /// Undoes a move, by two people.
    @discardableResult
    func undo(
        _ posted: Posted.ID,
        on day: Day = Programme.day,
        reason: String = "Kļūda",
        approvedBy: Int64 = Programme.second
    ) async throws -> Posted {
        try await agreed([.undo(posted)], key: UUID(), on: day, reason: reason, by: approvedBy)
    }

    /// Proposed by the actor, agreed to by another; gives the first of what was posted.
    private func agreed(_ steps: [Proposal.Step], key: UUID, on day: Day, reason: String, by second: Int64) async throws
        -> Posted
    {
        let proposal = Proposal(.moves, steps, key: key, effective: day, reason: reason)
        let proposed = try await ledger.propose(proposal, as: Programme.settings)
        let isNew = try await ledger.approve(proposed.id, as: Programme.settings(of: second))
        let file = try await TestDatabase.current.database.transaction {
            try await Ledger.proposal(proposed.id, in: $0)
        }
        guard let id = file?.steps.first?.posted else { throw BudgetRefusal.broken(.knownProposal) }
        return Posted(id: id, isNew: isNew)
    }

    func balance(_ place: Place, _ moment: Moment = .now) async throws -> Euro {
        try await TestDatabase.current.database.transaction { try await Ledger.balance(of: place, moment, in: $0) }
    }

    static func document(_ number: Int) -> DocumentReference {
        guard let document = DocumentReference(kind: "award", key: String(number)) else {
            preconditionFailure("A number is a key")
        }
        return document
    }
}
