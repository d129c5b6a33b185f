public import Money

/// The two models from which officers make calls.
///
/// What the regulation and the published plan fix is taken from them. The agency's own rules for these calls were not published:
/// durations, quotas and criteria are ours, after the predecessor's calls and the national pattern for youth
/// projects, and the officer changes them before publishing.
public enum CallTemplate {
    /// The model of one kind.
    ///
    /// - Parameters:
    ///   - first: the first day on which applications are taken, from 9:00.
    ///   - last: the last day, to its end.
    ///   - mode: a lump sum, as the programme pays, or up to a ceiling with a budget.
    public static func terms(
        of kind: Call.Kind,
        from first: Day,
        until last: Day,
        mode: CallAmount.Mode = .fixed
    ) -> CallTerms {
        switch kind {
        case .initiative: initiative(from: first, until: last, mode: mode)
        case .partnership: partnership(from: first, until: last, mode: mode)
        }
    }

    /// A call for school-community initiative projects (MK 483 p.23.5.1): 7 000.00 EUR each.
    public static func initiative(
        from first: Day,
        until last: Day,
        mode: CallAmount.Mode = .fixed
    ) -> CallTerms {
        let text = InitiativeTexts()
        return terms(
            text,
            window: (first, last),
            amount: CallAmount(mode: mode, sum: Euro(euros: 7_000)),
            money: Euro(euros: 700_000),
            line: ("INIC", day(2025, 9, 1), day(2028, 12, 31)),
            months: 12
        )
    }

    /// A call for partnership projects of education institutions (MK 483 p.23.5.2): 5 000.00 EUR each.
    public static func partnership(
        from first: Day,
        until last: Day,
        mode: CallAmount.Mode = .fixed
    ) -> CallTerms {
        let text = PartnershipTexts()
        return terms(
            text,
            window: (first, last),
            amount: CallAmount(mode: mode, sum: Euro(euros: 5_000)),
            money: Euro(euros: 250_000),
            line: ("PART", day(2025, 9, 1), day(2027, 12, 31)),
            months: 10
        )
    }

    /// The cost categories and the part of the form that a call with a ceiling needs and a lump sum does not, and the
    /// model's words for it.
    public static func addBudget(to terms: inout CallTerms) {
        SupportWords.reword(&terms, from: .fixed, to: .ceiling)
        if terms.costCategories.isEmpty { terms.costCategories = costCategories }
        guard !terms.questions.contains(where: { $0.kind == .budget }) else { return }
        let place = terms.sections.firstIndex { $0.key == FormSection.attachments } ?? terms.sections.endIndex
        terms.sections.insert(budgetSection, at: place)
    }

    /// Takes out what a lump sum does not ask, and the model's words for it.
    public static func removeBudget(from terms: inout CallTerms) {
        SupportWords.reword(&terms, from: .ceiling, to: .fixed)
        terms.costCategories = []
        for index in terms.sections.indices {
            terms.sections[index].questions.removeAll { $0.kind == .budget }
        }
        terms.sections.removeAll { $0.key == budgetSection.key && $0.questions.isEmpty }
    }

    private static func terms(
        _ text: some CallTexts,
        window: (first: Day, last: Day),
        amount: CallAmount,
        money: Euro,
        line: (code: String, starts: Day, ends: Day),
        months: Int
    ) -> CallTerms {
        let afterLast = window.last.adding(days: 1) ?? window.last
        var terms = CallTerms(
            title: text.title,
            purpose: SupportWords.purpose(text.purpose, amount.mode),
            legalBasis: text.points.map { LegalBasis(document: regulation, point: $0) },
            fundingLine: line.code,
            moneyAvailable: money,
            amount: amount,
            applicants: ApplicantTerms(
                kinds: [.municipality, .school, .vocational],
                agreementRequired: true,
                defaultQuota: 2
            ),
            opensAt: OfficeTime.instant(of: window.first, hour: 9, minute: 0),
            closesBefore: OfficeTime.start(of: afterLast),
            // A project cannot begin while applications are still being taken.
            projectEarliestStart: max(line.starts, afterLast),
            projectLatestEnd: line.ends,
            longestMonths: months,
            documents: text.documents,
            sections: text.sections(amount.mode),
            costCategories: [],
            conformity: text.conformity,
            quality: text.quality,
            qualityThreshold: 30
        )
        if amount.mode == .ceiling { addBudget(to: &terms) }
        return terms
    }

    /// The regulation of the programme.
    static let regulation = "Ministru kabineta 2024. gada 16. jūlija noteikumi Nr. 483"

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year, month, day) ?? .epoch
    }
}

/// What differs between the models of the two kinds.
protocol CallTexts {
    var title: Bilingual { get }
    /// Without the paragraph on the money, which `SupportWords` adds.
    var purpose: Bilingual { get }
    var points: [String] { get }
    var documents: [RequiredDocument] { get }
    func sections(_ mode: CallAmount.Mode) -> [FormSection]
    var conformity: [ConformityCriterion] { get }
    var quality: [QualityCriterion] { get }
}
