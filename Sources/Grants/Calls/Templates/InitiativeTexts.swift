/// School-community initiative projects: content after MK 483 p.18.1.2 and 23.5.1.
struct InitiativeTexts: CallTexts {
    let title = Bilingual(
        lv: "Skolas un kopienas iniciatīvu projektu konkurss",
        en: "Call for school-community initiative projects"
    )

    let purpose = Bilingual(
        lv: """
            Konkursā atbalsta projektus, kurus skola sagatavo un īsteno kopā ar biedrību vai nodibinājumu.

            Projektā skola un vietējā kopiena sadarbojas, izmanto skolas un pašvaldības resursus un piedāvā izglītojamajiem \
            jēgpilnas nodarbes ārpus formālās izglītības: veicina viņu pilsonisko līdzdalību, strādā ar reemigrantiem, \
            imigrantiem, mazākumtautību pārstāvjiem, vecākiem un ģimenēm un mazina priekšlaicīgas mācību pārtraukšanas risku.
            """,
        en: """
            The call supports projects that a school prepares and carries out together with an association or foundation.

            In a project the school and its local community work together, use the resources of the school and the \
            municipality and offer learners meaningful activities outside formal education: they encourage civic \
            participation, work with re-emigrants, immigrants, minorities, parents and families, and lower the risk of \
            leaving school early.
            """
    )

    let points = ["18.1.2.", "18.2.4.4.", "21.", "23.5.1.", "25.6.", "35.6."]

    let documents = [
        RequiredDocument(
            key: "co-implementer-statement",
            title: Bilingual(
                lv: "Biedrības vai nodibinājuma apliecinājums par dalību projektā",
                en: "Statement of the association or foundation on taking part"
            ),
            help: Bilingual(
                lv: "Paraksta biedrības vai nodibinājuma pārstāvis. Norādiet, ko organizācija projektā darīs.",
                en: "Signed by the representative of the association or foundation. Say what the organisation will do."
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
                    lv: "Kas notiks, ar ko kopā un kas no tā mainīsies? Šo tekstu varēs lasīt ikviens.",
                    en: "What will happen, with whom, and what will change? Anyone will be able to read this text."
                ),
                need: Bilingual(
                    lv: "Kādu vajadzību skolā un kopienā projekts risina",
                    en: "What need of the school and the community the project meets"
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
            title: Bilingual(lv: "Līdzīstenotāji un partneri", en: "Co-implementers and partners"),
            help: Bilingual(
                lv: "Sagatavojiet biedrības vai nodibinājuma nosaukumu un 11 ciparu reģistrācijas numuru.",
                en: "Have the name and the 11-digit registration number of the association or foundation at hand."
            ),
            questions: [
                Question(
                    key: "co-implementers",
                    kind: .partners,
                    title: Bilingual(
                        lv: "Biedrības un nodibinājumi, kas projektu īsteno kopā ar skolu",
                        en: "Associations and foundations that carry the project out with the school"
                    ),
                    help: Bilingual(
                        lv: "Vajadzīga vismaz viena biedrība vai nodibinājums.",
                        en: "At least one association or foundation is needed."
                    ),
                    limits: Question.Limits(fewestRows: 1, mostRows: 5)
                ),
                FormParts.otherPartners,
                FormParts.otherPartnersTable,
                FormParts.cooperation(
                    Bilingual(
                        lv: "Kā skola, biedrība un kopiena sadarbosies",
                        en: "How the school, the association and the community will work together"
                    )
                ),
            ]
        )
    }

    private let directions = [
        Question.Option(
            key: "cooperation",
            title: Bilingual(
                lv: "skolas un vietējās kopienas sadarbība",
                en: "cooperation of school and local community"
            )
        ),
        Question.Option(
            key: "resources",
            title: Bilingual(
                lv: "skolas un pašvaldības resursu izmantošana",
                en: "use of the resources of school and municipality"
            )
        ),
        Question.Option(
            key: "non-formal",
            title: Bilingual(lv: "piedāvājums ārpus formālās izglītības", en: "an offer outside formal education")
        ),
        Question.Option(
            key: "civic",
            title: Bilingual(lv: "izglītojamo pilsoniskā līdzdalība", en: "civic participation of learners")
        ),
        Question.Option(
            key: "inclusion",
            title: Bilingual(
                lv: "darbs ar reemigrantiem, imigrantiem un mazākumtautību pārstāvjiem",
                en: "work with re-emigrants, immigrants and minorities"
            )
        ),
        Question.Option(
            key: "families",
            title: Bilingual(lv: "darbs ar vecākiem un ģimenēm", en: "work with parents and families")
        ),
        Question.Option(
            key: "early-leaving",
            title: Bilingual(
                lv: "priekšlaicīgas mācību pārtraukšanas riska mazināšana",
                en: "lowering the risk of leaving school early"
            )
        ),
    ]

    var conformity: [ConformityCriterion] {
        CallTemplate.conformity(
            content: Bilingual(
                lv: "Projekta darbības atbilst noteikumu 23.5.1. apakšpunktam.",
                en: "The activities of the project fit point 23.5.1 of the regulation."
            ),
            together: ConformityCriterion(
                key: "association",
                title: Bilingual(
                    lv: "Projektu īsteno kopā ar vismaz vienu Latvijā reģistrētu biedrību vai nodibinājumu.",
                    en: "The project is carried out with at least one association or foundation registered in Latvia."
                ),
                clarifiable: true
            )
        )
    }

    var quality: [QualityCriterion] {
        CallTemplate.quality(
            partnership: Bilingual(
                lv: "Skolas, biedrības un kopienas sadarbība ir jēgpilna, un katra loma ir skaidra.",
                en: "School, association and community work together meaningfully and each role is clear."
            ),
            resources: Bilingual(
                lv: "Projektā lietderīgi izmanto skolas un pašvaldības telpas, aprīkojumu un zināšanas.",
                en: "The project makes good use of rooms, equipment and knowledge of school and municipality."
            ),
            participation: Bilingual(
                lv: "Izglītojamie paši piedalās plānošanā un īstenošanā; projekts veicina pilsonisko līdzdalību.",
                en: "Learners take part in planning and carrying out; the project encourages civic participation."
            )
        )
    }
}
