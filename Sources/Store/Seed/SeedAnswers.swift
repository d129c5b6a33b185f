import Grants
import Money

/// Invented answers that fit any form the office's models make.
struct SeedAnswers {
    let project: SeedProject
    let terms: CallTerms

    /// An answer of the right shape; nothing for files.
    func answer(to question: Question) -> Answer? {
        switch question.kind {
        case .shortText: .text(question.key == "title" ? project.title : "Parauga atbilde")
        case .longText: .text(Self.texts[question.key] ?? Self.paragraph)
        case .number: .text("40")
        case .money: .text("1000.00")
        case .date: .text(start.iso)
        case .choice: question.options.first.map { .text($0.key) }
        case .choices: .list(question.options.prefix(2).map(\.key))
        case .yesNo: .fields(["answer": "no", "explanation": ""])
        case .table: .rows([Dictionary(uniqueKeysWithValues: question.columns.map { ($0.key, cell($0)) })])
        case .file: nil
        case .partners:
            .rows([
                [
                    "name": "Biedrība „Parauga kopiena”", "number": "40000000015",
                    "role": "vada nodarbības un iesaista kaimiņus",
                ]
            ])
        case .person:
            .fields([
                "name": project.partner.writer, "position": "projektu koordinatore",
                "email": project.partner.writerEmail,
                "phone": "",
            ])
        case .school: .fields(["name": project.school, "number": "4000000000"])
        case .targetGroup:
            .fields([
                "grades1to3": "0", "grades4to6": "18", "grades7to9": "24", "grades10to12": "6", "vocational": "0",
                "atRisk": "9", "minority": "7", "migrant": "3",
            ])
        case .period: .fields(["start": start.iso, "end": end.iso])
        case .activities: .rows(activities)
        case .budget: .rows(budget)
        }
    }

    private var start: Day {
        terms.projectEarliestStart.adding(days: 14) ?? terms.projectEarliestStart
    }

    private var end: Day {
        let latest = start.adding(months: min(terms.longestMonths, 6)) ?? start
        return min(latest, terms.projectLatestEnd)
    }

    private func cell(_ column: Question.Column) -> String {
        switch column.kind {
        case .number: "4"
        case .money: "100.00"
        case .date: start.iso
        default:
            switch column.key {
            case "name": "Parauga partneris"
            case "number": "4000000001"
            default: "palīdz sagatavot un vadīt nodarbības"
            }
        }
    }

    private var activities: [[String: String]] {
        let middle = start.adding(days: 60) ?? start
        return [
            [
                "title": "Iepazīšanās diena", "start": start.iso, "end": start.iso, "place": project.school,
                "person": project.partner.writer, "result": "Piedalās vismaz 40 cilvēku, ir dalībnieku saraksts",
            ],
            [
                "title": "Nodarbības reizi nedēļā", "start": start.iso, "end": middle.iso, "place": project.school,
                "person": project.partner.writer, "result": "Notikušas 8 nodarbības, ir plāns un fotogrāfijas",
            ],
            [
                "title": "Noslēguma pasākums kopienai", "start": end.iso, "end": end.iso,
                "place": "Parauga kultūras nams",
                "person": project.partner.writer, "result": "Piedalās vismaz 100 apmeklētāju, ir raksts vietnē",
            ],
        ]
    }

    /// 5 480.00 EUR within the ceilings of the model; with a larger meal 1 800.00 EUR of 6 680.00 EUR, where a fifth is allowed.
    private var budget: [[String: String]] {
        [
            ("people", "Nodarbību vadītājs", "stunda", "96", "25.00"),
            ("materials", "Materiāli un darbarīki", "komplekts", "24", "75.00"),
            ("travel", "Autobuss uz noslēguma pasākumu", "brauciens", "4", "120.00"),
            ("meals", "Pusdienas dalībniekiem", "porcija", project.overspends ? "300" : "100", "6.00"),
            ("other", "Plakāti un ielūgumi", "gab.", "50", "4.00"),
        ].map { category, description, unit, quantity, price in
            ["category": category, "description": description, "unit": unit, "quantity": quantity, "price": price]
        }
    }

    private static let paragraph = """
        Parauga teksts demonstrācijai. Šī atbilde ir izdomāta un neapraksta īstu projektu.
        """

    private static let texts = [
        "summary": """
        Parauga projekts. Skola kopā ar biedrību pusgadu rīko nodarbības, kurās izglītojamie, vecāki un kaimiņi dara kopīgu \
        darbu un to parāda noslēguma pasākumā.
        """,
        "need": """
        Parauga pamatojums. Pēc stundām daļai izglītojamo nav kur palikt, un vecāki skolā ienāk reti. Projekts dod iemeslu \
        satikties un iemācīties ko noderīgu.
        """,
        "cooperation":
            "Parauga sadarbība. Skola dod telpas un laiku, biedrība vada nodarbības, kaimiņi palīdz ar darbarīkiem.",
        "reach": "Parauga plāns. Klases audzinātāji uzrunā tos, kuri citādi nenāktu, un kopā vienojas par ērtu laiku.",
        "results":
            "Parauga rezultāts. Notikušas visas plānotās nodarbības, to apliecina dalībnieku saraksti un fotogrāfijas.",
        "publicity": "Parauga ziņas skolas un pašvaldības vietnē projekta sākumā, vidū un beigās.",
        "risks": "Parauga risks. Ja slikti laikapstākļi, nodarbības notiks telpās.",
        "after": "Parauga turpinājums. Darbarīki paliks skolā, un tikšanās turpināsies reizi mēnesī.",
    ]
}
