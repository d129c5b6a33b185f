/// A text in both languages of the office. Latvian is always there; English falls back to it.
public struct Bilingual: Codable, Sendable, Hashable {
    /// The Latvian text.
    public var lv: String
    /// The English text, possibly empty.
    public var en: String

    /// A text in both languages.
    public init(lv: String, en: String = "") {
        self.lv = lv
        self.en = en
    }

    /// The text for a reader of `lv` or `en`.
    public func text(in language: String) -> String {
        language == "en" && !en.isEmpty ? en : lv
    }
}
