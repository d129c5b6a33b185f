import Money
import TestKit
import Testing

@testable import Budget

@Suite("The forecast of payments")
struct ForecastTests {
    /// Not what a test expects.
    private typealias Expectation = Budget.Expectation

    private static let today = Day(2026, 11, 22) ?? .epoch

    private static func day(_ iso: String) -> Day { Day(iso: iso) ?? .epoch }

    private static func month(_ iso: String) -> Month { Month(of: day(iso)) }

    private static func line(
        _ id: Int64 = 1,
        from: String? = "2026-01-01",
        through: String? = "2026-12-31",
        partOf parent: String? = nil
    ) -> Line {
        Line(
            node: Node.ID(id),
            code: "L\(id)",
            parentLine: parent,
            isSupport: false,
            starts: from.map(day),
            ends: through.map(day),
            name: Line.Words(lv: "Līnija", en: "Line"),
            point: "1",
            mode: .competitive,
            target: nil,
            amendments: [],
            unitCeiling: nil,
            published: nil,
            otherReading: nil,
            result: nil,
            resultSource: nil
        )
    }

    /// A line that holds money at stages, in euros.
    private static func sums(_ line: Line, _ euros: [Stage: Int64], parts: [Portions] = []) -> LineSums {
        let node = Node(id: line.node, kind: .line, parent: nil, code: line.code, isSupport: false, holder: nil)
        let sums = euros.mapValues { Euro(euros: $0) }
        let held = NodeSums(node: node, parentCode: nil, sums: sums, accounts: [:], commitments: 0)
        return LineSums(line: line, node: held, shares: [Portions(held)] + parts, commitments: 0)
    }

    /// A plan of days and euros.
    private static func plan(_ payments: (String, Int64)...) -> [PlannedPayment] {
        payments.map { PlannedPayment(due: day($0), sum: Euro(euros: $1)) }
    }

    private static func forecast(
        _ expectation: Expectation,
        of line: Line = ForecastTests.line(),
        _ euros: [Stage: Int64] = [:],
        on today: Day = ForecastTests.today
    ) throws -> LineForecast {
        let facts = ForecastFacts(bound: [ForecastFacts.Bound(line: line.node, expectation)])
        return try #require(Forecast([sums(line, euros)], facts, on: today).lines.first)
    }

    @Test("expects a payment due today this month, and calls it late from tomorrow on")
    func lateness() throws {
        let expectation = Expectation(bound: Euro(euros: 7), paid: .zero, payments: Self.plan(("2026-11-22", 7)))
        let today = try Self.forecast(expectation)
        #expect(today.flow.expected == [Self.month("2026-11-01"): Euro(euros: 7)] && today.flow.late == .zero)
        let tomorrow = try Self.forecast(expectation, on: Self.day("2026-11-23"))
        #expect(tomorrow.flow.late == Euro(euros: 7))
        let later = try Self.forecast(expectation, on: Self.day("2026-12-01"))
        #expect(later.flow.expected == [Self.month("2026-12-31"): Euro(euros: 7)])
    }

    @Test("puts the last day of a month and the first of the next into their months, also in a leap February")
    func months() throws {
        let payments = Self.plan(("2027-11-30", 1), ("2027-12-01", 2), ("2028-02-29", 4), ("2028-03-01", 8))
        let flow = try Self.forecast(Expectation(bound: Euro(euros: 15), paid: .zero, payments: payments)).flow
        let expected = ["2027-11-01": 1, "2027-12-01": 2, "2028-02-01": 4, "2028-03-01": 8 as Int64]
        #expect(flow.expected == Dictionary(uniqueKeysWithValues: expected.map { (Self.month($0), Euro(euros: $1)) }))
        #expect(flow.expected(untilEndOfYearOf: Self.month("2027-05-01")) == Euro(euros: 3))
        #expect(Self.month("2028-02-10").last == Self.day("2028-02-29"))
        #expect(Self.month("2027-02-10").last == Self.day("2027-02-28"))
        #expect(Month.all(from: Self.month("2026-12-31"), through: Self.month("2027-02-01")).count == 3)
    }

