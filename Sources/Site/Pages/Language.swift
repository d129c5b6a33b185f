/// The languages of the site, Latvian first.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// Latvian, the language of the office.
    case lv
    /// English, beside it on every page.
    case en

    /// The other one, for the switch in the page's head.
    public var other: Language {
        switch self {
        case .lv: .en
        case .en: .lv
        }
    }
}
