public import Foundation

/// A person with a session, whether or not an organisation to act for has been chosen yet.
public struct SignedIn: Sendable, Hashable {
    /// Who.
    public let person: Person
    /// The person acting for an organisation; absent while none is chosen or the person has no role there any more.
    public let visitor: Visitor?
    /// How many organisations the person may act for today.
    public let organisations: Int
    /// When the session ends if it is not used again.
    public let endsAt: Date

    /// A person with a session.
    public init(person: Person, visitor: Visitor?, organisations: Int, endsAt: Date) {
        self.person = person
        self.visitor = visitor
        self.organisations = organisations
        self.endsAt = endsAt
    }
}
