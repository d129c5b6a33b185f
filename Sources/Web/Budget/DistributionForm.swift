import Budget
import Foundation
import Grants
import Money
import Site
import Store

/// A distribution as it was filled in, and what the rule makes of it.
struct DistributionForm {
    /// What an officer wants, whole.
    struct Wish {
        /// Of every partner.
        let quotas: [Organisation.ID: Int64]
        /// Whose quotas are new.
        let changed: Set<Organisation.ID>
        let working: DistributionWorking
        let effective: Day
        let reason: String
    }

    let matter: DistributionMatter
    let page: PageContext
    private let values: Form

    /// - Parameter values: what was sent; on the first look what stands in the address.
    init(_ matter: DistributionMatter, _ values: Form, _ page: PageContext) {
        (self.matter, self.values, self.page) = (matter, values, page)
    }

    var texts: Texts { page.texts }
    var unit: QuotaUnit { matter.unit }

    func typed(_ name: String) -> String { values.trimmed(name) }

    var need: NeedKind { NeedKind(rawValue: typed("need")) ?? matter.need }
    var basis: DistributionWorking.Basis { DistributionWorking.Basis(rawValue: typed("basis")) ?? matter.basis }

    /// The day on which it counts; nothing where none can be read.
    var effective: Day? {
        guard values.find("effective.day") != nil else { return OfficeTime.day(of: page.now) }
        return Day(typed: "\(typed("effective.day")).\(typed("effective.month")).\(typed("effective.year"))")
    }

    /// The parts of that day as they stand in the form.
    var effectiveTyped: (day: String, month: String, year: String) {
        func part(_ name: String, _ known: Int?) -> String {
            values.find("effective.\(name)") ?? known.map { String($0) } ?? ""
        }
        return (part("day", effective?.day), part("month", effective?.month), part("year", effective?.year))
    }

    /// A number of a field; nothing where the field is empty, and an error where it cannot be read.
    private func number(_ name: String, _ errors: inout [FormError]) -> Int64? {
        guard !typed(name).isEmpty else { return nil }
        let most = name == "whole" ? unit.mostInAll : unit.mostOfOne
        guard let number = unit.read(typed(name), upTo: most) else {
            errors.append(FormError(field: Self.anchor(name), sentence: unit.fault(upTo: most, texts)))
            return nil
        }
        return number
    }

    static func anchor(_ name: String) -> String { name.replacing(".", with: "-") }

    /// The shares by the rule, in the order of the table, or what keeps it from being worked out.
    func divided(_ errors: inout [FormError]) -> Distribution? {
        let least = number("least", &errors) ?? 0
        let most = number("most", &errors)
        let whole = number("whole", &errors) ?? matter.whole
        guard errors.isEmpty else { return nil }
        let claims = matter.rows.compactMap { row in
            DocumentReference(kind: "partner", key: row.partner.organisation.description).map {
                Distribution.Claim(
                    $0,
                    need: Int64(row.partner.learners[need] ?? 0),
                    kept: basis == .unused ? row.used : 0
                )
            }
        }
        do {
            return try Distribution(of: whole, among: claims, least: least, most: most)
        } catch {
            let (field, sentence) =
                switch error {
                case .noNeed: ("need", texts("quotas.wrong.no_need"))
                case .leastTooMuch: ("least", texts("\(unit.words).wrong.least"))
                case .keptTooMuch(let kept):
                    ("whole", texts("\(unit.words).wrong.kept", ["sum": unit.long(kept, texts)]))
                case .impossible: ("most", texts("quotas.wrong.bounds"))
                }
            errors.append(FormError(field: field, sentence: sentence))
            return nil
        }
    }

    /// What is to be proposed, or what keeps it from being that.
    func wish() -> (Wish?, [FormError]) {
        var errors: [FormError] = []
        guard let divided = divided(&errors) else { return (nil, errors) }
        func wrong(_ field: String, _ sentence: String) {
            errors.append(FormError(field: Self.anchor(field), sentence: sentence))
        }
        var quotas: [Organisation.ID: Int64] = [:]
        var changed: Set<Organisation.ID> = []
        var rows: [DistributionWorking.Row] = []
        for (row, share) in zip(matter.rows, divided.shares) {
            let id = row.partner.organisation
            let quota = number("own.\(id)", &errors) ?? share.amount
            let isAdjusted = quota != share.amount
            let why = typed("why.\(id)")
            if isAdjusted, why.isEmpty { wrong("why.\(id)", texts("quotas.wrong.why")) }
            if why.unicodeScalars.count > 300 { wrong("why.\(id)", texts("quotas.wrong.why_long")) }
            if quota > unit.mostOfOne { wrong("own.\(id)", unit.fault(upTo: unit.mostOfOne, texts)) }
            if quota < row.used {
                wrong("own.\(id)", texts("\(unit.words).wrong.bound", ["sum": unit.long(row.used, texts)]))
            }
            quotas[id] = quota
            if quota != row.given || !row.isAgreed { changed.insert(id) }
            rows.append(
                DistributionWorking.Row(
                    partner: row.partner.name,
                    share: share,
                    quota: quota,
                    adjusted: isAdjusted ? why : nil
                )
            )
        }
        let over = rows.reduce(0) { $0 + $1.quota } - (matter.cap ?? divided.whole)
        if over > 0 { wrong("whole", texts("\(unit.words).wrong.too_much", ["sum": unit.long(over, texts)])) }
        if page.form["action"] == "propose" {
            if !(1...2_000).contains(typed("reason").unicodeScalars.count) {
                wrong("reason", texts("quotas.wrong.reason"))
            }
            if effective == nil { wrong("effective", texts("quotas.wrong.day")) }
            if errors.isEmpty, changed.isEmpty { wrong("need", texts("\(unit.words).wrong.nothing")) }
        }
        guard errors.isEmpty else { return (nil, errors) }
        var ignored: [FormError] = []
        let working = DistributionWorking(
            need: need,
            basis: basis,
            whole: divided.whole,
            least: number("least", &ignored) ?? 0,
            most: number("most", &ignored),
            rows: rows
        )
        let day = effective ?? OfficeTime.day(of: page.now)
        return (Wish(quotas: quotas, changed: changed, working: working, effective: day, reason: typed("reason")), [])
    }
}
