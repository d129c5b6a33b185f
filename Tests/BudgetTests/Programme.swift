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
    static let settings = TransactionSettings([("kopiena.person", "1"), ("kopiena.organisation", "1")])
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

    @discardableResult
    func post(
        _ move: Move,
        key: UUID = UUID(),
        on day: Day = Programme.day,
        reason: String = "",
        approvedBy: Int64? = Programme.second
    ) async throws -> Posted {
        try await ledger.post(
            Posting(move, key: key, effective: day, reason: reason, approvedBy: approvedBy),
            as: Programme.settings
        )
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
