import Budget
import Money
import Postgres
import TestKit
import Testing

@Suite("What is known of the funding lines", .database)
struct LineFactTests {
    private func lines() async throws -> [Line] {
        try await TestDatabase.current.database.transaction { try await Ledger.lines(in: $0) }
    }

    @Test("is what calls are told of them")
    func oneTruth() async throws {
        let differences = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT coalesce(f.code, l.code) AS code
                  FROM funding_line f
                  FULL JOIN (SELECT * FROM budget.lines WHERE mode <> 'own') l USING (code)
                 WHERE (f.parent, f.name_lv, f.name_en, f.point, f.mode, f.target_count, f.target_unit, f.cents, f.starts, f.ends)
                    IS DISTINCT FROM (l.parent_line, l.name_lv, l.name_en, l.point, l.mode, l.target_count, l.target_unit,
                                      l.published_cents, lower(l.valid), upper(l.valid) - 1)
                """
            ).map { try $0.get("code", as: String.self) }
        }
        #expect(differences == [])
    }

    @Test("covers every line of the programme, in the order of the law")
    func order() async throws {
        let codes = try await lines().map(\.code)
        let expected = [
            "23.1", "23.2", "IAP", "IAP-LAS", "IAP-KONS", "IAP-SPEC", "IAP-MENT", "23.4", "INIC", "PART", "23.6",
            "23.7.1", "VEC", "23.8", "23.9",
        ]
        #expect(codes == expected)
        let without = try await TestDatabase.current.database.transaction { tx in
            try await tx.rows(
                "SELECT code FROM budget.nodes WHERE kind = 'line' EXCEPT SELECT code FROM budget.lines"
            )
        }
        #expect(without.isEmpty)
    }

    @Test("gives the ceilings of a project, both readings of the events, and no sum where none is published")
    func facts() async throws {
        let lines = Dictionary(uniqueKeysWithValues: try await lines().map { ($0.code, $0) })
        #expect(lines["INIC"]?.unitCeiling == Euro(euros: 7_000))
        #expect(lines["PART"]?.unitCeiling == Euro(euros: 5_000))
        let events = try #require(lines["VEC"])
        #expect(events.target == Line.Target(count: 551, unit: .events))
        #expect(events.published == Euro(euros: 600_000))
        #expect(events.otherReading == Line.Reading(count: 55, money: Euro(euros: 1_600_000)))
        let own = lines.values.filter { $0.mode == .own }
        #expect(own.count == 7)
        #expect(own.allSatisfy { $0.published == nil && $0.target == nil && $0.result != nil })
        #expect(lines.values.filter { $0.otherReading != nil }.count == 1)
        #expect(lines["IAP-MENT"]?.isSupport == true)
        #expect(lines["IAP-MENT"]?.starts == Day(2026, 2, 1))
        #expect(lines["IAP-MENT"]?.ends == Day(2027, 5, 31))
    }

    @Test("holds one rate a day between the sources, and none before costs are eligible")
    func rates() async throws {
        let node = try #require(try await lines().first { $0.code == "IAP-LAS" }).node
        let (before, from) = try await TestDatabase.current.database.transaction { tx in
            (
                try await Ledger.terms(over: node, on: Day(2024, 6, 30) ?? .epoch, in: tx),
                try await Ledger.terms(over: node, on: Day(2024, 7, 1) ?? .epoch, in: tx)
            )
        }
        #expect(before.rate == nil)
        #expect(from.rate?.basisPoints == 8_500)
        #expect(from.restBasisPoints == 6_000)
        let broken = await #expect(throws: PostgresError.self) {
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    INSERT INTO budget.source_rate (node_id, valid, basis_points, point)
                    SELECT node_id, daterange('2027-01-01', '2028-01-01'), 9000, '9' FROM budget.node WHERE kind = 'programme'
                    """
                )
            }
        }
        #expect(broken?.constraint == "source_rate_one_a_day")
    }

    @Test("the service may read and not change", arguments: ["budget.line", "budget.source_rate", "budget.lines"])
    func rights(table: String) async throws {
        let may = try await TestDatabase.current.database.transaction { tx in
            try await tx.row(
                """
                SELECT has_table_privilege(\(table), 'SELECT') AS read,
                       has_table_privilege(\(table), 'INSERT, UPDATE, DELETE, TRUNCATE') AS change
                """
            )
        }
        let isView = table == "budget.lines"
        #expect(try may?.get("read") == isView)
        #expect(try may?.get("change") == false)
    }

    @Test(
        "is split so that the fund's part is never above its share and less than a cent below",
        arguments: [0, 1, 2, 19, 20, 99, 700_000, 1_595_189_000, 2_954_525_200, -1, -19, 100_000_000_000_000_000]
            as [Int64]
    )
    func floor(cents: Int64) throws {
        let rate = SourceRate(basisPoints: 8_500, point: "9")
        let part = rate.fundPart(of: Euro(cents: cents)).cents
        let (share, overflow) = cents.multipliedReportingOverflow(by: 8_500)
        if !overflow { #expect(part * 10_000 <= share && part * 10_000 > share - 10_000) }
    }

    @Test("is split along its way so that the parts add up to the part of the whole")
    func parts() {
        let rate = SourceRate(basisPoints: 8_500, point: "9")
        let sums = [33, 1, 1, 700_001, 9, 4].map { Euro(cents: $0) }
        let parts = rate.fundParts(of: sums)
        #expect(parts.sum == rate.fundPart(of: sums.sum))
        #expect(parts == [28, 0, 1, 595_001, 8, 3].map { Euro(cents: $0) })
    }
}
