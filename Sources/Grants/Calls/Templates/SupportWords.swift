/// What both models say about the money of a project, which depends on how its sum is set.
enum SupportWords {
    /// The purpose of a call with its last paragraph: what a project gets and when.
    static func purpose(_ purpose: Bilingual, _ mode: CallAmount.Mode) -> Bilingual {
        let words = support(mode)
        return Bilingual(
            lv: """
                \(purpose.lv)

                \(words.lv) 80 % izmaksā 30 dienu laikā pēc iesnieguma apstiprināšanas, pārējo – 30 dienu laikā pēc \
                noslēguma pārskata apstiprināšanas. Līdzfinansējums nav vajadzīgs.
                """,
            en: """
                \(purpose.en)

                \(words.en) 80 % is paid within 30 days of the approval of the application, the rest within 30 days of \
                the approval of the final report. No co-financing is needed.
                """
        )
    }

    /// What the plan of activities must tell.
    static func results(_ mode: CallAmount.Mode) -> Bilingual {
        switch mode {
        case .fixed:
            Bilingual(
                lv:
                    "Maksājums ir par rezultātu: katrai darbībai vajag datumu, vietu, atbildīgo un pārbaudāmu rezultātu.",
                en:
                    "The payment is for results: each activity needs dates, a place, a responsible person and a provable result."
            )
        case .ceiling:
            Bilingual(
                lv: "Katrai darbībai vajag datumu, vietu, atbildīgo un pārbaudāmu rezultātu.",
                en: "Each activity needs dates, a place, a responsible person and a provable result."
            )
        }
    }

    /// Puts the words for one way of setting the sum in place of those for the other, wherever they still stand as the
    /// model has them; what an officer wrote stays.
    static func reword(_ terms: inout CallTerms, from old: CallAmount.Mode, to new: CallAmount.Mode) {
        let (before, after) = (support(old), support(new))
        terms.purpose.lv = terms.purpose.lv.replacing(before.lv, with: after.lv)
        terms.purpose.en = terms.purpose.en.replacing(before.en, with: after.en)
        for index in terms.sections.indices where terms.sections[index].help == results(old) {
            terms.sections[index].help = results(new)
        }
    }

    private static func support(_ mode: CallAmount.Mode) -> Bilingual {
        switch mode {
        case .fixed:
            Bilingual(
                lv: "Atbalsts ir vienreizējs maksājums par projektu.",
                en: "The support is one lump sum a project."
            )
        case .ceiling:
            Bilingual(
                lv: "Atbalsts ir tik liels, cik paredz projekta tāme, bet ne lielāks par konkursā noteikto summu.",
                en: "The support is what the budget of the project comes to, up to the sum set in the call."
            )
        }
    }
}
