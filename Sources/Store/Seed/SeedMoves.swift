import Budget
import Foundation
import Grants
import Money
import Postgres

/// Contracts and plans of the invented partner in every stage that money can stand at: what is demanded back or lost belongs to nobody
/// real.
extension Seed {
    /// A step of one contract: the move by its sum, the day, and the key of the step.
    private typealias Step = (move: Move, day: String)

    func moves() async throws {
        let first = TransactionSettings(try await visitor("programma@kopiena.example", in: SeedAccount.agency))
        let second = TransactionSettings(try await visitor("finanses@kopiena.example", in: SeedAccount.agency))
        let (ledger, line) = try await database.transaction(first) { tx in
            (Ledger(database), try await Ledger.node("INIC", in: tx))
        }
        guard let line else { throw Missing() }
        let call = try await database.transaction(first) { tx in
            try await Ledger.openNode(.call, "PARAUGS-2025", under: line.id, in: tx)
        }
        let given = [(Move.assign(Euro(euros: 70_000), from: line.id, to: call), "2025-09-01")]
        for (number, step) in (given + Self.lives(at: call)).enumerated() {
            guard let day = Day(iso: step.1) else { continue }
            let key = Self.key("moves.\(number)")
            guard step.0.verb.needsTwo else {
                try await ledger.post(Posting(step.0, key: key, effective: day, reason: "Paraugs"), as: first)
                if step.0.verb == .commit,
                    let plan = Self.plan(of: step.0, signed: day, key: Self.key("plans.\(number)"))
                {
                    try await ledger.plan(plan, as: first)
                }
                continue
            }
            let proposal = Proposal(.moves, [.move(step.0)], key: key, effective: day, reason: "Paraugs")
            try await ledger.approve(try await ledger.propose(proposal, as: first).id, as: second)
        }
    }

    /// Four fifths three weeks after signing, the rest when the report is due. Two reports are late, and of one contract the advance.
    private static func plan(of commitment: Move, signed: Day, key: UUID) -> PaymentPlanDraft? {
        guard let place = commitment.entries.first(where: { $0.place.stage == .committed })?.place,
            let contract = place.document, let number = Int(contract.key.suffix(1)),
            let advance = signed.adding(days: 21),
            let final = Day(iso: reports[number] ?? "2026-12-18")
        else { return nil }
        let payments = [
            PlannedPayment(due: advance, sum: Euro(euros: 5_600)), PlannedPayment(due: final, sum: Euro(euros: 1_400)),
        ]
        return PaymentPlanDraft(for: contract, at: place.node, payments, key: key)
    }

    /// When the reports of contracts are due, where not before Christmas.
    private static let reports = [3: "2027-01-29", 4: "2026-07-10", 5: "2026-11-27", 6: "2027-03-31", 7: "2026-08-31"]

    private static func lives(at call: Node.ID) -> [Step] {
        let (whole, advance) = (Euro(euros: 7_000), Euro(euros: 5_600))
        let final = whole - advance
        var steps: [Step] = []
        for number in 1...7 {
            guard let contract = DocumentReference(kind: "contract", key: "PARAUGS-\(number)") else { continue }
            steps.append((.reserve(whole, for: contract, at: call), "2025-10-0\(number)"))
            // The second waits for its contract; the others were signed and, but for the third, paid in advance.
            guard number != 2 else { continue }
            steps.append((.commit(whole, reservedFor: contract, at: call), "2025-10-2\(number)"))
            guard number != 3 else { continue }
            steps.append((.order(advance, for: contract, at: call), "2025-11-0\(number)"))
            steps.append((.book(advance, of: contract, at: call), "2025-11-1\(number)"))
            switch number {
            case 4:
                steps.append((.accept(advance, of: contract, at: call), "2026-06-30"))
                steps.append((.order(final, for: contract, at: call), "2026-07-06"))
                steps.append((.settle(final, of: contract, at: call), "2026-07-08"))
            case 5:
                steps.append((.accept(advance, of: contract, at: call), "2026-06-30"))
                steps.append((.order(Euro(euros: 900), for: contract, at: call), "2026-11-20"))
                steps.append((.release(Euro(euros: 500), of: contract, at: call), "2026-11-20"))
            case 6:
                steps.append((.demand(Euro(euros: 1_200), from: .advanced, of: contract, at: call), "2026-03-02"))
                steps.append((.collect(Euro(euros: 800), of: contract, at: call), "2026-04-07"))
            case 7:
                steps.append((.demand(Euro(euros: 600), from: .advanced, of: contract, at: call), "2026-03-02"))
                steps.append((.writeOff(Euro(euros: 600), of: contract, at: call), "2026-09-15"))
            default: break
            }
        }
        return steps
    }
}
