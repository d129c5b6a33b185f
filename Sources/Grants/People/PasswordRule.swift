/// What a password must be: long. No rules on its letters, no changing by the calendar (ASVS 5.0, 6.2).
public enum PasswordRule {
    /// The fewest characters.
    public static let shortest = 15
    /// The most characters; whole sentences are welcome.
    public static let longest = 200

    /// Why a password is not taken.
    public enum Refusal: Error, Sendable, Hashable {
        /// Fewer characters than needed.
        case tooShort(least: Int)
        /// More characters than taken.
        case tooLong(most: Int)
        /// It is the person's name or address, or one character again and again.
        case guessable
    }

    /// Checks a password for a person.
    public static func check(_ password: String, name: String, email: String) throws(Refusal) {
        guard password.count >= shortest else { throw .tooShort(least: shortest) }
        guard password.count <= longest else { throw .tooLong(most: longest) }
        let plain = password.lowercased()
        guard plain != name.lowercased(), plain != email.lowercased(), Set(plain).count >= 5 else { throw .guessable }
    }
}
