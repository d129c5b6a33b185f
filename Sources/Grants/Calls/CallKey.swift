import Foundation

/// Keys of questions, options, documents and criteria: they stand in addresses, form fields and stored answers.
public enum CallKey {
    /// The longest key.
    public static let longest = 40

    /// Names that forms and addresses use themselves.
    public static let reserved: Set<String> = [
        "add", "agree", "check", "document", "field", "files", "form-token", "formtoken", "intake", "key", "language",
        "new", "remove", "revision", "save", "version",
    ]

    /// True for small letters, digits and single hyphens, beginning with a letter, and not reserved.
    public static func isWellShaped(_ key: String) -> Bool {
        guard let first = key.utf8.first, (97...122).contains(first), key.utf8.count <= longest else { return false }
        guard key.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
            return false
        }
        return key.utf8.last != 45 && !key.contains("--") && !reserved.contains(key)
    }

    /// A key made of words, `Kā sadarbosimies?` to `ka-sadarbosimies`, unlike all taken ones.
    public static func make(from words: String, unlike taken: Set<String>) -> String {
        var key = ""
        for scalar in words.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            let isPlain = (97...122).contains(scalar.value) || (48...57).contains(scalar.value)
            if isPlain {
                key.unicodeScalars.append(scalar)
            } else if !scalar.properties.isDiacritic, !key.isEmpty, key.last != "-" {
                key.append("-")
            }
        }
        key = String(key.prefix(longest - 4))
        while key.hasSuffix("-") { key.removeLast() }
        if key.first?.isLetter != true { key = "q-\(key)" }
        while key.hasSuffix("-") { key.removeLast() }
        var candidate = key
        var number = 2
        while taken.contains(candidate) || !isWellShaped(candidate) {
            candidate = "\(key)-\(number)"
            number += 1
        }
        return candidate
    }
}