    @Test("lets what was paid use the plan up from its first day on, in whatever parts it was paid")
    func consumption() {
        let payments = Self.plan(("2026-03-01", 5_600), ("2026-12-15", 1_400))
        func course(_ bound: Int64, _ paid: Int64, before: Int64 = 0) -> [Int64] {
            let expectation = Expectation(
                bound: Euro(euros: bound),
                paid: Euro(euros: paid),
                payments: payments,
                paidBefore: Euro(euros: before)
            )
            return (expectation.parts.map(\.expected) + [expectation.withoutDates]).map { $0.cents / 100 }
        }
        #expect(course(7_000, 0) == [5_600, 1_400, 0])
        #expect(course(6_999, 1) == [5_599, 1_400, 0])
        #expect(course(1_400, 5_600) == [0, 1_400, 0])
        #expect(course(1_000, 6_000) == [0, 1_000, 0])
        #expect(course(900, 5_600) == [0, 900, 0], "what was released is expected no more")
        #expect(course(2_000, 5_600) == [0, 1_400, 600], "what was bound since has no plan")
        #expect(course(0, 7_000) == [0, 0, 0])
        // Made after 3 000 were paid; then 1 000 of these were undone.
        #expect(course(7_000, 3_000, before: 3_000) == [5_600, 1_400, 0])
        #expect(course(8_000, 2_000, before: 3_000) == [5_600, 1_400, 1_000])
    }

    @Test("takes the end day of a line for its time, and the day after for too late")
    func end() throws {
        let held: [Stage: Int64] = [.committed: 10]
        func risk(_ due: String) throws -> LineForecast {
            let expectation = Expectation(bound: Euro(euros: 10), paid: .zero, payments: Self.plan((due, 10)))
            return try Self.forecast(expectation, held)
        }
        let inTime = try risk("2026-12-31")
        #expect(inTime.flow.afterEnd == .zero && inTime.risk == nil && inTime.unplanned == .zero)
        let tooLate = try risk("2027-01-01")
        #expect(tooLate.flow.afterEnd == Euro(euros: 10) && tooLate.risk == .afterEnd)
        let expectation = Expectation(bound: Euro(euros: 10), paid: .zero, payments: Self.plan(("2026-12-31", 10)))
        let over = try Self.forecast(expectation, held, on: Self.day("2027-01-01"))
        #expect(over.flow.afterEnd == Euro(euros: 10) && over.risk == .ended)
        let unplanned = try Self.forecast(Expectation(bound: Euro(euros: 10), paid: .zero), held)
        #expect(unplanned.unplanned == Euro(euros: 10) && unplanned.flow.expected.isEmpty)
    }

    @Test("counts the days of a line with both ends, and has no share of time where one is missing")
    func time() throws {
        func elapsed(_ from: String?, _ through: String?, _ day: String) throws -> Int? {
            let line = Self.line(from: from, through: through)
            return try Self.forecast(Expectation(bound: .zero, paid: .zero), of: line).elapsed(by: Self.day(day))
        }
        #expect(try elapsed("2028-02-01", "2028-02-29", "2028-01-31") == 0)
        #expect(try elapsed("2028-02-01", "2028-02-29", "2028-02-01") == 344, "one of 29 days")
        #expect(try elapsed("2027-02-01", "2027-02-28", "2027-02-14") == 5_000)
        #expect(try elapsed("2028-02-01", "2028-02-29", "2028-02-29") == 10_000)
        #expect(try elapsed("2028-02-01", "2028-02-29", "2030-01-01") == 10_000)
        #expect(try elapsed(nil, "2028-02-29", "2028-02-29") == nil)
        #expect(try elapsed("2028-02-01", nil, "2028-02-29") == nil)
    }

