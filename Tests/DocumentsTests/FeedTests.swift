import Documents
import Foundation
import TestKit
import Testing

@Suite("Writing calendars and feeds")
struct FeedTests {
    private let hostile = "Ā; b, c\\d\r\nBEGIN:VEVENT\n\u{1}<&>\"'"

    @Test(
        "a calendar is read back as it was meant",
        .enabled(if: Judges.areInstalled, "deploy/test installs the judges")
    )
    func calendar() async throws {
        let verdict = try await Judges.verdict(
            of: """
                import sys, icalendar
                calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
                for event in calendar.events:
                    print(event["UID"], event["SEQUENCE"], event.start.isoformat(), event["DTSTAMP"].dt.isoformat(), event.errors)
                    print(ascii(str(event["SUMMARY"])), len(event.subcomponents), event["URL"])
                """,
            on: Array(written.utf8),
            suffix: "ics"
        )
        #expect(
            verdict == """
                sk-inic-1.closing@kopiena 2 2026-11-30T21:59:59+00:00 2026-10-01T06:00:00+00:00 []
                '\\u0100; b, c\\\\d\\nBEGIN:VEVENT\\n<&>"\\'' 1 https://example.org/calls/SK-INIC-1?x=y

                """
        )
    }

    @Test("a calendar has lines of at most 75 octets and never breaks a letter")
    func folding() {
        let lines = written.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(written.replacing("\r\n ", with: "").contains(String(repeating: "ž", count: 200)))
        #expect(!written.unicodeScalars.contains("\u{FFFD}"))
    }

    @Test("one second gives one text: the same calendar twice is the same bytes")
    func stable() {
        #expect(written == written)
    }

    @Test(
        "a feed escapes what it says and takes the newest change",
        .enabled(if: Judges.areInstalled, "deploy/test installs the judges")
    )
    func atom() async throws {
        let feed = AtomFeed(
            id: "tag:example.org,2026:calls",
            title: hostile,
            language: "lv",
            author: "VIAA",
            address: "https://example.org/calls.atom?a=1&b=2",
            page: "https://example.org/calls",
            since: Date(timeIntervalSince1970: 0),
            entries: [entry("a", updated: 1_000), entry("b", updated: 2_000)]
        )
        let verdict = try await Judges.verdict(
            of: """
                import sys
                import xml.etree.ElementTree as tree
                feed = tree.parse(sys.argv[1]).getroot()
                name = "{http://www.w3.org/2005/Atom}"
                print(feed.find(name + "updated").text, ascii(feed.find(name + "title").text))
                print([e.find(name + "id").text for e in feed.iter(name + "entry")], feed.find(name + "link").get("href"))
                """,
            on: Array(feed.written().utf8),
            suffix: "atom"
        )
        #expect(
            verdict == """
                1970-01-01T00:33:20Z '\\u0100; b, c\\\\d\\r\\nBEGIN:VEVENT\\n\\ufffd<&>"\\''
                ['a', 'b'] https://example.org/calls.atom?a=1&b=2

                """
        )
    }

    private func entry(_ id: String, updated: Double) -> AtomFeed.Entry {
        AtomFeed.Entry(
            id: id,
            title: hostile,
            page: "https://example.org/\(id)",
            published: Date(timeIntervalSince1970: 0),
            updated: Date(timeIntervalSince1970: updated),
            summary: hostile
        )
    }

    private var written: String {
        CalendarFeed(
            name: "Konkursi",
            language: "lv",
            events: [
                .init(
                    id: "sk-inic-1.closing@kopiena",
                    revision: 2,
                    changed: Date(timeIntervalSince1970: 1_790_834_400),
                    at: Date(timeIntervalSince1970: 1_796_075_999),
                    summary: hostile,
                    description: String(repeating: "ž", count: 200),
                    page: "https://example.org/calls/SK-INIC-1?x=y",
                    reminderDays: 7
                )
            ]
        ).written()
    }
}
