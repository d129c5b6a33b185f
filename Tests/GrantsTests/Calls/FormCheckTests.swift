import Foundation
import Grants
import Money
import Testing

@Suite("The form of a call")
struct FormCheckTests {
    private func faults(of question: Question, after: [Question] = []) -> [CallProblem.Fault] {
        CallFixture.faults(at: .question(question.key)) { $0.sections[0].questions += after + [question] }
    }

    private func question(_ kind: Question.Kind, key: String = "jauns", _ change: (inout Question) -> Void) -> Question
    {
        var question = Question(key: key, kind: kind, title: Bilingual(lv: "Jautājums", en: "Question"))
        change(&question)
        return question
    }

    @Test("needs a part and the title of the project")
    func whole() {
        #expect(CallFixture.faults(at: .form) { $0.sections = [] } == [.noneGiven])
        #expect(CallFixture.faults(at: .form) { $0.sections[0].questions[0].key = "name" } == [.titleQuestionMissing])
        #expect(
            CallFixture.faults(at: .form) { $0.sections[0].questions[0].required = false } == [.titleQuestionMissing]
        )
        #expect(
            CallFixture.faults(at: .form) { $0.sections[0].questions[0].kind = .longText } == [.titleQuestionMissing]
        )
        let empty = CallFixture.faults(at: .section("partners")) { $0.sections[1].questions = [] }
        #expect(empty == [.noQuestions])
        #expect(CallFixture.faults(at: .section("documents")) { $0.sections[1].key = "documents" } == [.keyMisshapen])
    }

    @Test("says once what is wrong with the title and the help of a section alike")
    func once() {
        let faults = CallFixture.faults(at: .section("partners")) {
            $0.sections[1].title.en = ""
            $0.sections[1].help = Bilingual(lv: "Sagatavojiet numuru.")
        }
        #expect(faults == [.englishMissing])
    }

    @Test("asks for a budget exactly when there is a ceiling")
    func budget() {
        #expect(CallFixture.faults(at: .form) { $0.amount.mode = .ceiling } == [.budgetMissing])
        let asked = CallFixture.faults(at: .question("budget"), mode: .ceiling) { $0.amount.mode = .fixed }
        #expect(asked == [.budgetNotAsked])
        let twice = CallFixture.faults(at: .question("jauns")) {
            $0.sections[0].questions.append(question(.period) { _ in })
        }
        #expect(twice == [.kindRepeated])
    }

    @Test(
        "takes keys of small letters, digits and hyphens",
        arguments: [
            ("need", true), ("need-2", true), ("a", true), ("Need", false), ("vajadzība", false), ("2need", false),
            ("need-", false), ("need--2", false), ("", false), ("need 2", false), ("key", false), ("remove", false),
            ("a.b", false), (String(repeating: "a", count: 40), true), (String(repeating: "a", count: 41), false),
        ]
    )
    func keys(key: String, fits: Bool) {
        #expect(CallKey.isWellShaped(key) == fits)
    }

    @Test("makes keys of words")
    func madeKeys() {
        #expect(CallKey.make(from: "Kā sadarbosimies?", unlike: []) == "ka-sadarbosimies")
        #expect(CallKey.make(from: "Ģimenes, šķēršļi", unlike: ["gimenes-skersli"]) == "gimenes-skersli-2")
        #expect(CallKey.make(from: "Key", unlike: []) == "key-2")
        for hostile in ["", "???", "12", "日本語", "\u{0301}", String(repeating: "ā", count: 500)] {
            #expect(CallKey.isWellShaped(CallKey.make(from: hostile, unlike: [])))
        }
    }

    @Test("has every key once, also across parts")
    func repeated() {
        let faults = CallFixture.faults(at: .question("need")) {
            $0.sections[1].questions.append(question(.longText, key: "need") { _ in })
        }
        #expect(faults == [.keyRepeated])
        #expect(CallFixture.faults(at: .section("partners")) { $0.sections[0].key = "partners" } == [.keyRepeated])
    }

    @Test("has choices with two options and tables with columns")
    func parts() {
        #expect(faults(of: question(.choice) { _ in }) == [.tooFewOptions])
        let option = Question.Option(key: "a", title: Bilingual(lv: "A", en: "A"))
        #expect(faults(of: question(.choices) { $0.options = [option, option] }) == [.partKeyWrong("a")])
        let untranslated = Question.Option(key: "b", title: Bilingual(lv: "B"))
        #expect(faults(of: question(.choice) { $0.options = [option, untranslated] }) == [.partTitleMissing("B")])
        #expect(faults(of: question(.table) { _ in }) == [.noColumns])
        let column = Question.Column(key: "a", title: Bilingual(lv: "A", en: "A"), kind: .file, required: true)
        #expect(faults(of: question(.table) { $0.columns = [column] }) == [.columnKindUnfit("a")])
    }

    @Test("has conditions on earlier choices only")
    func conditions() {
        func conditional(_ other: String, _ answers: [String]) -> [CallProblem.Fault] {
            CallFixture.faults(at: .question("other-partners")) {
                $0.sections[1].questions[2].condition = Question.Condition(question: other, answers: answers)
            }
        }
        #expect(conditional("has-other-partners", ["yes"]) == [])
        #expect(
            conditional("has-other-partners", ["yes", "varbūt"]) == [.conditionAnswerUnknown("has-other-partners")]
        )
        #expect(conditional("has-other-partners", []) == [.conditionAnswerUnknown("has-other-partners")])
        #expect(conditional("nav", ["yes"]) == [.conditionUnknown("nav")])
        #expect(conditional("other-partners", ["yes"]) == [.conditionNotEarlier("other-partners")])
        #expect(conditional("other-money", ["yes"]) == [.conditionNotEarlier("other-money")])
        #expect(conditional("title", ["yes"]) == [.conditionNotChoice("title")])
    }

    @Test("has limits the office can take")
    func limits() {
        func limited(_ kind: Question.Kind, _ limits: Question.Limits) -> [CallProblem.Fault] {
            faults(of: question(kind) { $0.limits = limits })
        }
        #expect(limited(.longText, .init(characters: 10_000)) == [])
        #expect(limited(.longText, .init(characters: 10_001)) == [.limitOutOfRange(smallest: 1, largest: 10_000)])
        #expect(limited(.longText, .init(words: 0)) == [.limitOutOfRange(smallest: 1, largest: 2_000)])
        #expect(limited(.number, .init(smallest: 2, largest: 1)) == [.limitsCrossed])
        #expect(limited(.number, .init(smallest: 1, largest: 1)) == [])
        let late = Question.Limits(earliest: CallFixture.day(2027, 2, 2), latest: CallFixture.day(2027, 2, 1))
        #expect(limited(.date, late) == [.limitsCrossed])
        #expect(limited(.partners, .init(fewestRows: 3, mostRows: 2)) == [.limitsCrossed])
        #expect(limited(.file, .init(files: 21)) == [.limitOutOfRange(smallest: 1, largest: 20)])
    }

    @Test("keeps the kind of a published question")
    func kindKept() {
        let published = (terms: CallFixture.terms(), closesBefore: CallFixture.terms().closesBefore)
        let faults = CallFixture.faults(at: .question("need"), published: published) {
            $0.sections[0].questions[3].kind = .shortText
        }
        #expect(faults == [.kindChanged(from: .longText)])
    }
}

