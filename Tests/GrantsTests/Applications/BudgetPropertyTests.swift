import Grants
import Money
import Testing

@Suite("Budget arithmetic")
struct BudgetPropertyTests {
    @Test(
        "a line is exact and then rounded once, half up",
        arguments: [
            ("1", "0.01", 1), ("0.5", "0.01", 1), ("0.499", "0.01", 0), ("1.5", "0.01", 2), ("3", "33.33", 9_999),
            ("0.001", "4.99", 0), ("0.001", "5.00", 1), ("1000000", "0.01", 1_000_000),
        ] as [(String, String, Int64)]
    )
    func rounding(_ quantity: String, _ price: String, _ cents: Int64) throws {
        let quantity = try #require(Quantity(typed: quantity))
        let price = try #require(Euro(typed: price))
        #expect(quantity.priced(at: price) == Euro(cents: cents))
    }

    @Test(
        "quantities are read as typed",
        arguments: [
            ("3", 3_000), ("1,5", 1_500), ("1.125", 1_125), ("1 000", 1_000_000), (".5", 500), ("5,", 5_000), ("", nil),
            ("1.0001", nil), ("-1", nil), ("1.2.3", nil), ("1000000.001", nil), ("viens", nil), (",", nil),
            ("1e3", nil),
        ] as [(String, Int64?)]
    )
    func typing(_ typed: String, _ thousandths: Int64?) {
        #expect(Quantity(typed: typed)?.thousandths == thousandths)
    }

    @Test("sums of random budgets agree with slow decimal arithmetic, whatever the order of the lines")
    func sums() throws {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                [
                    "category": ["a", "b", "c"].randomElement(using: &random) ?? "a",
                    "quantity": Quantity(thousandths: .random(in: 1...5_000_000, using: &random)).plain,
                    "price": Euro(cents: .random(in: 0...10_000_000, using: &random)).plain,
                ]
            }
            let sheet = BudgetSheet(rows: rows)
            let slow = try rows.map { row in try Self.slowTotal(row) }
            #expect(sheet.lines.map { $0.total?.cents } == slow, "seed \(seed)")
            #expect(sheet.total.cents == slow.reduce(0, +), "seed \(seed)")
            #expect(["a", "b", "c"].map(sheet.total(of:)).sum == sheet.total, "seed \(seed)")
            #expect(BudgetSheet(rows: rows.shuffled(using: &random)).total == sheet.total, "seed \(seed)")
        }
    }

    @Test("every quantity is read back from what is stored")
    func quantitiesReadBack() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<2_000 {
            let quantity = Quantity(thousandths: .random(in: 0...1_000_000_000, using: &random))
            #expect(Quantity(typed: quantity.plain) == quantity, "seed \(seed)")
        }
    }

    /// Long multiplication on digits, the way of a school book: shares nothing with the code it judges.
    private static func slowTotal(_ row: [String: String]) throws -> Int64 {
        let quantity = try #require(row["quantity"]).split(separator: ".")
        let decimals = quantity.count == 2 ? String(quantity[1]) : ""
        let whole = String(quantity[0]) + decimals + String(repeating: "0", count: 3 - decimals.count)
        let price = try #require(row["price"]).filter { $0 != "." }
        var digits = [Int](repeating: 0, count: whole.count + price.count)
        for (i, a) in whole.reversed().enumerated() {
            for (j, b) in price.reversed().enumerated() {
                digits[i + j] += try #require(a.wholeNumberValue) * (try #require(b.wholeNumberValue))
            }
        }
        for place in digits.indices.dropLast() {
            digits[place + 1] += digits[place] / 10
            digits[place] %= 10
        }
        let cents = digits.dropFirst(3).reversed().reduce(Int64(0)) { $0 * 10 + Int64($1) }
        return cents + (digits[2] >= 5 ? 1 : 0)
    }
}

/// SplitMix64: the same seed gives the same numbers everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
