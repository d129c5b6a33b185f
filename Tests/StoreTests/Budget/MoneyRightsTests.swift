import Budget
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Who decides about the programme's money, whatever page asks", .database)
struct MoneyRightsTests {
    private static let agency = "Parauga aģentūra"

    /// Everything by which the office changes something about money.
    private func deeds(_ finances: Finances, by visitor: Visitor, in programme: Node) -> [(
        String, () async throws -> Void
    )] {
        let day = Day(2026, 3, 1) ?? .epoch
        let amendment = Proposal(
            .amendment,
            [.move(.appropriate(Euro(euros: 1), to: programme.id))],
            key: UUID(),
            effective: day,
            reason: "Grozījumi",
            cause: DocumentReference(kind: "amendment", key: UUID().uuidString),
            dated: day
        )
        return [
            ("propose", { _ = try await finances.propose(amendment, seen: "", by: visitor) }),
            (
                "propose quotas",
                {
                    _ = try await finances.propose(
                        quotas: [:],
                        of: programme,
                        working: DistributionWorking(
                            need: .learners,
                            basis: .anew,
                            whole: 0,
                            least: 0,
                            most: nil,
                            rows: []
                        ),
                        key: UUID(),
                        effective: day,
                        reason: "Kvotas",
                        by: visitor
                    )
                }
            ), ("approve", { try await finances.approve(Proposal.ID(1), by: visitor) }),
            ("turn down", { try await finances.turnDown(Proposal.ID(1), reason: "Nē", by: visitor) }),
            ("lay papers", { _ = try await finances.papers.begin(beside: Proposal.ID(1), name: "g.pdf", by: visitor) }),
            (
                "plan",
                {
                    let document = try #require(DocumentReference(kind: "contract", key: "1"))
                    let planned = [PlannedPayment(due: day, sum: Euro(euros: 1))]
                    try await finances.plan(
                        PaymentPlanDraft(for: document, at: programme.id, planned, key: UUID()),
                        by: visitor
                    )
                }
            ),
        ]
    }

    private func programme() async throws -> Node {
        let nodes = try await TestDatabase.current.database.transaction { try await Ledger.overview(in: $0) }
        return try #require(nodes.first { $0.node.kind == .programme }).node
    }

    @Test("neither a partner's editor nor an evaluator nor an administrator of the agency: to them it is not there")
    func strangers() async throws {
        let (office, programme) = (try TestOffice(), try await programme())
        let strangers = [
            try await office.person("raksta@example.lv", .editor),
            try await office.person("verte@example.lv", .evaluator, in: Self.agency, .agency),
            try await office.person("parvalda@example.lv", .administrator, in: Self.agency, .agency),
        ]
        let finances = office.stores.finances
        for visitor in strangers {
            for (name, deed) in deeds(finances, by: visitor, in: programme) {
                await #expect(throws: Missing.self, "\(name) by \(visitor.person.email)") { try await deed() }
            }
            await #expect(throws: Missing.self) { try await finances.allotment(for: visitor) }
            await #expect(throws: Missing.self) { try await finances.proposal(Proposal.ID(1), for: visitor) }
            await #expect(throws: Missing.self) {
                try await finances.proposals(waiting: true, before: nil, limit: 1, for: visitor)
            }
        }
    }

    @Test("not an auditor, who reads it all")
    func auditor() async throws {
        let (office, programme) = (try TestOffice(), try await programme())
        let auditor = try await office.person("revide@example.lv", .auditor, in: Self.agency, .agency)
        let finances = office.stores.finances
        for (name, deed) in deeds(finances, by: auditor, in: programme) {
            await #expect(throws: ReadsOnly.self, "\(name)") { try await deed() }
        }
        let (allotment, _) = try await finances.allotment(for: auditor)
        #expect(!allotment.nodes.isEmpty)
    }

    @Test("an officer and a finance officer of the agency, and nobody by the same role elsewhere")
    func officers() async throws {
        let (office, programme) = (try TestOffice(), try await programme())
        for role in [Role.officer, .finance] {
            let visitor = try await office.person("\(role.rawValue)@example.lv", role, in: Self.agency, .agency)
            await #expect(throws: BudgetRefusal.broken(.knownProposal)) {
                try await office.stores.finances.approve(Proposal.ID(987_654_321), by: visitor)
            }
            let elsewhere = Visitor(
                person: visitor.person,
                organisation: try await office.person("cits@example.lv", .editor, in: "Cits novads").organisation,
                roles: [role]
            )
            for (name, deed) in deeds(office.stores.finances, by: elsewhere, in: programme) {
                await #expect(throws: Missing.self, "\(name)") { try await deed() }
            }
        }
    }
}
