import Grants
import Money
import Testing

@Suite("Checking single answers")
struct TextCheckTests {
    typealias Case = (kind: Question.Kind, limits: Question.Limits, typed: String, found: [Finding.Code])

    @Test(
        "tells what is wrong at the edges of each limit",
        arguments: [
            (.shortText, .init(), String(repeating: "ā", count: 300), []),
            (.shortText, .init(), String(repeating: "ā", count: 301), [.tooLong(characters: 301, limit: 300)]),
            (.shortText, .init(characters: 5), "seši!!", [.tooLong(characters: 6, limit: 5)]),
            (
                .shortText, .init(characters: 5_000), String(repeating: "a", count: 301),
                [.tooLong(characters: 301, limit: 300)]
            ),
            (.longText, .init(words: 3), "viens divi – trīs", []),
            (.longText, .init(words: 3), "viens divi, trīs četri", [.tooManyWords(words: 4, limit: 3)]),
            (.longText, .init(), String(repeating: "a", count: 10_001), [.tooLong(characters: 10_001, limit: 10_000)]),
            (.number, .init(smallest: 1, largest: 10), "1", []),
            (.number, .init(smallest: 1, largest: 10), "10", []),
            (.number, .init(smallest: 1, largest: 10), "0", [.numberTooSmall(smallest: 1)]),
            (.number, .init(smallest: 1, largest: 10), "11", [.numberTooLarge(largest: 10)]),
            (.number, .init(), "divi", [.notANumber]),
            (.number, .init(), "99999999999999999999", [.notANumber]),
            (.number, .init(), "1.5", [.notANumber]),
            (.money, .init(largestMoney: Euro(euros: 10)), "10.00", []),
            (.money, .init(largestMoney: Euro(euros: 10)), "10.01", [.moneyTooLarge(largest: Euro(euros: 10))]),
            (.money, .init(), "-1", [.notMoney]),
            (.date, .init(earliest: Fixture.day("2027-01-01")), "2027-01-01", []),
            (
                .date, .init(earliest: Fixture.day("2027-01-01")), "2026-12-31",
                [.dayTooEarly(earliest: Fixture.day("2027-01-01"))]
            ),
            (
                .date, .init(latest: Fixture.day("2027-01-01")), "2027-01-02",
                [.dayTooLate(latest: Fixture.day("2027-01-01"))]
            ),
            (.date, .init(), "2027-02-29", [.notADay]),
        ] as [Case]
    )
    func limits(_ example: Case) {
        let question = Fixture.question("q", example.kind, limits: example.limits)
        #expect(Fixture.codes(question, .text(example.typed)) == example.found)
    }

    @Test("asks for what must be answered, and not for what may stay empty")
    func required() {
        for kind in Question.Kind.allCases where kind != .file {
            #expect(Fixture.codes(Fixture.question("q", kind), nil) == [.missing], "\(kind)")
            #expect(Fixture.codes(Fixture.question("q", kind, required: false), nil) == [], "\(kind)")
        }
        #expect(Fixture.codes(Fixture.question("q", .shortText), .text(" \n")) == [.missing])
    }

    @Test("knows its options")
    func options() {
        let one = Fixture.question("q", .choice, options: ["a", "b"])
        #expect(Fixture.codes(one, .text("a")) == [])
        #expect(Fixture.codes(one, .text("c")) == [.unknownOption])
        let several = Fixture.question("q", .choices, options: ["a", "b"])
        #expect(Fixture.codes(several, .list(["a", "b"])) == [])
        #expect(Fixture.codes(several, .list(["a", "c"])) == [.unknownOption])
    }

    @Test(
        "counts words as people do",
        arguments: [
            ("", 0), ("viens", 1), (" viens  divi\ntrīs ", 3), ("skola-kopiena", 1), ("7.-9. klase", 2), ("– un —", 1),
            ("24/7", 1), ("a\u{A0}b", 2), ("...", 0),
        ]
    )
    func words(_ text: String, _ count: Int) {
        #expect(WordCount.of(text) == count)
    }

    @Test("asks only if the other answer is one of those named, and if the other is asked itself")
    func conditions() {
        let first = Fixture.question("first", .yesNo, required: false)
        let second = Fixture.question(
            "second",
            .choice,
            options: ["x"],
            onlyIf: .init(question: "first", answers: ["yes"])
        )
        let third = Fixture.question("third", .shortText, onlyIf: .init(question: "second", answers: ["x"]))
        let terms = Fixture.terms(first, second, third)
        let yes = Answer.fields(["answer": "yes", "explanation": ""])
        let no = Answer.fields(["answer": "no", "explanation": ""])
        #expect(Fixture.codes(["first": no], terms) == [])
        #expect(Fixture.codes(["first": yes], terms) == [.missing])
        #expect(Fixture.codes(["first": yes, "second": .text("x")], terms) == [.missing])
        #expect(Fixture.codes(["first": no, "second": .text("x")], terms) == [])
        #expect(terms.asked(of: ["first": no, "second": .text("x"), "gone": .text("y")]).keys.sorted() == ["first"])
    }

    @Test("a circle of conditions asks nothing and ends")
    func circle() {
        let one = Fixture.question("one", .choice, options: ["x"], onlyIf: .init(question: "two", answers: ["x"]))
        let two = Fixture.question("two", .choice, options: ["x"], onlyIf: .init(question: "one", answers: ["x"]))
        #expect(Fixture.codes(["one": .text("x"), "two": .text("x")], Fixture.terms(one, two)) == [])
    }

    @Test("has every row and every column of a table")
    func table() {
        let columns = [
            Question.Column(key: "what", title: Bilingual(lv: ""), kind: .shortText, required: true),
            Question.Column(key: "sum", title: Bilingual(lv: ""), kind: .money, required: false),
        ]
        let question = Fixture.question("q", .table, limits: .init(fewestRows: 2, mostRows: 3), columns: columns)
        let row = ["what": "krēsls", "sum": "5.00"]
        #expect(Fixture.codes(question, .rows([row, row])) == [])
        #expect(Fixture.codes(question, .rows([row])) == [.tooFewRows(rows: 1, fewest: 2)])
        #expect(Fixture.codes(question, .rows([row, row, row, row])) == [.tooManyRows(rows: 4, most: 3)])
        #expect(Fixture.codes(question, .rows([row, ["what": "", "sum": "daudz"]])) == [.missing, .notMoney])
    }
}
