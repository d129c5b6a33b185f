public import Money

/// A person with an account.
public struct Person: Sendable, Hashable, Identifiable {
    /// The key of a person.
    public typealias ID = Identifier<Person>

    /// The key.
    public let id: ID
    /// The name as the person writes it.
    public let name: String
    /// The address used to sign in and for mail, in small letters.
    public let email: String
    /// `lv` or `en`.
    public let language: String

    /// A person as stored.
    public init(id: ID, name: String, email: String, language: String) {
        self.id = id
        self.name = name
        self.email = email
        self.language = language
    }
}
