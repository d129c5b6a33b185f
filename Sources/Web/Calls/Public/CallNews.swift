import Documents
import Foundation
import Grants
import Money
import Site
import Store

/// Calls as news and as dates for a calendar.
struct CallNews {
    let texts: Texts
    /// The address of the site without a slash at its end, `https://kopiena.example`.
    let site: String

    private var words: CallWords { CallWords(texts: texts) }

    /// The feed: every version, every extension for all and a cancellation is a piece of news.
    func feed(_ news: [CallNewsItem]) -> AtomFeed {
        AtomFeed(
            id: "\(Self.space)calls:\(texts.language.rawValue)",
            title: texts("publiccalls.feed.title"),
            language: texts.language.rawValue,
            author: texts("publiccalls.feed.author"),
            address: "\(site)/calls.atom?lang=\(texts.language.rawValue)",
            page: "\(site)/calls?lang=\(texts.language.rawValue)",
            since: Self.start,
            entries: news.map { entry($0) }
        )
    }

    private func entry(_ item: CallNewsItem) -> AtomFeed.Entry {
        var values = ["number": item.number, "closes": words.end(item.closesBefore)]
        let id: String
        var title = words.text(item.title)
        let summary: String
        switch item.event {
        case .published(let version, let note, let opensAt, let money):
            values["version"] = String(version)
            values["note"] = note
            values["opens"] = texts.instant(opensAt)
            values["money"] = texts.money(money.cents)
            id = "version:\(version)"
            summary = texts("publiccalls.feed.summary_\(version == 1 ? "first" : "changed")", values)
        case .extended(let key, let reason):
            values["reason"] = reason
            id = "extension:\(key)"
            title = texts("publiccalls.feed.title_extended", ["title": title])
            summary = texts("publiccalls.feed.summary_extended", values)
        case .cancelled(let reason):
            values["reason"] = reason
            id = "cancellation"
            title = texts("publiccalls.feed.title_cancelled", ["title": title])
            summary = texts("publiccalls.feed.summary_cancelled", values)
        }
        return AtomFeed.Entry(
            id: "\(Self.space)\(item.number):\(id):\(texts.language.rawValue)",
            title: title,
            page: "\(site)/calls/\(item.number)?lang=\(texts.language.rawValue)",
            published: item.at,
            updated: item.at,
            summary: summary
        )
    }

    /// The calendar: when each call opens and its last second.
    func calendar(_ calls: [PublishedCall], _ news: [CallNewsItem]) -> CalendarFeed {
        let standing = calls.filter { $0.cancelledReason == nil }
        return CalendarFeed(
            name: texts("publiccalls.calendar.name"),
            language: texts.language.rawValue,
            events: standing.flatMap { call in events(of: call, news.filter { $0.number == call.call.number }) }
        )
    }

    private func events(of call: PublishedCall, _ news: [CallNewsItem]) -> [CalendarFeed.Event] {
        let values = [
            "number": call.call.number, "opens": texts.instant(call.terms.opensAt),
            "closes": words.end(call.closesBefore),
        ]
        func event(_ what: String, at: Date, reminderDays: Int?) -> CalendarFeed.Event {
            CalendarFeed.Event(
                id: "\(call.call.number.lowercased()).\(what)@kopiena",
                revision: max(0, news.count - 1),
                changed: news.map(\.at).max() ?? call.version.publishedAt,
                at: at,
                summary: texts("publiccalls.calendar.\(what)", ["title": words.text(call.terms.title)]),
                description: texts("publiccalls.calendar.description", values),
                page: site + call.address,
                reminderDays: reminderDays
            )
        }
        return [
            event("opens", at: call.terms.opensAt, reminderDays: nil),
            event("closes", at: call.closesBefore.addingTimeInterval(-1), reminderDays: 7),
        ]
    }

    /// The beginning of every identifier (RFC 4151): never changes, whatever the address of the site becomes.
    private static let space = "tag:viaa.gov.lv,2024:kopiena:"
    /// The regulation of the programme came into force then; nothing is older.
    private static let start = Date(timeIntervalSince1970: 1_721_336_400)
}