@Suite("A new version of a call")
struct CallChangeTests {
    private let first = CallFixture.terms()

    private func faults(now: Date, closesBefore: Date? = nil, _ change: (inout CallTerms) -> Void) -> [CallProblem
        .Fault]
    {
        CallFixture.faults(
            at: .window,
            now: now,
            published: (terms: first, closesBefore: closesBefore ?? first.closesBefore),
            change
        )
    }

    @Test("never ends earlier than published")
    func shortened() {
        let earlier = faults(now: CallFixture.now) { $0.closesBefore = first.closesBefore.addingTimeInterval(-0.001) }
        #expect(earlier == [.shortened(from: first.closesBefore)])
        #expect(faults(now: CallFixture.now) { $0.closesBefore = first.closesBefore.addingTimeInterval(0.001) } == [])
    }

    @Test("moves the opening only before it")
    func opening() {
        let move: (inout CallTerms) -> Void = { $0.opensAt = first.opensAt.addingTimeInterval(3_600) }
        #expect(faults(now: first.opensAt.addingTimeInterval(-0.001), move) == [])
        #expect(faults(now: first.opensAt, move) == [.alreadyOpened(first.opensAt)])
    }

    @Test("may still be published in an extended time")
    func extended() {
        let later = first.closesBefore.addingTimeInterval(86_400)
        #expect(faults(now: first.closesBefore, closesBefore: later) { $0.title.lv += "." } == [])
        #expect(faults(now: first.closesBefore) { $0.title.lv += "." } == [.closesInPast])
    }

