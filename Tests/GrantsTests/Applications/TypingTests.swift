import Grants
import Testing

@Suite("Storing what was typed")
struct TypingTests {
    @Test(
        "understands what people type and keeps what it does not understand",
        arguments: [
            (.shortText, "  Mūsu\r\nskola ", "Mūsu skola"), (.longText, "viens\r\n\r\ndivi \n", "viens\n\ndivi"),
            (.number, "1 200", "1200"), (.number, "007", "7"), (.number, "daudz", "daudz"),
            (.money, "7 000,00 EUR", "7000.00"),
            (.money, "ap 7000", "ap 7000"), (.date, "30.11.2026.", "2026-11-30"), (.date, "31.11.2026.", "31.11.2026."),
            (.shortText, "a\u{304}", "\u{101}"), (.choice, " a ", "a"), (.shortText, "a\0b\u{1B}c", "abc"),
            (.longText, "a\0\tb", "a\tb"),
        ] as [(Question.Kind, String, String)]
    )
    func texts(_ kind: Question.Kind, _ typed: String, _ stored: String) {
        #expect(Fixture.question("q", kind).stored(.text(typed)) == .text(stored))
    }

    @Test("stores the same when what is stored comes back")
    func stable() {
        for typed in ["1 200", "7 000,50", "30.11.2026.", "x\r\ny", "ne\u{304}", "-5", "+5", "0,5"] {
            for kind in [Question.Kind.shortText, .longText, .number, .money, .date] {
                let question = Fixture.question("q", kind)
                let once = question.stored(.text(typed))
                #expect(once.flatMap(question.stored) == once, "\(kind) \(typed)")
            }
        }
    }

    @Test("keeps the question's own parts only, all of them")
    func parts() {
        let school = Fixture.question("q", .school)
        let typed = Answer.fields(["name": " Skola ", "number": "1234 567-890", "owner": "me"])
        #expect(school.stored(typed) == .fields(["name": "Skola", "number": "1234567890"]))
        let wrong = Answer.fields(["name": "", "number": "nav vēl"])
        #expect(school.stored(wrong) == .fields(["name": "", "number": "nav vēl"]))
    }

    @Test("drops rows in which nothing was typed")
    func rows() {
        let budget = Fixture.question("q", .budget)
        let line = ["category": "goods", "description": "Krēsli", "unit": "gab.", "quantity": "1,50", "price": "10"]
        let stored = [
            "category": "goods", "description": "Krēsli", "unit": "gab.", "quantity": "1.5", "price": "10.00",
        ]
        #expect(budget.stored(.rows([line, ["description": "  "]])) == .rows([stored]))
        #expect(budget.stored(.rows([[:]])) == .list([]))
    }

    @Test("orders options as the form does and keeps unknown ones for the checks")
    func options() {
        let question = Fixture.question("q", .choices, options: ["a", "b", "c"])
        #expect(question.stored(.list(["c", "x", "a", "a", "x"])) == .list(["a", "c", "x"]))
    }

    @Test("refuses an answer of another shape")
    func shapes() {
        #expect(Fixture.question("q", .shortText).stored(.list(["a"])) == nil)
        #expect(Fixture.question("q", .budget).stored(.text("a")) == nil)
        #expect(Fixture.question("q", .file).stored(.text("a")) == nil)
    }

    @Test("every kind stores an answer of its shape")
    func everyKind() {
        for kind in Question.Kind.allCases {
            let question = Fixture.question("q", kind)
            let answer: Answer? =
                switch question.shape {
                case .text: .text("x")
                case .list: .list(["x"])
                case .fields: .fields(["answer": "x"])
                case .rows: .rows([["name": "x"]])
                case .files: nil
                }
            if let answer { #expect(question.stored(answer) != nil, "\(kind)") }
        }
    }
}
