public import Foundation

/// A feed of news (RFC 4287).
public struct AtomFeed: Sendable {
    /// Never changes, wherever the feed is served from.
    public let id: String
    /// Its title.
    public let title: String
    /// `lv` or `en`.
    public let language: String
    /// Who publishes it.
    public let author: String
    /// The address of the feed.
    public let address: String
    /// The address of the page that it follows.
    public let page: String
    /// When nothing has been published yet: since when the feed stands.
    public let since: Date
    /// The news, newest first.
    public let entries: [Entry]

    /// A feed of news.
    public init(
        id: String,
        title: String,
        language: String,
        author: String,
        address: String,
        page: String,
        since: Date,
        entries: [Entry]
    ) {
        self.id = id
        self.title = title
        self.language = language
        self.author = author
        self.address = address
        self.page = page
        self.since = since
        self.entries = entries
    }

    /// One piece of news.
    public struct Entry: Sendable {
        /// Never changes.
        public let id: String
        /// Its title.
        public let title: String
        /// The address of its page.
        public let page: String
        /// When it was first published.
        public let published: Date
        /// When it last changed.
        public let updated: Date
        /// What it says, plain text.
        public let summary: String

        /// One piece of news.
        public init(id: String, title: String, page: String, published: Date, updated: Date, summary: String) {
            self.id = id
            self.title = title
            self.page = page
            self.published = published
            self.updated = updated
            self.summary = summary
        }
    }

    /// The feed as XML.
    public func written() -> String {
        let updated = entries.map(\.updated).max() ?? since
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.inXML)">
            <id>\(id.inXML)</id>
            <title>\(title.inXML)</title>
            <updated>\(updated.inAtom)</updated>
            <author><name>\(author.inXML)</name></author>
            <link rel="self" type="application/atom+xml" href="\(address.inXML)"/>
            <link rel="alternate" type="text/html" href="\(page.inXML)"/>

            """
        for entry in entries {
            xml += """
                <entry>
                <id>\(entry.id.inXML)</id>
                <title>\(entry.title.inXML)</title>
                <link rel="alternate" type="text/html" href="\(entry.page.inXML)"/>
                <published>\(entry.published.inAtom)</published>
                <updated>\(entry.updated.inAtom)</updated>
                <summary>\(entry.summary.inXML)</summary>
                </entry>

                """
        }
        return xml + "</feed>\n"
    }
}

extension Date {
    /// `2026-11-30T21:59:59Z`.
    fileprivate var inAtom: String {
        let clock = WallClock(self, in: .gmt)
        let day = "\(clock.year.padded(4))-\(clock.month.padded(2))-\(clock.day.padded(2))"
        return "\(day)T\(clock.hour.padded(2)):\(clock.minute.padded(2)):\(clock.second.padded(2))Z"
    }
}