    @Test("tells every fact that differs, and no other")
    func changes() {
        #expect(first.changes(since: first) == [])
        let second = CallFixture.terms {
            $0.moneyAvailable = Euro(euros: 800_000)
            $0.sections[0].questions[3].limits.words = 350
            $0.sections[1].questions.removeLast()
            $0.sections[2].title.lv = "Kam tas palīdz"
            $0.documents.append(
                RequiredDocument(
                    key: "plan",
                    title: Bilingual(lv: "Plāns", en: "Plan"),
                    help: Bilingual(lv: ""),
                    required: false
                )
            )
        }
        let changes = second.changes(since: first)
        #expect(changes.count == 5)
        #expect(changes.contains(.money(from: Euro(euros: 700_000), to: Euro(euros: 800_000))))
        #expect(changes.contains(.document(.added, key: "plan", Bilingual(lv: "Plāns", en: "Plan"))))
        #expect(changes.contains { if case .question(.changed, "need", _) = $0 { true } else { false } })
        #expect(changes.contains { if case .question(.removed, "cooperation", _) = $0 { true } else { false } })
        #expect(changes.contains { if case .section(.changed, _) = $0 { true } else { false } })
    }

    @Test("tells another order of every list, and of a question that went to another part")
    func order() {
        let first = CallFixture.terms(mode: .ceiling)
        func changes(_ change: (inout CallTerms) -> Void) -> [CallChange] {
            CallFixture.terms(mode: .ceiling, change).changes(since: first)
        }
        #expect(changes { $0.sections.swapAt(0, 1) } == [.order(.form)])
        #expect(changes { $0.sections[0].questions.swapAt(0, 1) } == [.order(.form)])
        // Nothing else changes its place among the questions.
        let across = changes { $0.sections[1].questions.insert($0.sections[0].questions.removeLast(), at: 0) }
        #expect(across == [.order(.form)])
        #expect(changes { $0.documents.swapAt(0, 1) } == [.order(.documents)])
        #expect(changes { $0.costCategories.swapAt(0, 1) } == [.order(.categories)])
        #expect(changes { $0.conformity.swapAt(0, 1) } == [.order(.conformity)])
        #expect(changes { $0.quality.swapAt(0, 1) } == [.order(.quality)])
    }

    @Test("tells no order where something was only added or taken out")
    func orderKept() {
        let first = CallFixture.terms(mode: .ceiling)
        let second = CallFixture.terms(mode: .ceiling) {
            $0.sections[0].questions.removeFirst()
            $0.quality.removeFirst()
            $0.costCategories.insert($0.costCategories[0], at: 0)
            $0.costCategories[0].key = "transport-of-everybody"
        }
        let orders = second.changes(since: first).filter { if case .order = $0 { true } else { false } }
        #expect(orders == [])
    }
}
