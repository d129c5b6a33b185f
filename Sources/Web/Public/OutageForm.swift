import Foundation
import Grants
import Money
import Site
import Store

/// The announcement of an outage as it was filled in.
struct OutageForm {
    /// A moment as typed: three fields of a date and a time of day.
    struct Moment {
        var day = ""
        var month = ""
        var year = ""
        var time = ""

        /// The instant, if the calendar and the clock have it.
        var instant: Date? {
            guard let day = Day(typed: "\(day).\(month).\(year)") else { return nil }
            guard let clock = time.wholeMatch(of: /([01]?\d|2[0-3])[:.]([0-5]\d)/) else { return nil }
            guard let hour = Int(clock.1), let minute = Int(clock.2) else { return nil }
            return OfficeTime.instant(of: day, hour: hour, minute: minute)
        }
    }

    private var from = Moment()
    private var until = Moment()
    private var reason = Bilingual(lv: "")

    /// An empty form.
    init() {}

    /// What was sent.
    init(_ form: Form) {
        from = Self.moment("from", form)
        until = Self.moment("until", form)
        reason = Bilingual(lv: form.trimmed("reasonLV"), en: form.trimmed("reasonEN"))
    }

    private static func moment(_ name: String, _ form: Form) -> Moment {
        Moment(
            day: form.trimmed("\(name).day"),
            month: form.trimmed("\(name).month"),
            year: form.trimmed("\(name).year"),
            time: form.trimmed("\(name)Time")
        )
    }

    /// The plan, or what keeps it from being one.
    func plan(key: UUID, now: Date, texts: Texts) -> (OutagePlan?, [FormError]) {
        var errors: [FormError] = []
        func wrong(_ field: String, _ key: String) {
            errors.append(FormError(field: field, sentence: texts("outages.\(key)")))
        }
        if from.instant == nil { wrong("from", "moment_wrong") }
        if until.instant == nil { wrong("until", "moment_wrong") }
        if let starts = from.instant, starts <= now { wrong("from", "from_past") }
        if let starts = from.instant, let ends = until.instant {
            if ends <= starts { wrong("until", "until_early") }
            if ends > starts.addingTimeInterval(14 * 86_400) { wrong("until", "until_late") }
        }
        if reason.lv.isEmpty { wrong("reasonLV", "reason_missing") }
        if reason.lv.unicodeScalars.count > 500 { wrong("reasonLV", "reason_long") }
        if reason.en.unicodeScalars.count > 500 { wrong("reasonEN", "reason_long") }
        guard errors.isEmpty, let starts = from.instant, let ends = until.instant else { return (nil, errors) }
        return (OutagePlan(key: key, starts: starts, ends: ends, reason: reason), [])
    }

    func view(_ errors: [FormError], _ page: PageContext) -> View {
        let texts = page.texts
        func field(_ name: String, hint: String? = nil, isOptional: Bool = false) -> Field {
            let error = errors.first { $0.field == name }?.sentence
            let words = hint.map { texts("outages.\($0)") }
            return Field(name, label: texts("outages.\(name)"), hint: words, error: error, isOptional: isOptional)
        }
        return [
            "key": page.formKey,
            "from": field("from", hint: "day_hint").date(day: from.day, month: from.month, year: from.year),
            "fromTime": field("fromTime", hint: "time_hint").text(from.time, width: "w4"),
            "until": field("until").date(day: until.day, month: until.month, year: until.year),
            "untilTime": field("untilTime", hint: "time_hint").text(until.time, width: "w4"),
            "reasonLV": field("reasonLV").textArea(reason.lv, rows: 2),
            "reasonEN": field("reasonEN", isOptional: true).textArea(reason.en, rows: 2),
        ]
    }
}
