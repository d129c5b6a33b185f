/// The 11-digit number of a legal person in the Latvian Enterprise Register (reģistrācijas numurs).
public struct RegistrationNumber: Sendable, Hashable {
    /// Why a text is no such number.
    public enum Flaw: String, Error, Sendable, Hashable, CaseIterable, Codable {
        /// Not exactly 11 digits.
        case length
        /// Begins like a personal code of a natural person (0 to 3), which we must not keep.
        case naturalPerson
        /// The last digit does not fit the others: most likely a slip of the finger.
        case checkDigit
    }

    /// The 11 digits.
    public let digits: String

    /// Reads a number as people type or paste it: spaces, hyphens and the VAT prefix `LV` do not matter.
    public init(typed text: String) throws(Flaw) {
        let digits = Self.tidied(text)
        let values = digits.utf8.map { Int($0) - 48 }
        guard values.count == 11, values.allSatisfy({ (0...9).contains($0) }) else { throw .length }
        guard values[0] > 3 else { throw .naturalPerson }
        let weighted = zip(values, Self.weights).map { $0 * $1 }
        guard weighted.reduce(0, +) % 11 == 3 else { throw .checkDigit }
        self.digits = digits
    }

    /// The text without spaces, hyphens and the VAT prefix; whatever else was typed stays.
    public static func tidied(_ text: String) -> String {
        let kept = text.filter { !$0.isWhitespace && !"-–\u{200B}".contains($0) }
        return kept.uppercased().hasPrefix("LV") ? String(kept.dropFirst(2)) : kept
    }

    private static let weights = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]
}

/// The 10-digit number of a school in the register of education institutions (izglītības iestādes reģistrācijas numurs).
public struct EducationRegisterNumber: Sendable, Hashable {
    /// The 10 digits.
    public let digits: String

    /// Reads a number as people type it; nothing if it has other than 10 digits.
    public init?(typed text: String) {
        let digits = RegistrationNumber.tidied(text)
        guard digits.utf8.count == 10, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.digits = digits
    }
}
