import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("The catalogue of measures", .database)
struct MeasureTests {
    private let measures = Stores.forTests.measures

    @Test("holds the published plan")
    func whole() async throws {
        let catalogue = try await measures.catalogue(MeasureChoice())
        #expect(catalogue.measures.count == 15)
        #expect(catalogue.objectives == ["4.2.1", "4.2.2", "4.2.3"])
        let ours = try #require(catalogue.measures.first { $0.code == "4.2.3.1" })
        #expect(ours.amount == Euro(cents: 1_996_650_000))
        #expect(ours.rulesAdopted == PlannedTime("2024-Q2"))
        #expect(ours.ends == Day(2027, 12, 31))
        #expect(ours.includesFlexibility == true)
        #expect(catalogue.measures.filter { $0.code == "4.2.1.5" }.map(\.round) == [1, 2, 3])
    }

    @Test("is chosen from by objective, applicant and kind of selection")
    func chosen() async throws {
        var choice = MeasureChoice()
        choice.objective = "4.2.3"
        let objective = try await measures.catalogue(choice)
        #expect(objective.measures.map(\.code) == ["4.2.3.1", "4.2.3.2", "4.2.3.4"])
        choice.applicant = "Pašvaldības"
        let applicant = try await measures.catalogue(choice)
        #expect(applicant.measures.map(\.code) == ["4.2.3.2"])
        choice.selection = .restricted
        let none = try await measures.catalogue(choice)
        #expect(none.measures.isEmpty)
        #expect(none.objectives.count == 3)
    }

    @Test("is put in the order asked for")
    func order() async throws {
        var choice = MeasureChoice()
        choice.order = .money
        let money = try await measures.catalogue(choice).measures
        #expect(money.map(\.amount) == money.map(\.amount).sorted(by: >))
        choice.order = .ends
        let ends = try await measures.catalogue(choice).measures
        #expect(ends.map(\.ends) == ends.map(\.ends).sorted())
    }

    @Test("is read by two statements")
    func statements() async throws {
        let (_, statements) = try await TestDatabase.statements { try await measures.catalogue(MeasureChoice()) }
        #expect(statements.count == 2)
    }

    @Test("gives times as a day or a quarter, and nothing else")
    func times() {
        #expect(PlannedTime("2023-10-27")?.first == Day(2023, 10, 27))
        #expect(PlannedTime("2023-10-27")?.quarter == nil)
        #expect(PlannedTime("2024-Q4")?.first == Day(2024, 10, 1))
        #expect(PlannedTime("2024-Q4")?.quarter == 4)
        for text in ["", "2024", "2024-Q5", "2024-Q0", "Q1", "2024-Q1-Q2"] {
            #expect(PlannedTime(text) == nil)
        }
    }
}
