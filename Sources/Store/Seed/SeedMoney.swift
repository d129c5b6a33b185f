import Budget
import Foundation
import Grants
import Money
import Postgres

/// The programme's money as published: both appropriations, and what each line got of the first.
extension Seed {
    /// An appropriation: the day from which it counts, and what it added.
    private static let appropriations = [
        (name: "2025-02-24", added: Euro(euros: 15_951_890)),
        // The amendment to 29 545 252.
        (name: "2025-12-16", added: Euro(euros: 29_545_252 - 15_951_890)),
    ]

    func money() async throws {
        let officer = try await visitor("programma@kopiena.example", in: SeedAccount.agency)
        let second = try await visitor("finanses@kopiena.example", in: SeedAccount.agency).person.id.rawValue
        let (ledger, settings) = (Ledger(database), TransactionSettings(officer))
        let (nodes, lines) = try await database.transaction(settings) { tx in
            let nodes = try await Ledger.overview(in: tx).map(\.node)
            let lines = try await tx.rows("SELECT code, cents FROM funding_line").map { row in
                (code: try row.get("code", as: String.self), sum: try row.get("cents", as: Euro.self))
            }
            return (nodes, lines)
        }
        guard let programme = nodes.first(where: { $0.kind == .programme }) else { throw Missing() }
        for (number, appropriation) in Self.appropriations.enumerated() {
            guard let day = Day(iso: appropriation.name) else { continue }
            let cause = DocumentReference(kind: "appropriation", key: appropriation.name)
            let post = { (move: Move, name: String) in
                try await ledger.post(
                    Posting(move, key: Self.key("money.\(name)"), effective: day, cause: cause, approvedBy: second),
                    as: settings
                )
            }
            _ = try await post(.appropriate(appropriation.added, to: programme.id), appropriation.name)
            guard number == 0 else { continue }
            // Parents stand before what lies under them.
            for node in nodes {
                guard let parent = node.parent, let line = lines.first(where: { $0.code == node.code }) else {
                    continue
                }
                _ = try await post(.assign(line.sum, from: parent, to: node.id), "line.\(node.code)")
            }
        }
    }
}
