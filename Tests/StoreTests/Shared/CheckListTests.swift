import Budget
import Grants
import Postgres
import TestKit
import Testing

@Suite("States in the schema and in the code", .database)
struct CheckListTests {
    private static let lists: [(constraint: String, cases: [String])] = [
        ("organisation_kind_known", Organisation.Kind.allCases.map(\.rawValue)),
        ("organisation_region_known", PlanningRegion.allCases.map(\.rawValue)),
        ("membership_role_known", Role.allCases.map(\.rawValue)),
        ("call_kind_known", Call.Kind.allCases.map(\.rawValue)),
        ("call_state_known", Call.State.allCases.map(\.rawValue)),
        ("application_state_known", Application.State.allCases.map(\.rawValue)),
        ("places_decision_known", ProposalFile.Decision.Kind.allCases.map(\.rawValue)),
    ]

    @Test("are the same", arguments: lists)
    func same(_ list: (constraint: String, cases: [String])) async throws {
        let name = list.constraint
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = \(name)"
            )
        }
        let definition: String = try #require(row).get("definition")
        let quoted = definition.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        let known = quoted.filter { $0.offset % 2 == 1 }.map { String($0.element) }
        #expect(known.sorted() == list.cases.sorted())
    }
}
