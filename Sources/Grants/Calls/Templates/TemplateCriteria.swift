extension CallTemplate {
    /// Yes/no criteria, after the national pattern for such calls.
    static func conformity(content: Bilingual, together: ConformityCriterion) -> [ConformityCriterion] {
        [
            ConformityCriterion(
                key: "in-time",
                title: Bilingual(
                    lv: "Iesniegums iesniegts laikā, un to parakstījusi paraksttiesīga vai pilnvarota persona.",
                    en:
                        "The application came in time, signed by a person with the right to sign or with an authorisation."
                ),
                clarifiable: false
            ),
            ConformityCriterion(
                key: "partner",
                title: Bilingual(
                    lv: "Iesniedzējs ir sadarbības partneris ar spēkā esošu līgumu un nepārsniedz savu kvotu.",
                    en: "The applicant is a partner with an agreement in force and stays within its quota."
                ),
                clarifiable: false
            ),
            together,
            ConformityCriterion(key: "content", title: content, clarifiable: false),
            ConformityCriterion(
                key: "target-group",
                title: Bilingual(
                    lv: "Projekta mērķa grupa ir klātienē mācošies izglītojamie, kurus paredz noteikumu 3. punkts.",
                    en: "The target group are learners in on-site education as point 3 of the regulation says."
                ),
                clarifiable: true
            ),
            ConformityCriterion(
                key: "period",
                title: Bilingual(
                    lv: "Projekta laiks un ilgums iekļaujas konkursa termiņos.",
                    en: "The dates and the duration of the project are within those of the call."
                ),
                clarifiable: true
            ),
            ConformityCriterion(
                key: "documents",
                title: Bilingual(
                    lv: "Iesniegums ir pilnībā aizpildīts, un visi vajadzīgie dokumenti ir pievienoti.",
                    en: "The application is complete and all required documents are attached."
                ),
                clarifiable: true
            ),
            ConformityCriterion(
                key: "no-double-funding",
                title: Bilingual(
                    lv: "Tām pašām darbībām nav cita publiskā finansējuma, un projektā nav saimnieciskās darbības.",
                    en: "The same activities have no other public money and the project has no economic activity."
                ),
                clarifiable: true
            ),
        ]
    }

    /// Ten criteria of 0 to 5: rejected below 3 in any one and below 30 in all, as in the predecessor's published decisions.
    static func quality(
        partnership: Bilingual,
        resources: Bilingual,
        participation: Bilingual
    ) -> [QualityCriterion] {
        [
            assumed("need", "Vajadzība ir konkrēta un pamatota.", "The need is concrete and shown."),
            assumed("aim", "Mērķis ir skaidrs un sasniedzams.", "The aim is clear and can be reached."),
            assumed("partnership", partnership.lv, partnership.en),
            assumed("participation", participation.lv, participation.en),
            assumed(
                "reach",
                "Projekts sasniedz tos, kuriem ir priekšlaicīgas mācību pārtraukšanas risks, un viņu ģimenes.",
                "The project reaches those at risk of leaving school early and their families."
            ),
            assumed(
                "activities",
                "Darbības ved uz mērķi; datumi, vieta un atbildīgie ir reāli.",
                "The activities lead to the aim; dates, places and responsible persons are realistic."
            ),
            assumed(
                "results",
                "Rezultāti ir izmērāmi un pierādāmi.",
                "The results can be measured and proven."
            ),
            assumed("resources", resources.lv, resources.en),
            assumed(
                "risks",
                "Riski ir apzināti, un ir plāns, ko darīt.",
                "Risks are known and there is a plan for them."
            ),
            assumed(
                "sustainability",
                "Projekta devums paliks, un par to uzzinās citi.",
                "What the project gives will remain and others will learn of it."
            ),
        ]
    }

    private static func assumed(_ key: String, _ lv: String, _ en: String) -> QualityCriterion {
        QualityCriterion(key: key, title: Bilingual(lv: lv, en: en), threshold: 3, assumed: true)
    }

    /// Usual categories of a budget, all of them ours.
    static let costCategories = [
        CostCategory(
            key: "people",
            title: Bilingual(lv: "Vadītāji un eksperti", en: "Leaders and experts"),
            ceilingShare: 6_000,
            ceiling: nil
        ),
        CostCategory(
            key: "materials",
            title: Bilingual(lv: "Materiāli un inventārs", en: "Materials and equipment"),
            ceilingShare: 4_000,
            ceiling: nil
        ),
        CostCategory(
            key: "travel",
            title: Bilingual(lv: "Transports", en: "Transport"),
            ceilingShare: nil,
            ceiling: nil
        ),
        CostCategory(
            key: "meals",
            title: Bilingual(lv: "Ēdināšana", en: "Meals"),
            ceilingShare: 2_000,
            ceiling: nil
        ),
        CostCategory(
            key: "other",
            title: Bilingual(lv: "Citas izmaksas", en: "Other costs"),
            ceilingShare: 1_000,
            ceiling: nil
        ),
    ]

    static let budgetSection = FormSection(
        key: "budget",
        title: Bilingual(lv: "Tāme", en: "Budget"),
        help: Bilingual(
            lv: "Ierakstiet katru izmaksu rindu; summas saskaita sistēma.",
            en: "Write each line of costs; the sums are counted for you."
        ),
        questions: [
            Question(
                key: "budget",
                kind: .budget,
                title: Bilingual(lv: "Projekta tāme", en: "Budget of the project"),
                limits: Question.Limits(fewestRows: 1, mostRows: 60)
            )
        ]
    )
}
