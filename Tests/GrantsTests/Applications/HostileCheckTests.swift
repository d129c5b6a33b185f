import Grants
import Money
import Testing

@Suite("Checking whatever comes")
struct HostileCheckTests {
    private static let texts = [
        "", " ", "yes", "no", "-1", "0", "1e309", "99999999999999999999999999", "7000,00", "2027-02-30", "9999-12-31",
        "0001-01-01",
        "40003032949", "'; DROP TABLE application; --", "<script>alert(1)</script>", "\u{202E}evil", "\u{0}",
        "\u{FFFD}",
        String(repeating: "ā", count: 20_000), "🧑‍🧑‍🧒‍🧒", "\r\n\r\n", "=cmd|' /C calc'!A0", "٣٤", "NaN", "1.000.000,00",
        "a@b.lv",
    ]

    @Test("no answer of any shape stops the checks, and what is stored is stored the same again")
    func anything() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for kind in Question.Kind.allCases {
            let columns = [Question.Column(key: "name", title: Bilingual(lv: ""), kind: .money, required: true)]
            let question = Fixture.question(
                "q",
                kind,
                limits: .init(words: 3, smallest: 1, largest: 9),
                columns: columns
            )
            let terms = Fixture.terms(question, Fixture.question("period", .period, required: false))
            for _ in 0..<60 {
                let answer = Self.answer(to: question, &random)
                let period = Answer.fields(["start": Self.text(&random), "end": Self.text(&random)])
                let stored = question.stored(answer)
                #expect(stored.flatMap(question.stored) == stored, "seed \(seed), \(kind)")
                for typed in [answer, stored ?? answer] {
                    let checks = Checks(
                        of: ["q": typed, "period": period],
                        files: [],
                        terms: terms,
                        organisation: Fixture.organisation,
                        now: Fixture.now
                    )
                    #expect(checks.sections.count == 1, "seed \(seed), \(kind)")
                }
            }
        }
    }

    private static func text(_ random: inout Seeded) -> String {
        texts.randomElement(using: &random) ?? ""
    }

    /// An answer of any shape, mostly with the question's own parts, sometimes with others.
    private static func answer(to question: Question, _ random: inout Seeded) -> Answer {
        func fields(_ random: inout Seeded) -> [String: String] {
            var fields: [String: String] = [:]
            for key in question.parts.map(\.key) + ["foreign"] where Bool.random(using: &random) {
                fields[key] = text(&random)
            }
            return fields
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return .text(text(&random))
        case 1: return .list((0..<3).map { _ in text(&random) })
        case 2: return .fields(fields(&random))
        default: return .rows((0..<Int.random(in: 0...130, using: &random)).map { _ in fields(&random) })
        }
    }
}
