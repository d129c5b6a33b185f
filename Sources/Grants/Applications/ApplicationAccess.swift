extension Visitor {
    /// Whether this person writes applications of the organisation acted for.
    public var writesApplications: Bool {
        !isStaff && has(.editor, .signatory)
    }

    /// Whether this person reads what was handed in, at the agency. Drafts stay the applicant's own: staff see their titles
    /// and count them, and nothing more.
    public var readsSubmissions: Bool {
        isStaff && has(.officer, .finance, .auditor)
    }
}

/// Why an application is not begun.
public enum StartRefusal: Error, Sendable, Hashable {
    /// Only editors and signatories of an applicant begin applications.
    case notEditor
    /// The form's key was used before for something else.
    case keyUsedOtherwise
    /// These conditions do not hold.
    case notEligible([EligibilityFinding])
    /// The applicant has that many unfinished applications to this call already.
    case tooManyUnfinished(limit: Int)
}

extension Application {
    /// How many applications that are not handed in an applicant may have to one call: more than any quota asks for, and few enough
    /// that nobody fills the office with empty ones.
    public static let mostUnfinished = 50
}
