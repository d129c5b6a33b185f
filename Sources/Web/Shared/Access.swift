public import Grants
import Site

/// Who may call a route. Every route names it; what it does not name is refused.
public enum Access: Sendable, Hashable {
    /// Everybody, signed in or not.
    case anyone
    /// Everybody signed in, even before an organisation is chosen.
    case signedIn
    /// People who write or hand in applications for a partner.
    case applicant
    /// People who may sign for a partner.
    case signatory
    /// The agency's people with at least one of the roles.
    case agency(Set<Role>)

    /// The agency's people with at least one of the roles; with none given, everybody who works with the calls.
    public static func staff(_ roles: Role...) -> Access {
        .agency(roles.isEmpty ? [.officer, .finance, .auditor, .administrator] : Set(roles))
    }

    /// The agency's people who read what was handed in; administrators give accounts and read nothing.
    public static let readers: Access = .staff(.officer, .finance, .auditor)

    /// What becomes of a request.
    enum Verdict: Equatable {
        case welcome
        /// Sign in first.
        case stranger
        /// Say first for which organisation.
        case undecided
        /// Known, and not allowed to do this.
        case forbidden
        /// For this visitor there is no such page.
        case nothingHere
    }

    /// Judges somebody signed in, or nobody.
    func verdict(on signedIn: SignedIn?) -> Verdict {
        if self == .anyone { return .welcome }
        guard let signedIn else { return .stranger }
        if self == .signedIn { return .welcome }
        guard let visitor = signedIn.visitor else { return signedIn.organisations > 0 ? .undecided : .nothingHere }
        switch self {
        case .anyone, .signedIn:
            return .welcome
        case .applicant:
            return !visitor.isStaff && visitor.has(.editor, .signatory) ? .welcome : .nothingHere
        case .signatory:
            guard !visitor.isStaff, visitor.has(.editor, .signatory) else { return .nothingHere }
            return visitor.has(.signatory) ? .welcome : .forbidden
        case .agency(let roles):
            guard visitor.isStaff else { return .nothingHere }
            return visitor.roles.isDisjoint(with: roles) ? .forbidden : .welcome
        }
    }
}
