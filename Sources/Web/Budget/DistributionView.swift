import Budget
import Grants
import Site
import Store

/// A distribution with its working, for the forms of both units.
extension DistributionForm {
    func view(_ errors: [FormError]) -> View {
        var ignored: [FormError] = []
        let divided = divided(&ignored)
        let rows = matter.rows.enumerated().map { index, row in self.row(row, divided?.shares[index], errors) }
        let all = matter.rows.reduce(Int64(0)) { $0 + ($1.given ?? 0) }
        let used = matter.rows.reduce(Int64(0)) { $0 + $1.used }
        let isUnlimited = matter.rows.contains { $0.given == nil }
        return fields(errors).adding([
            "address": matter.address, "key": page.formKey, "rows": rows, "hasRows": !rows.isEmpty,
            "rule": texts("\(unit.words).rule"), "all": unit.long(matter.whole, texts),
            "givenTitle": texts("\(unit.words).column.given"), "usedTitle": texts("\(unit.words).column.used"),
            "shareTitle": texts("\(unit.words).column.share"), "ownLabel": texts("\(unit.words).own"),
            "inputmode": unit == .cents ? "decimal" : "numeric",
            "givenInAll": isUnlimited ? texts("calls.quotas.unlimited") : unit.short(all, texts),
            "usedInAll": unit.short(used, texts),
            "shareInAll": divided.map { unit.short($0.shares.reduce(0) { $0 + $1.amount }, texts) } ?? "–",
            "rest": divided.flatMap { $0.rest > 0 ? unit.long($0.rest, texts) : nil },
        ])
    }

    private func error(_ name: String, _ errors: [FormError]) -> String? {
        errors.first { $0.field == Self.anchor(name) }?.sentence
    }

    private func row(_ row: DistributionMatter.Row, _ share: Distribution.Share?, _ errors: [FormError]) -> View {
        let (own, why) = ("own.\(row.partner.organisation)", "why.\(row.partner.organisation)")
        return [
            "partner": row.partner.name,
            "need": row.partner.learners[need].map { texts.number($0) } ?? "–",
            "given": row.given.map { unit.short($0, texts) } ?? texts("calls.quotas.unlimited"),
            "used": unit.short(row.used, texts),
            "share": share.map { unit.short($0.amount, texts) } ?? "–",
            "reason": share.map { DistributionWords(texts: texts, unit: unit).reason($0.reason.rawValue) },
            "ownID": Self.anchor(own), "ownName": own, "own": typed(own), "ownError": error(own, errors),
            "whyID": Self.anchor(why), "whyName": why, "why": typed(why), "whyError": error(why, errors),
            "isAdjusted": [own, why].contains { !typed($0).isEmpty || error($0, errors) != nil },
        ]
    }

    private func fields(_ errors: [FormError]) -> View {
        func field(_ name: String, _ label: String, hint: String? = nil, isOptional: Bool = false) -> Field {
            Field(name, label: label, hint: hint, error: error(name, errors), isOptional: isOptional)
        }
        let needs = NeedKind.allCases.map {
            Field.Choice(value: $0.rawValue, label: texts("needs.kind.\($0.rawValue)"))
        }
        let words = DistributionWords(texts: texts, unit: unit)
        let bases = DistributionWorking.Basis.allCases.map { basis in
            Field.Choice(value: basis.rawValue, label: words.basis(basis), note: words.note(basis))
        }
        let whole = field(
            "whole",
            texts("\(unit.words).field.whole"),
            hint: texts("\(unit.words).hint.whole", ["sum": unit.long(matter.whole, texts)]),
            isOptional: true
        )
        let day = effectiveTyped
        return [
            "need": field("need", texts("quotas.field.need"), hint: texts("quotas.hint.need"))
                .choices(needs, chosen: [need.rawValue]),
            "basis": field("basis", texts("quotas.field.basis")).choices(bases, chosen: [basis.rawValue]),
            "whole": unit.field(whole, typed("whole")),
            "least": unit.field(field("least", texts("quotas.field.least"), isOptional: true), typed("least")),
            "most": unit.field(field("most", texts("quotas.field.most"), isOptional: true), typed("most")),
            "effective": field("effective", texts("quotas.field.effective"))
                .date(day: day.day, month: day.month, year: day.year),
            "reason": field("reason", texts("quotas.field.reason")).textArea(typed("reason"), rows: 3),
        ]
    }
}
