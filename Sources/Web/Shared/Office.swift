public import Documents
public import Foundation
public import Site
public import Store

/// All that the pages work with, put together once at start.
public struct Office: Sendable {
    /// What the office can do with its files.
    public let stores: Stores
    /// Pages, texts, style sheets.
    public let templates: Templates
    /// What is set for this installation.
    public let settings: OfficeSettings
    /// Prints papers for everybody and keeps them.
    public let papers: PaperShelf
    /// The clock, cut to milliseconds.
    public let now: @Sendable () -> Date
    /// Gives the keys of forms.
    public let newKey: @Sendable () -> UUID
    /// Whether pages announce a planned interruption.
    public let banner: OutageBanner
    /// The requests under way.
    public let traffic = Traffic()

    /// An office.
    public init(
        stores: Stores,
        templates: Templates,
        settings: OfficeSettings,
        now: @escaping @Sendable () -> Date,
        papers: PaperShelf = PaperShelf(LetterPress(LetterPress.Settings())),
        newKey: @escaping @Sendable () -> UUID = { UUID() },
        banner: OutageBanner = OutageBanner()
    ) {
        self.stores = stores
        self.templates = templates
        self.settings = settings
        self.papers = papers
        self.now = now
        self.newKey = newKey
        self.banner = banner
    }
}

/// What is set for an installation and seen on its pages.
public struct OfficeSettings: Sendable {
    /// Where the site is seen from outside, without a slash at the end: `https://kopiena.example.lv`.
    public var origin: String
    /// Whether the data are a demonstration; every page says so.
    public var isDemo: Bool
    /// Proxies that may say where a request came from.
    public var proxies: TrustedProxies
    /// How long an ordinary request may take.
    public var patience: Duration

    /// Settings, by default of a site on one's own machine.
    public init(
        origin: String = "http://127.0.0.1:8080",
        isDemo: Bool = false,
        proxies: TrustedProxies = .none,
        patience: Duration = .seconds(30)
    ) {
        self.origin = origin
        self.isDemo = isDemo
        self.proxies = proxies
        self.patience = patience
    }
}
