public import Foundation
public import Money

/// Everything a call says: the content of one version, and of the officer's draft.
///
/// Stored whole as JSON: a version is a document that is published, printed and hashed as one.
public struct CallTerms: Codable, Sendable, Hashable {
    /// The title.
    public var title: Bilingual
    /// What the money is for.
    public var purpose: Bilingual
    /// The acts and points it rests on.
    public var legalBasis: [LegalBasis]
    /// The code of the funding line, `INIC` or `PART`.
    public var fundingLine: String
    /// The money of this call.
    public var moneyAvailable: Euro
    /// What one project may get.
    public var amount: CallAmount
    /// Who may apply.
    public var applicants: ApplicantTerms
    /// The first instant at which applications are taken.
    public var opensAt: Date
    /// The exclusive end: `arrived < closesBefore`. 00:00:00 of the next day, printed as 23:59:59.
    public var closesBefore: Date
    /// Why the call is open for fewer than 30 days; empty if it is not (MK 483 leaves the term to the agency; 30 days is the national pattern).
    public var shortWindowReason: String
    /// The first day a project may begin.
    public var projectEarliestStart: Day
    /// The last day a project may end.
    public var projectLatestEnd: Day
    /// The longest duration of a project in months.
    public var longestMonths: Int
    /// The papers that must come with an application.
    public var documents: [RequiredDocument]
    /// The form.
    public var sections: [FormSection]
    /// What money may be spent on; empty for a lump sum without a budget.
    public var costCategories: [CostCategory]
    /// Yes/no criteria, checked before scoring.
    public var conformity: [ConformityCriterion]
    /// Scored criteria.
    public var quality: [QualityCriterion]
    /// The lowest sum of scores that is not a rejection, if there is one.
    public var qualityThreshold: Int?

    /// Terms of a call.
    public init(
        title: Bilingual,
        purpose: Bilingual,
        legalBasis: [LegalBasis],
        fundingLine: String,
        moneyAvailable: Euro,
        amount: CallAmount,
        applicants: ApplicantTerms,
        opensAt: Date,
        closesBefore: Date,
        shortWindowReason: String = "",
        projectEarliestStart: Day,
        projectLatestEnd: Day,
        longestMonths: Int,
        documents: [RequiredDocument],
        sections: [FormSection],
        costCategories: [CostCategory],
        conformity: [ConformityCriterion],
        quality: [QualityCriterion],
        qualityThreshold: Int? = nil
    ) {
        self.title = title
        self.purpose = purpose
        self.legalBasis = legalBasis
        self.fundingLine = fundingLine
        self.moneyAvailable = moneyAvailable
        self.amount = amount
        self.applicants = applicants
        self.opensAt = opensAt
        self.closesBefore = closesBefore
        self.shortWindowReason = shortWindowReason
        self.projectEarliestStart = projectEarliestStart
        self.projectLatestEnd = projectLatestEnd
        self.longestMonths = longestMonths
        self.documents = documents
        self.sections = sections
        self.costCategories = costCategories
        self.conformity = conformity
        self.quality = quality
        self.qualityThreshold = qualityThreshold
    }

    /// All questions of the form in order.
    public var questions: [Question] {
        sections.flatMap(\.questions)
    }

    /// The question with a key, if the form has it.
    public func question(_ key: String) -> Question? {
        for section in sections {
            if let found = section.questions.first(where: { $0.key == key }) { return found }
        }
        return nil
    }
}

/// An act and its point: `MK 16.07.2024. noteikumi Nr. 483`, `23.5.1.`.
public struct LegalBasis: Codable, Sendable, Hashable {
    /// The act.
    public var document: String
    /// The point, article or annex.
    public var point: String

    /// An act and its point.
    public init(document: String, point: String) {
        self.document = document
        self.point = point
    }

    /// Each act once, with all its points in the order given.
    public static func byAct(_ list: [LegalBasis]) -> [(document: String, points: [String])] {
        var acts: [(document: String, points: [String])] = []
        for basis in list {
            if let index = acts.firstIndex(where: { $0.document == basis.document }) {
                acts[index].points.append(basis.point)
            } else {
                acts.append((basis.document, [basis.point]))
            }
        }
        return acts
    }
}

