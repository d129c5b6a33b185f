import Budget
import Foundation
import Grants
import Money
import Postgres

/// The programme's money as published: both appropriations, and what each line got of the first.
extension Seed {
    /// An appropriation: the day from which it counts, what it added, and why.
    private static let appropriations = [
        (
            day: "2025-02-24", added: Euro(euros: 15_951_890),
            reason: "Projekta 4.2.3.1/1/24/I/001 finansējums un tā sadalījums pa darbībām"
        ),
        // To 29 545 252.
        (
            day: "2025-12-16", added: Euro(euros: 29_545_252 - 15_951_890),
            reason: "MK noteikumu Nr. 483 grozījumi (MK 16.12.2025. noteikumi Nr. 787)"
        ),
    ]

    func money() async throws {
        let first = TransactionSettings(try await visitor("programma@kopiena.example", in: SeedAccount.agency))
        let second = TransactionSettings(try await visitor("finanses@kopiena.example", in: SeedAccount.agency))
        let ledger = Ledger(database)
        let (nodes, lines) = try await database.transaction(first) { tx in
            let nodes = try await Ledger.overview(in: tx)
            let lines = try await tx.rows("SELECT code, cents FROM funding_line").map { row in
                (code: try row.get("code", as: String.self), sum: try row.get("cents", as: Euro.self))
            }
            return (nodes, lines)
        }
        guard let root = nodes.first(where: { $0.node.kind == .programme }) else { throw Missing() }
        // A demonstration that has its money keeps it as it is.
        guard root[.source] == .zero else { return }
        for (number, appropriation) in Self.appropriations.enumerated() {
            guard let day = Day(iso: appropriation.day) else { continue }
            var steps: [Proposal.Step] = [.move(.appropriate(appropriation.added, to: root.node.id))]
            // Parents stand before what lies under them.
            for node in nodes.map(\.node) where number == 0 {
                guard let parent = node.parent, let line = lines.first(where: { $0.code == node.code }) else {
                    continue
                }
                steps.append(.move(.assign(line.sum, from: parent, to: node.id)))
            }
            let amendment = Proposal(
                .amendment,
                steps,
                key: Self.key("money.\(appropriation.day)"),
                effective: day,
                reason: appropriation.reason,
                cause: DocumentReference(kind: "appropriation", key: appropriation.day),
                dated: day
            )
            let proposed = try await ledger.propose(amendment, as: first)
            try await ledger.approve(proposed.id, as: second)
        }
    }
}
