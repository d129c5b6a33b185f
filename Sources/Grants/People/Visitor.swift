/// What a person may do for an organisation.
public enum Role: String, Codable, Sendable, CaseIterable {
    /// Writes applications of a partner (sagatavotājs).
    case editor
    /// Hands applications in; has the right to sign for the partner (paraksttiesīgā persona).
    case signatory
    /// Scores applications (vērtētājs).
    case evaluator
    /// Runs calls at the agency (programmas vadītājs).
    case officer
    /// Follows the money at the agency (finansists).
    case finance
    /// Reads everything, changes nothing (revidents).
    case auditor
    /// Gives accounts and roles of an organisation (administrators).
    case administrator
}

/// A signed-in person acting for one organisation: who every verb is done by.
///
/// A person may belong to several organisations and acts for one of them at a time.
public struct Visitor: Sendable, Hashable {
    /// Who acts.
    public let person: Person
    /// For whom.
    public let organisation: Organisation
    /// What the person may do for that organisation today.
    public let roles: Set<Role>

    /// A signed-in person acting for one organisation.
    public init(person: Person, organisation: Organisation, roles: Set<Role>) {
        self.person = person
        self.organisation = organisation
        self.roles = roles
    }

    /// True for the agency's people, who work in the workplace and not on the applicants' site.
    public var isStaff: Bool {
        organisation.kind == .agency
    }

    /// True if the person has at least one of the roles.
    public func has(_ wanted: Role...) -> Bool {
        !roles.isDisjoint(with: wanted)
    }
}

extension Role {
    /// Whether the role exists in organisations of a kind: the agency has its own, everybody else writes and signs. Evaluators
    /// belong to the agency for the time of their work.
    public func fits(_ kind: Organisation.Kind) -> Bool {
        switch self {
        case .editor, .signatory: kind != .agency
        case .evaluator, .officer, .finance, .auditor: kind == .agency
        case .administrator: true
        }
    }
}
