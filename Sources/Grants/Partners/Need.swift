/// What a partner needs support for: how many learners there are of a kind (mērķgrupas lielums). Quotas are worked out from it.
public enum NeedKind: String, Sendable, Hashable, CaseIterable {
    /// Learners of grades 1 to 3 with low reading ability (MK 483 p.23.3.1.1).
    case reading
    /// Learners who left grade 9 with a transcript only, or repeat it (p.23.3.1.2).
    case transcript
    /// Learners at risk of leaving school early (p.23.3.1.3).
    case risk
    /// Learners from 13 years who need a mentor (p.23.3.2).
    case mentor
    /// Learners of minorities.
    case minority
    /// All learners.
    case learners

    /// The funding line that is meant for this need, if one is.
    public var line: String? {
        switch self {
        case .reading: "IAP-LAS"
        case .transcript: "IAP-KONS"
        case .risk: "IAP-SPEC"
        case .mentor: "IAP-MENT"
        case .learners: "VEC"
        case .minority: nil
        }
    }
}

/// What one partner needs.
public struct PartnerNeed: Sendable, Hashable {
    /// The partner.
    public let organisation: Organisation.ID
    /// Its name.
    public let name: String
    /// Learners by kind, as last said; a kind of which nothing was said is missing.
    public let learners: [NeedKind: Int]

    /// What one partner needs.
    public init(organisation: Organisation.ID, name: String, learners: [NeedKind: Int]) {
        self.organisation = organisation
        self.name = name
        self.learners = learners
    }

    /// No partner has more learners.
    public static let largest = 200_000
}
