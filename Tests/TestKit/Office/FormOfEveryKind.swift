import Foundation
import Grants
import Money

/// A call whose form asks one question of every kind.
enum FormOfEveryKind {
    static func terms(opens: Date, closes: Date, title: String = "Parauga konkurss") -> CallTerms {
        CallTerms(
            title: Bilingual(lv: title, en: "Sample call"),
            purpose: Bilingual(lv: "Izmēģināt visus jautājumu veidus."),
            legalBasis: [LegalBasis(document: "MK noteikumi Nr. 483", point: "23.5.1.")],
            fundingLine: "INIC",
            moneyAvailable: Euro(euros: 70_000),
            amount: CallAmount(mode: .ceiling, sum: Euro(euros: 7_000)),
            applicants: ApplicantTerms(kinds: [.municipality], agreementRequired: true, defaultQuota: 2),
            opensAt: opens,
            closesBefore: closes,
            projectEarliestStart: day(2027, 1, 1),
            projectLatestEnd: day(2028, 12, 31),
            longestMonths: 12,
            documents: [
                RequiredDocument(
                    key: "decision",
                    title: Bilingual(lv: "Domes lēmums"),
                    help: Bilingual(lv: ""),
                    required: true
                )
            ],
            sections: [texts, plan, money],
            costCategories: [
                CostCategory(key: "people", title: Bilingual(lv: "Atlīdzība"), ceilingShare: 6_000, ceiling: nil),
                CostCategory(key: "things", title: Bilingual(lv: "Materiāli"), ceilingShare: nil, ceiling: nil),
            ],
            conformity: [],
            quality: [],
            qualityThreshold: nil
        )
    }

    static let texts = FormSection(
        key: "texts",
        title: Bilingual(lv: "Projekts"),
        help: Bilingual(lv: "Sagatavojiet skolas numuru."),
        questions: [
            question("title", .shortText, "Projekta nosaukums", Question.Limits(characters: 100)),
            question("goal", .longText, "Projekta mērķis", Question.Limits(words: 20)),
            question("count", .number, "Dalībnieku skaits", Question.Limits(smallest: 1, largest: 500)),
            question(
                "income",
                .money,
                "Citi ieņēmumi",
                Question.Limits(largestMoney: Euro(euros: 1_000)),
                required: false
            ),
            question("news", .date, "Ziņas diena", Question.Limits(earliest: day(2027, 1, 1)), required: false),
            choice("place", .choice, "Kur notiks", ["school": "Skolā", "city": "Pilsētā"]),
            choice("topics", .choices, "Tēmas", ["art": "Māksla", "sport": "Sports"]),
            question("support", .yesNo, "Vai vajag palīdzību", required: false),
            conditional,
            question("map", .file, "Plāns", Question.Limits(files: 2), required: false),
        ]
    )

    static let plan = FormSection(
        key: "plan",
        title: Bilingual(lv: "Plāns"),
        help: Bilingual(lv: ""),
        questions: [
            question("period", .period, "Projekta laiks"),
            question("activities", .activities, "Darbības", Question.Limits(fewestRows: 1, mostRows: 5)),
            question("partners", .partners, "Partneri", required: false),
            question("contact", .person, "Kontaktpersona"),
            question("school", .school, "Skola"),
            question("learners", .targetGroup, "Izglītojamie"),
            rooms,
        ]
    )

    static let money = FormSection(
        key: "money",
        title: Bilingual(lv: "Tāme"),
        help: Bilingual(lv: ""),
        questions: [question("budget", .budget, "Projekta tāme", Question.Limits(mostRows: 10))]
    )

    private static let conditional = Question(
        key: "city-name",
        kind: .shortText,
        title: Bilingual(lv: "Kurā pilsētā"),
        condition: Question.Condition(question: "place", answers: ["city"])
    )

    private static let rooms = Question(
        key: "rooms",
        kind: .table,
        title: Bilingual(lv: "Telpas"),
        required: false,
        columns: [
            Question.Column(key: "room", title: Bilingual(lv: "Telpa"), kind: .shortText, required: true),
            Question.Column(key: "seats", title: Bilingual(lv: "Vietas"), kind: .number, required: false),
            Question.Column(key: "rent", title: Bilingual(lv: "Īre"), kind: .money, required: false),
            Question.Column(key: "from", title: Bilingual(lv: "No"), kind: .date, required: false),
        ]
    )

    private static func question(
        _ key: String,
        _ kind: Question.Kind,
        _ title: String,
        _ limits: Question.Limits = Question.Limits(),
        required: Bool = true
    ) -> Question {
        Question(key: key, kind: kind, title: Bilingual(lv: title), required: required, limits: limits)
    }

    private static func choice(
        _ key: String,
        _ kind: Question.Kind,
        _ title: String,
        _ options: KeyValuePairs<String, String>
    ) -> Question {
        Question(
            key: key,
            kind: kind,
            title: Bilingual(lv: title),
            options: options.map { Question.Option(key: $0.key, title: Bilingual(lv: $0.value)) }
        )
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year, month, day) ?? .epoch
    }
}
