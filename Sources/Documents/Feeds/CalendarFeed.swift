public import Foundation

/// A calendar to subscribe to (RFC 5545): instants that matter.
public struct CalendarFeed: Sendable {
    /// Its name.
    public let name: String
    /// `lv` or `en`.
    public let language: String
    /// What happens when.
    public let events: [Event]

    /// A calendar to subscribe to.
    public init(name: String, language: String, events: [Event]) {
        self.name = name
        self.language = language
        self.events = events
    }

    /// One instant that matters.
    public struct Event: Sendable {
        /// Never changes, so that a program that has the event updates it: `sk-inic-1.closing@kopiena`.
        public let id: String
        /// Raised whenever the event changes.
        public let revision: Int
        /// When it last changed.
        public let changed: Date
        /// When it is.
        public let at: Date
        /// What happens.
        public let summary: String
        /// More about it.
        public let description: String
        /// Where to read on.
        public let page: String
        /// Days before, on which a program should remind of it; nothing for no reminder.
        public let reminderDays: Int?

        /// One instant that matters.
        public init(
            id: String,
            revision: Int,
            changed: Date,
            at: Date,
            summary: String,
            description: String,
            page: String,
            reminderDays: Int? = nil
        ) {
            self.id = id
            self.revision = revision
            self.changed = changed
            self.at = at
            self.summary = summary
            self.description = description
            self.page = page
            self.reminderDays = reminderDays
        }
    }

    /// The calendar as text.
    public func written() -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kopiena//Kopiena//\(language.uppercased())",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(name.inCalendar)", "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        ]
        for event in events {
            lines += [
                "BEGIN:VEVENT", "UID:\(event.id.inCalendar)", "SEQUENCE:\(event.revision)",
                "DTSTAMP:\(event.changed.inCalendar)", "LAST-MODIFIED:\(event.changed.inCalendar)",
                "DTSTART:\(event.at.inCalendar)", "SUMMARY;LANGUAGE=\(language):\(event.summary.inCalendar)",
                "DESCRIPTION;LANGUAGE=\(language):\(event.description.inCalendar)",
                "URL:\(event.page.inCalendarAddress)",
                "TRANSP:TRANSPARENT",
            ]
            if let days = event.reminderDays {
                lines += [
                    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P\(days)D", "DESCRIPTION:\(event.summary.inCalendar)",
                    "END:VALARM",
                ]
            }
            lines.append("END:VEVENT")
        }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) }.joined()
    }

    /// A line of at most 75 octets, continued on lines that begin with a space; never broken within a character.
    private static func folded(_ line: String) -> String {
        var result = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if octets + width > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(scalar)
            octets += width
        }
        return result + "\r\n"
    }
}

extension String {
    /// A text value: backslash, semicolon, comma and line ends escaped, other control characters left out.
    fileprivate var inCalendar: String {
        var result = ""
        var scalars = unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\r":
                if scalars.first == "\n" { scalars.removeFirst() }
                result += "\\n"
            case "\n", "\u{2028}", "\u{2029}": result += "\\n"
            case "\t": result += "\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// An address: never with a line end in it.
    fileprivate var inCalendarAddress: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
    }
}

extension Date {
    /// `20261130T215959Z`.
    fileprivate var inCalendar: String {
        let clock = WallClock(self, in: .gmt)
        let day = "\(clock.year.padded(4))\(clock.month.padded(2))\(clock.day.padded(2))"
        return "\(day)T\(clock.hour.padded(2))\(clock.minute.padded(2))\(clock.second.padded(2))Z"
    }
}