    @Test("says that money may not be used where the open share exceeds the share of time left by more than a tenth")
    func margin() throws {
        // 40 of 100 days have passed.
        let line = Self.line(from: "2026-01-01", through: "2026-04-10")
        let none = Expectation(bound: .zero, paid: .zero)
        func risk(free: Int64, reserved: Int64, paid: Int64) throws -> LineForecast.Risk? {
            let held: [Stage: Int64] = [.free: free, .reserved: reserved, .accepted: paid]
            return try Self.forecast(none, of: line, held, on: Self.day("2026-02-09")).risk
        }
        #expect(try risk(free: 5_000, reserved: 2_000, paid: 3_000) == nil, "just as much more")
        #expect(try risk(free: 5_001, reserved: 2_000, paid: 2_999) == .behind)
        #expect(try risk(free: 0, reserved: 0, paid: 0) == nil)
        #expect(try risk(free: 0, reserved: 0, paid: 100) == nil)
        let over = try Self.forecast(none, of: line, [.free: 1, .accepted: 9_999], on: Self.day("2026-04-11"))
        #expect(over.risk == .ended)
        let used = try Self.forecast(none, of: line, [.accepted: 9_999], on: Self.day("2026-04-11"))
        #expect(used.risk == nil)
        let timeless = try Self.forecast(none, of: Self.line(through: nil), [.free: 1])
        #expect(timeless.risk == nil)
    }

    @Test("adds the parts of a line to it, and each line once to the whole")
    func parts() throws {
        let (parent, part) = (Self.line(1, through: "2027-05-31"), Self.line(2, partOf: "L1"))
        let held = Self.sums(part, [.committed: 20])
        let facts = ForecastFacts(
            paid: [ForecastFacts.Paid(line: part.node, month: Self.month("2026-05-01"), sum: Euro(euros: 3))],
            bound: [
                // Too late for the part, though the line above it goes on.
                ForecastFacts.Bound(
                    line: part.node,
                    Expectation(bound: Euro(euros: 20), paid: .zero, payments: Self.plan(("2027-01-01", 20)))
                )
            ]
        )
        let sums = [Self.sums(parent, [.free: 1], parts: [Portions(held.node)]), held]
        let forecast = Forecast(sums, facts, on: Self.today)
        #expect(forecast.lines.map(\.flow.paidSoFar) == [Euro(euros: 3), Euro(euros: 3)])
        #expect(forecast.lines.map(\.flow.afterEnd) == [Euro(euros: 20), Euro(euros: 20)])
        #expect(forecast.whole.unpaid == Euro(euros: 20) && forecast.portions.total == Euro(euros: 21))
    }

    @Test("spreads what is bound over months and what has no date to the last cent, and nothing is ever below nothing")
    func property() throws {
        var chance = Chance(seed: 27)
        for _ in 0..<2_000 {
            let days = Set(
                (0..<Int.random(in: 0...6, using: &chance)).map { _ in Int.random(in: 20_000...21_500, using: &chance) }
            )
            let payments = days.sorted().compactMap { number in
                Day(number: number).map {
                    PlannedPayment(due: $0, sum: Euro(cents: .random(in: 1...900, using: &chance)))
                }
            }
            let bound = Euro(cents: .random(in: 0...3_000, using: &chance))
            let paid = Euro(cents: .random(in: 0...3_000, using: &chance))
            let before = Euro(cents: .random(in: 0...3_000, using: &chance))
            let expectation = Expectation(bound: bound, paid: paid, payments: payments, paidBefore: before)
            #expect(expectation.withoutDates >= .zero)
            for part in expectation.parts {
                #expect(part.paid >= .zero && part.expected >= .zero && part.paid + part.expected <= part.payment.sum)
            }
            let today = Day(number: .random(in: 19_900...21_600, using: &chance)) ?? .epoch
            let line = try Self.forecast(expectation, on: today)
            let many = Int.random(in: 1...5, using: &chance)
            let alike = ForecastFacts(bound: [ForecastFacts.Bound(line: line.line.node, expectation, documents: many)])
            let each = ForecastFacts(
                bound: Array(repeating: ForecastFacts.Bound(line: line.line.node, expectation), count: many)
            )
            let sums = [Self.sums(line.line, [:])]
            #expect(Forecast(sums, alike, on: today) == Forecast(sums, each, on: today))
            #expect(line.flow.dated + line.flow.withoutDates == bound)
            #expect(line.flow.late <= line.flow.expected[Month(of: today)] ?? .zero)
            #expect(line.flow.expected.keys.allSatisfy { $0 >= Month(of: today) })
        }
    }
}
