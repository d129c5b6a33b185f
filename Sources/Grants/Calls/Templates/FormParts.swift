/// Parts of the form that both models share.
enum FormParts {
    static func project(summary: Bilingual, need: Bilingual) -> FormSection {
        FormSection(
            key: "project",
            title: Bilingual(lv: "Projekts un skola", en: "Project and school"),
            help: Bilingual(
                lv: "Sagatavojiet skolas 10 ciparu numuru Izglītības iestāžu reģistrā. Vajadzēs apmēram 20 minūtes.",
                en: "Have the school's 10-digit number of the education register at hand. This takes about 20 minutes."
            ),
            questions: [
                Question(
                    key: "title",
                    kind: .shortText,
                    title: Bilingual(lv: "Projekta nosaukums", en: "Title of the project"),
                    help: Bilingual(lv: "Īss un saprotams arī kaimiņam.", en: "Short and clear to a neighbour, too."),
                    limits: Question.Limits(characters: 150)
                ),
                Question(
                    key: "school",
                    kind: .school,
                    title: Bilingual(
                        lv: "Skola, kurā projekts notiks",
                        en: "The school where the project takes place"
                    )
                ),
                Question(
                    key: "summary",
                    kind: .longText,
                    title: Bilingual(lv: "Projekta kopsavilkums", en: "Summary of the project"),
                    help: summary,
                    limits: Question.Limits(words: 150)
                ),
                Question(key: "need", kind: .longText, title: need, limits: Question.Limits(words: 300)),
                Question(
                    key: "period",
                    kind: .period,
                    title: Bilingual(lv: "Projekta īstenošanas laiks", en: "Time of the project")
                ),
                Question(
                    key: "contact",
                    kind: .person,
                    title: Bilingual(lv: "Projekta kontaktpersona", en: "Contact person of the project"),
                    help: Bilingual(
                        lv: "Ar šo cilvēku sazināsimies par iesniegumu un projektu.",
                        en: "We will turn to this person about the application and the project."
                    )
                ),
            ]
        )
    }

    static let otherPartners = Question(
        key: "has-other-partners",
        kind: .choice,
        title: Bilingual(lv: "Vai projektā piedalās vēl kāds partneris?", en: "Does any other partner take part?"),
        help: Bilingual(
            lv: "Piemēram, bibliotēka, jauniešu centrs, uzņēmums, bāriņtiesa.",
            en: "For example a library, a youth centre, a company, a custody court."
        ),
        options: [
            Question.Option(key: "yes", title: Bilingual(lv: "jā", en: "yes")),
            Question.Option(key: "no", title: Bilingual(lv: "nē", en: "no")),
        ]
    )

    static let otherPartnersTable = Question(
        key: "other-partners",
        kind: .table,
        title: Bilingual(lv: "Citi partneri", en: "Other partners"),
        limits: Question.Limits(fewestRows: 1, mostRows: 10),
        columns: [
            Question.Column(
                key: "name",
                title: Bilingual(lv: "Nosaukums", en: "Name"),
                kind: .shortText,
                required: true
            ),
            Question.Column(
                key: "role",
                title: Bilingual(lv: "Loma projektā", en: "Role in the project"),
                kind: .shortText,
                required: true
            ),
        ],
        condition: Question.Condition(question: "has-other-partners", answers: ["yes"])
    )

    static func cooperation(_ title: Bilingual) -> Question {
        Question(key: "cooperation", kind: .longText, title: title, limits: Question.Limits(words: 300))
    }

    static let targetGroup = FormSection(
        key: "target-group",
        title: Bilingual(lv: "Mērķa grupa", en: "Target group"),
        help: Bilingual(
            lv: "Ierakstiet, cik izglītojamo piedalīsies. Vārdi un uzvārdi nav vajadzīgi.",
            en: "Write how many learners will take part. Names are not needed."
        ),
        questions: [
            Question(
                key: "learners",
                kind: .targetGroup,
                title: Bilingual(lv: "Izglītojamo skaits", en: "Number of learners"),
                help: Bilingual(
                    lv:
                        "Jāpiedalās vismaz vienam. Skaitiet katru izglītojamo vienreiz. Riska, mazākumtautību un migrantu grupas "
                        + "ir daļa no kopskaita.",
                    en:
                        "At least one must take part. Count each learner once. The risk, minority and migrant groups are part "
                        + "of the whole."
                )
            ),
            Question(
                key: "adults",
                kind: .number,
                title: Bilingual(
                    lv: "Cik vecāku un citu pieaugušo piedalīsies",
                    en: "How many parents and other adults will take part"
                ),
                required: false,
                limits: Question.Limits(smallest: 0, largest: 10_000)
            ),
            Question(
                key: "reach",
                kind: .longText,
                title: Bilingual(
                    lv: "Kā iesaistīsiet tos, kuriem šis atbalsts ir visvairāk vajadzīgs",
                    en: "How you will involve those who need this support most"
                ),
                help: Bilingual(
                    lv: "Padomājiet par izglītojamajiem, kuri varētu pārtraukt mācības, un par viņu ģimenēm. "
                        + "Neminiet vārdus un veselības datus.",
                    en:
                        "Think of learners who might leave school and of their families. Do not give names or health data."
                ),
                limits: Question.Limits(words: 250)
            ),
        ]
    )

