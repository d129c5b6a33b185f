/// Partnership projects of education institutions: content after MK 483 p.23.5.2.
struct PartnershipTexts: CallTexts {
    let title = Bilingual(
        lv: "Izglītības iestāžu partnerības projektu konkurss",
        en: "Call for partnership projects of education institutions"
    )

    let purpose = Bilingual(
        lv: """
            Konkursā atbalsta projektus, kuros izglītības iestādes strādā kopā un palīdz cita citai pārejā uz mācībām latviešu \
            valodā un pēc tās.

            Projekts atbalsta izglītojamos, vecākus, pedagogus un iestāžu vadītājus: kopīgas mācību stundas un nodarbības, \
            pedagogu pieredzes apmaiņa, semināri, supervīzijas, konsultācijas un kopīga iestāžu stratēģija.
            """,
        en: """
            The call supports projects in which education institutions work together and help each other in the move to \
            teaching in Latvian and after it.

            A project supports learners, parents, teachers and heads: joint lessons and activities, exchange of experience \
            among teachers, seminars, supervision, consultations and a joint strategy of the institutions.
            """
    )

    let points = ["18.2.4.5.", "21.", "23.5.2.", "25.6.", "35.5.", "35.7."]

    let documents = [
        RequiredDocument(
            key: "partnership-statement",
            title: Bilingual(
                lv: "Iestāžu kopīgs apliecinājums par partnerību",
                en: "Joint statement of the institutions on their partnership"
            ),
            help: Bilingual(
                lv: "Paraksta visu iesaistīto iestāžu vadītāji. Norādiet, ko katra iestāde projektā darīs.",
                en: "Signed by the heads of all institutions. Say what each institution will do."
            ),
            required: true
        ),
        RequiredDocument(
            key: "authorisation",
            title: Bilingual(lv: "Pilnvara vai rīkojums", en: "Authorisation or order"),
            help: Bilingual(
                lv: "Vajadzīga tikai tad, ja iesniegumu paraksta pilnvarota persona.",
                en: "Needed only if an authorised person signs the application."
            ),
            required: false
        ),
    ]

    func sections(_ mode: CallAmount.Mode) -> [FormSection] {
        [
            FormParts.project(
                summary: Bilingual(
                    lv: "Ko iestādes darīs kopā un kas no tā mainīsies? Šo tekstu varēs lasīt ikviens.",
                    en:
                        "What will the institutions do together and what will change? Anyone will be able to read this text."
                ),
                need: Bilingual(
                    lv: "Kas iestādēm pārejā uz mācībām latviešu valodā ir grūtākais",
                    en: "What the institutions find hardest in the move to teaching in Latvian"
                )
            ),
            partners,
            FormParts.targetGroup,
            FormParts.activities(directions: directions, mode: mode),
            FormParts.sustainability,
            FormParts.attachments,
        ]
    }

    private var partners: FormSection {
        FormSection(
            key: "partners",
            title: Bilingual(lv: "Partneriestādes", en: "Partner institutions"),
            help: Bilingual(
                lv: "Sagatavojiet partneriestāžu nosaukumus un 10 ciparu numurus Izglītības iestāžu reģistrā.",
                en:
                    "Have the names of the partner institutions and their 10-digit numbers of the education register at hand."
            ),
            questions: [
                language,
                institutions,
                FormParts.otherPartners,
                FormParts.otherPartnersTable,
                FormParts.cooperation(
                    Bilingual(
                        lv: "Kā iestādes sadarbosies un ko katra darīs",
                        en: "How the institutions will work together and what each will do"
                    )
                ),
            ]
        )
    }

    private let language = Question(
        key: "language-situation",
        kind: .choice,
        title: Bilingual(
            lv: "Mācību valoda jūsu iestādē pirms pārejas",
            en: "The language of teaching in your institution before the move"
        ),
        options: [
            Question.Option(
                key: "minority",
                title: Bilingual(
                    lv: "īstenojām mazākumtautību izglītības programmu",
                    en: "we ran a minority education programme"
                )
            ),
            Question.Option(
                key: "both",
                title: Bilingual(
                    lv: "mācības bija gan latviešu, gan citā valodā",
                    en: "we taught both in Latvian and in another language"
                )
            ),
            Question.Option(
                key: "latvian",
                title: Bilingual(lv: "mācības bija latviešu valodā", en: "we taught in Latvian")
            ),
        ]
    )

    private let institutions = Question(
        key: "institutions",
        kind: .table,
        title: Bilingual(
            lv: "Iestādes, ar kurām kopā īstenosiet projektu",
            en: "Institutions with which you will carry out the project"
        ),
        help: Bilingual(
            lv: "Vajadzīga vismaz viena iestāde, arī pirmsskola.",
            en: "At least one institution is needed; it may be a pre-school."
        ),
        limits: Question.Limits(fewestRows: 1, mostRows: 10),
        columns: [
            Question.Column(
                key: "name",
                title: Bilingual(lv: "Nosaukums", en: "Name"),
                kind: .shortText,
                required: true
            ),
            Question.Column(
                key: "number",
                title: Bilingual(lv: "Reģistra numurs", en: "Register number"),
                kind: .shortText,
                required: true
            ),
            Question.Column(
                key: "role",
                title: Bilingual(lv: "Loma projektā", en: "Role in the project"),
                kind: .shortText,
                required: true
            ),
        ]
    )

    private let directions = [
        Question.Option(
            key: "learners",
            title: Bilingual(lv: "atbalsts izglītojamajiem", en: "support to learners")
        ),
        Question.Option(
            key: "parents",
            title: Bilingual(lv: "atbalsts vecākiem", en: "support to parents")
        ),
        Question.Option(
            key: "teachers",
            title: Bilingual(lv: "atbalsts pedagogiem", en: "support to teachers")
        ),
        Question.Option(
            key: "heads",
            title: Bilingual(lv: "atbalsts iestāžu vadītājiem", en: "support to heads of institutions")
        ),
    ]

    var conformity: [ConformityCriterion] {
        CallTemplate.conformity(
            content: Bilingual(
                lv: "Projekta darbības atbilst noteikumu 23.5.2. apakšpunktam.",
                en: "The activities of the project fit point 23.5.2 of the regulation."
            ),
            together: ConformityCriterion(
                key: "institutions",
                title: Bilingual(
                    lv: "Projektā piedalās vismaz divas izglītības iestādes.",
                    en: "At least two education institutions take part in the project."
                ),
                clarifiable: true
            )
        )
    }

    var quality: [QualityCriterion] {
        CallTemplate.quality(
            partnership: Bilingual(
                lv: "Iestādes ir īsti partneri: katra dod un saņem, un katras loma ir skaidra.",
                en: "The institutions are true partners: each gives and receives, and each role is clear."
            ),
            resources: Bilingual(
                lv: "Projektā lietderīgi izmanto iestāžu pieredzi, pedagogus un mācību līdzekļus.",
                en: "The project makes good use of the institutions' experience, teachers and materials."
            ),
            participation: Bilingual(
                lv: "Darbības palīdz mācīties latviešu valodā: izglītojamajiem, vecākiem, pedagogiem vai vadītājiem.",
                en: "The activities help to learn in Latvian: learners, parents, teachers or heads."
            )
        )
    }
}
