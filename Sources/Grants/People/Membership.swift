/// An organisation a person may act for, and what as.
public struct Membership: Sendable, Hashable {
    /// The organisation.
    public let organisation: Organisation
    /// What the person may do for it today.
    public let roles: Set<Role>

    /// An organisation with a person's roles in it.
    public init(organisation: Organisation, roles: Set<Role>) {
        self.organisation = organisation
        self.roles = roles
    }
}