    static func activities(directions: [Question.Option], mode: CallAmount.Mode) -> FormSection {
        FormSection(
            key: "activities",
            title: Bilingual(lv: "Darbības un rezultāti", en: "Activities and results"),
            help: SupportWords.results(mode),
            questions: [
                Question(
                    key: "directions",
                    kind: .choices,
                    title: Bilingual(lv: "Ko projekts aptver", en: "What the project covers"),
                    help: Bilingual(lv: "Atzīmējiet visu, kas atbilst.", en: "Tick all that fit."),
                    options: directions
                ),
                Question(
                    key: "activities",
                    kind: .activities,
                    title: Bilingual(lv: "Darbību plāns", en: "Plan of activities"),
                    limits: Question.Limits(fewestRows: 1, mostRows: 30)
                ),
                Question(
                    key: "results",
                    kind: .longText,
                    title: Bilingual(
                        lv: "Kas pēc projekta būs citādi un kā to pārbaudīsiet",
                        en: "What will be different after the project and how you will check it"
                    ),
                    limits: Question.Limits(words: 250)
                ),
                Question(
                    key: "publicity",
                    kind: .longText,
                    title: Bilingual(
                        lv: "Kā pastāstīsiet par projektu",
                        en: "How you will tell people about the project"
                    ),
                    help: Bilingual(
                        lv: "Partneris savā tīmekļvietnē par projektu raksta vismaz reizi trīs mēnešos.",
                        en: "The partner writes about the project on its site at least every three months."
                    ),
                    limits: Question.Limits(words: 150)
                ),
            ]
        )
    }

    static let sustainability = FormSection(
        key: "sustainability",
        title: Bilingual(lv: "Riski un ilgtspēja", en: "Risks and sustainability"),
        help: Bilingual(
            lv: "Īsi un godīgi: kas var neizdoties un kas paliks pēc projekta.",
            en: "Short and honest: what may go wrong and what will remain after the project."
        ),
        questions: [
            Question(
                key: "risks",
                kind: .longText,
                title: Bilingual(
                    lv: "Kas var neizdoties un ko tad darīsiet",
                    en: "What may go wrong and what you will do then"
                ),
                limits: Question.Limits(words: 200)
            ),
            Question(
                key: "after",
                kind: .longText,
                title: Bilingual(lv: "Kas paliks pēc projekta", en: "What will remain after the project"),
                limits: Question.Limits(words: 200)
            ),
            Question(
                key: "other-money",
                kind: .yesNo,
                title: Bilingual(
                    lv: "Vai šīm darbībām ir prasīts vai piešķirts cits publiskais finansējums?",
                    en: "Has other public money been asked for or granted for these activities?"
                ),
                help: Bilingual(
                    lv: "Ja ir, paskaidrojiet, kā nošķirsiet darbības. Divreiz par vienu un to pašu maksāt nedrīkst.",
                    en: "If so, explain how the activities are kept apart. The same thing must not be paid for twice."
                )
            ),
        ]
    )

    static let attachments = FormSection(
        key: FormSection.attachments,
        title: Bilingual(lv: "Pielikumi", en: "Attachments"),
        help: Bilingual(
            lv: "Datnes līdz 25 MB: PDF, attēli, biroja dokumenti un eDoc (ASiC-E).",
            en: "Files up to 25 MB: PDF, images, office documents and eDoc (ASiC-E)."
        ),
        questions: [
            Question(
                key: "other-files",
                kind: .file,
                title: Bilingual(lv: "Citas datnes", en: "Other files"),
                help: Bilingual(
                    lv: "Pievienojiet tikai to, kas palīdz saprast projektu.",
                    en: "Add only what helps to understand the project."
                ),
                required: false,
                limits: Question.Limits(files: 5)
            )
        ]
    )
}
