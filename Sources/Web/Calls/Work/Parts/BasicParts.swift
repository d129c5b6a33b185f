import Foundation
import Grants
import Money
import Site

/// Title, purpose, acts.
struct TextsPart: CallPart {
    let name = "texts"

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        let acts = [words.field("document", .line(width: "")), words.field("point", .line(width: "w8"))]
        return words.bilingual("title") + words.bilingual("purpose", rows: 10) + [words.field("acts", .rows(acts))]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values.set("title", terms.title)
        values.set("purpose", terms.purpose)
        for (index, act) in terms.legalBasis.enumerated() {
            values.set("acts", row: index, ["document": act.document, "point": act.point])
        }
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        terms.title = reader.bilingual("title", longest: 200)
        terms.purpose = reader.bilingual("purpose", longest: 5_000, optional: true)
        terms.legalBasis = reader.rows("acts", asking: ["document", "point"]).map { index, row in
            for column in ["document", "point"] { _ = reader.text("acts.\(index).\(column)", longest: 300) }
            return LegalBasis(document: row["document"] ?? "", point: row["point"] ?? "")
        }
    }
}

/// The line, the money of the call, what one project may get.
struct MoneyPart: CallPart {
    let name = "money"

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        let lines = desk.lines.map { line in
            Field.Choice(
                value: line.code,
                label: "\(line.code) – \(desk.text(line.name)), \(desk.texts.money(line.money.cents))"
            )
        }
        return [
            words.field("line", .select(lines)),
            words.field("available", .money),
            words.field("mode", .radios(words.choices("mode", CallAmount.Mode.allCases.map(\.rawValue)))),
            words.field("sum", .money),
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values["line"] = terms.fundingLine
        values["available"] = terms.moneyAvailable.plain
        values["mode"] = terms.amount.mode.rawValue
        values["sum"] = terms.amount.sum.plain
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        terms.fundingLine = reader.text("line", longest: 40)
        terms.moneyAvailable = reader.money("available") ?? terms.moneyAvailable
        terms.amount.sum = reader.money("sum") ?? terms.amount.sum
        let modes = CallAmount.Mode.allCases.map(\.rawValue)
        guard let mode = reader.choice("mode", of: modes).flatMap(CallAmount.Mode.init(rawValue:)) else { return }
        guard mode != terms.amount.mode else { return }
        terms.amount.mode = mode
        switch mode {
        case .ceiling: CallTemplate.addBudget(to: &terms)
        case .fixed: CallTemplate.removeBudget(from: &terms)
        }
    }
}

/// Who may apply.
struct ApplicantsPart: CallPart {
    let name = "applicants"
    private static let kinds: [Organisation.Kind] = [.municipality, .school, .vocational, .association]

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return [
            words.field("kinds", .checkboxes(words.choices("kinds", Self.kinds.map(\.rawValue)))),
            words.field("agreement", .radios(words.choices("agreement", ["yes", "no"]))),
            words.field("quota", optional: true, .number(unit: nil)),
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values.set("kinds", all: terms.applicants.kinds.map(\.rawValue))
        values["agreement"] = terms.applicants.agreementRequired ? "yes" : "no"
        values["quota"] = terms.applicants.defaultQuota.map(String.init) ?? ""
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let chosen = Set(reader.values.all("kinds"))
        terms.applicants.kinds = Self.kinds.filter { chosen.contains($0.rawValue) }
        if terms.applicants.kinds.isEmpty { reader.refuse("kinds", "choose_one") }
        terms.applicants.agreementRequired = reader.choice("agreement", of: ["yes", "no"]) == "yes"
        terms.applicants.defaultQuota = reader.count("quota", in: 1...QuotaRefusal.largest)
    }
}

/// When applications are taken and when projects run.
struct DatesPart: CallPart {
    let name = "dates"

    func fields(_ desk: PartDesk) -> [PartField] {
        let words = desk.words(name)
        return [
            words.field("opens", .date), words.field("opens_time", .code(width: "w4")), words.field("closes", .date),
            words.field("short", optional: true, .area(rows: 3)), words.field("start", .date),
            words.field("end", .date),
            words.field("months", .number(unit: desk.texts("calls.parts.dates.months_unit"))),
        ]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values.set("opens", OfficeTime.day(of: terms.opensAt))
        let clock = OfficeTime.calendar.dateComponents([.hour, .minute], from: terms.opensAt)
        let minute = clock.minute ?? 0
        values["opens_time"] = "\(clock.hour ?? 0):\(minute < 10 ? "0" : "")\(minute)"
        values.set("closes", OfficeTime.day(of: terms.closesBefore.addingTimeInterval(-1)))
        values["short"] = terms.shortWindowReason
        values.set("start", terms.projectEarliestStart)
        values.set("end", terms.projectLatestEnd)
        values["months"] = String(terms.longestMonths)
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        let opens = reader.day("opens")
        let time = reader.time("opens_time")
        if let opens, let time { terms.opensAt = OfficeTime.instant(of: opens, hour: time.hour, minute: time.minute) }
        if let last = reader.day("closes") {
            // An end typed as it was shown stays as it was, to the second.
            if last != OfficeTime.day(of: terms.closesBefore.addingTimeInterval(-1)) {
                terms.closesBefore = OfficeTime.start(of: last.adding(days: 1) ?? last)
            }
            if terms.closesBefore <= terms.opensAt { reader.refuse("closes", "closes_before_opening") }
        }
        terms.shortWindowReason = reader.text("short", longest: 2_000)
        terms.projectEarliestStart = reader.day("start") ?? terms.projectEarliestStart
        terms.projectLatestEnd = reader.day("end") ?? terms.projectLatestEnd
        if terms.projectLatestEnd < terms.projectEarliestStart { reader.refuse("end", "ends_before_start") }
        terms.longestMonths = reader.count("months", in: 1...120, optional: false) ?? terms.longestMonths
    }
}

/// The lowest sum of scores.
struct ScoringPart: CallPart {
    let name = "scoring"

    func fields(_ desk: PartDesk) -> [PartField] {
        [desk.words(name).field("threshold", optional: true, .number(unit: nil))]
    }

    func values(of terms: CallTerms) -> PartValues? {
        var values = PartValues()
        values["threshold"] = terms.qualityThreshold.map(String.init) ?? ""
        return values
    }

    func apply(_ reader: inout PartReader, to terms: inout CallTerms) {
        terms.qualityThreshold = reader.count("threshold", in: 0...3_000)
    }
}