/// What one project may get: a lump sum, "no more and no less", or up to a ceiling.
public struct CallAmount: Codable, Sendable, Hashable {
    /// How the sum is set.
    public enum Mode: String, Codable, Sendable, CaseIterable {
        /// Exactly the sum; the form asks for an activity plan and no budget.
        case fixed
        /// At most the sum; the form asks for a budget.
        case ceiling
    }

    /// How the sum is set.
    public var mode: Mode
    /// The sum.
    public var sum: Euro

    /// A lump sum or a ceiling.
    public init(mode: Mode, sum: Euro) {
        self.mode = mode
        self.sum = sum
    }
}

/// Who may apply.
public struct ApplicantTerms: Codable, Sendable, Hashable {
    /// Kinds of organisations that may apply.
    public var kinds: [Organisation.Kind]
    /// Only partners whose cooperation agreement is in force on the day of handing in.
    public var agreementRequired: Bool
    /// How many projects one partner may hand in unless it has a quota of its own; nothing means no limit.
    public var defaultQuota: Int?

    /// Who may apply.
    public init(kinds: [Organisation.Kind], agreementRequired: Bool, defaultQuota: Int?) {
        self.kinds = kinds
        self.agreementRequired = agreementRequired
        self.defaultQuota = defaultQuota
    }
}

/// A paper that comes with an application; answered by files under the field `document.KEY`.
public struct RequiredDocument: Codable, Sendable, Hashable {
    /// Small letters, digits and hyphens; unique in the call.
    public var key: String
    /// Its name.
    public var title: Bilingual
    /// What it must hold.
    public var help: Bilingual
    /// False if it only may come.
    public var required: Bool

    /// A paper that comes with an application.
    public init(key: String, title: Bilingual, help: Bilingual, required: Bool) {
        self.key = key
        self.title = title
        self.help = help
        self.required = required
    }

    /// The field under which its files are kept.
    public var field: String {
        "document.\(key)"
    }
}

/// Something money may be spent on.
public struct CostCategory: Codable, Sendable, Hashable {
    /// Small letters, digits and hyphens; unique in the call.
    public var key: String
    /// Its name.
    public var title: Bilingual
    /// At most this share of the total, in basis points.
    public var ceilingShare: Int64?
    /// At most this sum.
    public var ceiling: Euro?

    /// Something money may be spent on.
    public init(key: String, title: Bilingual, ceilingShare: Int64?, ceiling: Euro?) {
        self.key = key
        self.title = title
        self.ceilingShare = ceilingShare
        self.ceiling = ceiling
    }
}

/// A yes/no criterion.
public struct ConformityCriterion: Codable, Sendable, Hashable {
    /// Unique in the call.
    public var key: String
    /// What must hold.
    public var title: Bilingual
    /// Whether the applicant may be asked about it after handing in.
    public var clarifiable: Bool

    /// A yes/no criterion.
    public init(key: String, title: Bilingual, clarifiable: Bool) {
        self.key = key
        self.title = title
        self.clarifiable = clarifiable
    }
}

/// A scored criterion. Scale, weight and thresholds are the call's data; until the agency's rules are entered they are "assumed".
public struct QualityCriterion: Codable, Sendable, Hashable {
    /// Unique in the call.
    public var key: String
    /// What is judged.
    public var title: Bilingual
    /// The highest score, 5 by default.
    public var maximum: Int
    /// Weight in basis points of one, 10 000 by default.
    public var weight: Int64
    /// The lowest score that is not a rejection, if there is one.
    public var threshold: Int?
    /// True until the agency's own rules confirm the criterion: it is then ours, after the predecessor's pattern.
    public var assumed: Bool

    /// A scored criterion.
    public init(
        key: String,
        title: Bilingual,
        maximum: Int = 5,
        weight: Int64 = 10_000,
        threshold: Int?,
        assumed: Bool = false
    ) {
        self.key = key
        self.title = title
        self.maximum = maximum
        self.weight = weight
        self.threshold = threshold
        self.assumed = assumed
    }
}
