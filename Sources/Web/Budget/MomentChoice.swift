import Budget
import Foundation
import Money
import Site

/// When a page of the budget is looked at, as its address says it: now, at the end of a day by the days on which moves count, or by
/// what was recorded at an instant. Typed text included, right or wrong.
struct MomentChoice {
    /// Names of the fields of an address.
    private static let (asOf, knownAt) = ("as-of", "known-at")

    private let typedDay: String
    private let typedInstant: String
    /// What the page shows; now, if what was typed cannot be understood.
    let moment: Budget.Moment

    init(_ query: Form) {
        typedDay = String(query.trimmed(Self.asOf).prefix(60))
        typedInstant = String(query.trimmed(Self.knownAt).prefix(60))
        if typedInstant.isEmpty, let day = Self.day(typedDay) {
            moment = .asOf(day)
        } else if typedDay.isEmpty, let instant = Self.instant(typedInstant) {
            // Pages print seconds: what was recorded in that second was known.
            moment = .knownAt(instant.addingTimeInterval(0.999))
        } else {
            moment = .now
        }
    }

    var isNow: Bool { moment == .now }

    /// What an address must say to be looked at in the same moment.
    var fields: [(name: String, value: String)] {
        switch moment {
        case .now: []
        case .asOf(let day): [(Self.asOf, day.iso)]
        case .knownAt(let instant): [(Self.knownAt, String(Texts.machineInstant(instant).prefix(19)))]
        }
    }

    /// The address of another page, looked at in the same moment.
    func address(_ path: String) -> String {
        guard !isNow else { return path }
        let parts = path.split(separator: "#", maxSplits: 1)
        let query = fields.map { "\($0.name)=\($0.value.urlEncoded)" }.joined(separator: "&")
        let whole = "\(parts[0])\(parts[0].contains("?") ? "&" : "?")\(query)"
        return parts.count < 2 ? whole : "\(whole)#\(parts[1])"
    }

    /// The moment in words, for headings, captions and files.
    func sentence(_ texts: Texts) -> String {
        switch moment {
        case .now: texts("moment.now")
        case .asOf(let day):
            texts("moment.as_of", ["day": texts.date(year: day.year, month: day.month, day: day.day)])
        case .knownAt(let instant): texts("moment.known_at", ["instant": texts.instant(instant)])
        }
    }

    /// For `budget/moment`, under the name `moment`.
    /// - Parameters:
    ///   - path: the page itself.
    ///   - kept: the other fields of its address.
    func view(_ texts: Texts, _ path: String, keeping kept: [(name: String, value: String)] = []) -> View {
        let query = kept.map { "\($0.name)=\($0.value.urlEncoded)" }.joined(separator: "&")
        let isMisread = isNow && !(typedDay.isEmpty && typedInstant.isEmpty)
        return [
            "isNow": isNow, "isOpen": isMisread, "sentence": sentence(texts), "action": path,
            "nowHref": query.isEmpty ? path : "\(path)?\(query)",
            "kept": kept.map { field -> View in ["name": field.name, "value": field.value] },
            "dayField": field(Self.asOf, "day", shownDay(texts), fault: dayFault, texts),
            "instantField": field(Self.knownAt, "instant", shownInstant(texts), fault: instantFault, texts),
        ]
    }

    private func field(_ name: String, _ key: String, _ value: String, fault: String?, _ texts: Texts) -> View {
        Field(
            name,
            label: texts("moment.\(key)"),
            hint: texts("moment.\(key)_hint"),
            error: fault.map { texts("moment.\($0)") }
        ).text(value, width: "w20", autocomplete: "off")
    }

    /// Nothing counts outside this century.
    private static func day(_ text: String) -> Day? {
        Day(typed: text).flatMap { (2000...2099).contains($0.year) ? $0 : nil }
    }

    private static func instant(_ text: String) -> Date? {
        OfficeTime.instant(typed: text).flatMap { (2000...2099).contains(OfficeTime.day(of: $0).year) ? $0 : nil }
    }

    private var dayFault: String? {
        typedDay.isEmpty || Self.day(typedDay) != nil ? nil : "day_wrong"
    }

    private var instantFault: String? {
        guard !typedInstant.isEmpty else { return nil }
        guard Self.instant(typedInstant) != nil else { return "instant_wrong" }
        return typedDay.isEmpty ? nil : "both"
    }

    private func shownDay(_ texts: Texts) -> String {
        guard case .asOf(let day) = moment else { return typedDay }
        return texts.date(year: day.year, month: day.month, day: day.day)
    }

    private func shownInstant(_ texts: Texts) -> String {
        guard case .knownAt(let instant) = moment else { return typedInstant }
        return "\(texts.date(instant)) \(texts.time(instant))"
    }
}
