import Grants
import Money
import Testing

@Suite("Checking when and for how much")
struct PlanCheckTests {
    private let period = Fixture.question("period", .period)

    private func fields(_ start: String, _ end: String) -> Answer {
        .fields(["start": start, "end": end])
    }

    @Test(
        "the period stays inside the call's, and lasts no longer",
        arguments: [
            ("2027-01-01", "2027-12-31", []),
            ("2027-01-01", "2028-01-01", [.lastsTooLong(months: 12, latestEnd: Fixture.day("2027-12-31"))]),
            ("2027-02-28", "2028-02-27", []),
            ("2027-02-28", "2028-02-28", [.lastsTooLong(months: 12, latestEnd: Fixture.day("2028-02-27"))]),
            ("2026-12-31", "2027-06-01", [.dayTooEarly(earliest: Fixture.day("2027-01-01"))]),
            ("2028-06-01", "2029-01-01", [.dayTooLate(latest: Fixture.day("2028-12-31"))]),
            ("2027-06-01", "2027-06-01", []),
            ("2027-06-02", "2027-06-01", [.endsBeforeStart(start: Fixture.day("2027-06-02"))]),
            ("2027-06-31", "2027-07-01", [.notADay]),
            ("", "2027-07-01", [.missing]),
        ] as [(String, String, [Finding.Code])]
    )
    func periods(_ start: String, _ end: String, _ found: [Finding.Code]) {
        #expect(Fixture.codes(period, fields(start, end)) == found)
    }

    @Test("activities stay inside the period")
    func activities() {
        let terms = Fixture.terms(period, Fixture.question("activities", .activities))
        func codes(_ start: String, _ end: String) -> [Finding.Code] {
            let row = ["title": "t", "start": start, "end": end, "place": "p", "person": "x", "result": "r"]
            return Fixture.codes(
                ["period": fields("2027-03-01", "2027-05-31"), "activities": .rows([row])],
                terms
            )
        }
        let outside = Finding.Code.outsidePeriod(start: Fixture.day("2027-03-01"), end: Fixture.day("2027-05-31"))
        #expect(codes("2027-03-01", "2027-05-31") == [])
        #expect(codes("2027-02-28", "2027-05-31") == [outside])
        #expect(codes("2027-03-01", "2027-06-01") == [outside])
        #expect(codes("2027-04-02", "2027-04-01") == [.endsBeforeStart(start: Fixture.day("2027-04-02"))])
        #expect(codes("", "2027-04-01") == [.missing])
    }

    private func line(_ category: String, _ quantity: String, _ price: String) -> [String: String] {
        ["category": category, "description": "d", "unit": "gab.", "quantity": quantity, "price": price]
    }

    private func codes(_ rows: [[String: String]], _ terms: CallTerms) -> [Finding.Code] {
        Fixture.codes(["budget": .rows(rows)], terms)
    }

    @Test("the budget stays below the ceiling, to the cent")
    func ceiling() {
        let terms = Fixture.terms(Fixture.question("budget", .budget))
        #expect(codes([line("goods", "1", "7000.00")], terms) == [])
        let over = Finding.Code.totalOverCeiling(total: Euro(cents: 700_001), ceiling: Euro(euros: 7_000))
        #expect(codes([line("goods", "1", "7000.00"), line("people", "1", "0.01")], terms) == [over])
        #expect(codes([line("goods", "1", "0.00")], terms) == [.totalIsNothing])
        #expect(codes([line("cakes", "1", "1.00")], terms) == [.unknownOption])
        #expect(codes([line("goods", "0", "1.00")], terms) == [.notAQuantity, .totalIsNothing])
        #expect(codes([line("goods", "1000000", "1000000000.00")], terms) == [.lineTooLarge, .totalIsNothing])
    }

    @Test("categories stay below their share and their ceiling")
    func categories() {
        let question = Fixture.question("budget", .budget)
        let shared = Fixture.terms(
            categories: [Fixture.category("people", share: 2_500), Fixture.category("goods")],
            question
        )
        #expect(codes([line("people", "1", "25.00"), line("goods", "1", "75.00")], shared) == [])
        let overShare = Finding.Code.categoryOverShare(
            category: "people",
            total: Euro(cents: 2_501),
            ceiling: Euro(cents: 2_500),
            basisPoints: 2_500
        )
        #expect(codes([line("people", "1", "25.01"), line("goods", "1", "75.00")], shared) == [overShare])
        let capped = Fixture.terms(categories: [Fixture.category("people", ceiling: Euro(euros: 10))], question)
        #expect(codes([line("people", "2", "5.00")], capped) == [])
        let overCeiling = Finding.Code.categoryOverCeiling(
            category: "people",
            total: Euro(cents: 1_001),
            ceiling: Euro(euros: 10)
        )
        #expect(codes([line("people", "1", "10.01")], capped) == [overCeiling])
    }

    @Test("a lump sum asks for exactly the sum, whatever is typed")
    func lumpSum() {
        let fixed = CallAmount(mode: .fixed, sum: Euro(euros: 5_000))
        let terms = Fixture.terms(amount: fixed, categories: [], Fixture.question("title", .shortText))
        #expect(terms.requested(given: [:]) == Euro(euros: 5_000))
        #expect(codes([], terms) == [.missing])
    }

    @Test("sections tell how far they are")
    func progress() {
        let terms = Fixture.terms(Fixture.question("title", .shortText), Fixture.question("count", .number))
        func state(_ answers: [String: Answer]) -> SectionProgress.State? {
            Checks(of: answers, files: [], terms: terms, organisation: Fixture.organisation, now: Fixture.now).sections
                .first?
                .state
        }
        #expect(state([:]) == .notStarted)
        #expect(state(["title": .text("x")]) == .unfinished(errors: 1))
        #expect(state(["title": .text("x"), "count": .text("3")]) == .ready)
        let free = Fixture.terms(Fixture.question("title", .shortText, required: false))
        let checks = Checks(of: [:], files: [], terms: free, organisation: Fixture.organisation, now: Fixture.now)
        #expect(checks.sections.first?.state == .ready)
    }
}
