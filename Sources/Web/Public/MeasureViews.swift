import Documents
import Money
import Site
import Store

/// The catalogue as a page and as a table to take away.
struct MeasureViews {
    let catalogue: MeasureCatalogue
    let choice: MeasureChoice
    let texts: Texts

    func page(today: Day) -> View {
        let chart = MeasureChart(
            measures: catalogue.measures,
            objectives: catalogue.objectives,
            today: today,
            title: texts("measures.chart_title"),
            label: number
        )
        let total = catalogue.measures.reduce(Int64(0)) { $0 + $1.amount.cents }
        let shown = Set(catalogue.measures.map(chart.shade))
        let shades: [View] = catalogue.objectives.enumerated().compactMap { index, objective in
            let shade = MeasureChart.shades[index % MeasureChart.shades.count]
            guard shown.contains(shade) else { return nil }
            return ["shade": shade, "objective": texts("measures.code", ["code": objective])]
        }
        return [
            "action": "/measures", "filtered": !choice.isEmpty || choice.order != .code,
            "objective": objectiveField, "applicant": applicantField, "selection": selectionField, "order": orderField,
            "found": texts.plural("measures.found", catalogue.measures.count), "csv": "/measures.csv\(query)",
            "any": !catalogue.measures.isEmpty, "chartMarkup": chart.draw(), "shades": shades,
            "rows": catalogue.measures.map(row), "total": texts.amount(total),
            "showsOurs": catalogue.measures.contains { $0.code == "4.2.3.1" },
        ]
    }

    var head: TableHead {
        let columns: [(String, Double)] = [
            ("number", 16), ("name", 70), ("money", 16), ("flexibility", 22), ("applicants", 40), ("selection", 20),
            ("rules", 20), ("starts", 20), ("ends", 14),
        ]
        return TableHead(
            name: texts("measures.table"),
            columns: columns.map { TableHead.Column(texts("measures.\($0.0)"), width: $0.1) },
            zone: OfficeTime.zone
        )
    }

    func cells(_ measure: Measure) -> [Cell] {
        [
            .text(number(measure)), .text(measure.name), .money(cents: measure.amount.cents),
            .text(flexibility(measure)),
            .text(measure.applicants.joined(separator: "; ")),
            .text(texts("measures.selections.\(measure.selection.rawValue)")),
            .text(measure.rulesAdopted.map(time)), .text(measure.selectionStarts.map(time)),
            .day(year: measure.ends.year, month: measure.ends.month, day: measure.ends.day),
        ]
    }

    private func row(_ measure: Measure) -> View {
        [
            "number": number(measure), "name": measure.name, "amount": texts.amount(measure.amount.cents),
            "flexibility": flexibility(measure), "applicants": measure.applicants.joined(separator: ", "),
            "selection": texts("measures.selections.\(measure.selection.rawValue)"),
            "rules": measure.rulesAdopted.map(time) ?? texts("measures.unknown"),
            "starts": measure.selectionStarts.map(time) ?? texts("measures.unknown"),
            "ends": texts.date(year: measure.ends.year, month: measure.ends.month, day: measure.ends.day),
        ]
    }

    private func number(_ measure: Measure) -> String {
        guard let round = measure.round else { return texts("measures.code", ["code": measure.code]) }
        return texts("measures.round", ["code": measure.code, "round": String(round)])
    }

    private func flexibility(_ measure: Measure) -> String? {
        measure.includesFlexibility.map { texts($0 ? "measures.with_flexibility" : "measures.without_flexibility") }
    }

    private func time(_ planned: PlannedTime) -> String {
        guard let quarter = planned.quarter else {
            return texts.date(year: planned.first.year, month: planned.first.month, day: planned.first.day)
        }
        return texts("measures.quarter", ["year": String(planned.first.year), "quarter": String(quarter)])
    }

    /// The plan writes all but the first kind of a list with a small letter.
    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private var objectiveField: View {
        let choices = catalogue.objectives.map { Field.Choice(value: $0, label: texts("measures.code", ["code": $0])) }
        return field("objective", [any] + choices, choice.objective)
    }

    private var applicantField: View {
        let choices = catalogue.applicants.map { Field.Choice(value: $0, label: Self.capitalised($0)) }
        return field("applicant", [any] + choices, choice.applicant)
    }

    private var selectionField: View {
        let choices = Measure.Selection.allCases.map { selection in
            Field.Choice(value: selection.rawValue, label: texts("measures.selections.\(selection.rawValue)"))
        }
        return field("selection", [any] + choices, choice.selection?.rawValue)
    }

    private var orderField: View {
        let choices = MeasureChoice.Order.allCases.map { order in
            Field.Choice(value: order.rawValue, label: texts("measures.orders.\(order.rawValue)"))
        }
        return field("order", choices, choice.order.rawValue)
    }

    private var any: Field.Choice {
        Field.Choice(value: "", label: texts("measures.any"))
    }

    private func field(_ name: String, _ choices: [Field.Choice], _ chosen: String?) -> View {
        Field(name, label: texts("measures.\(name)")).choices(choices, chosen: [chosen ?? ""])
    }

    private var query: String {
        let parts = [
            ("objective", choice.objective), ("applicant", choice.applicant), ("selection", choice.selection?.rawValue),
            ("order", choice.order == .code ? nil : choice.order.rawValue),
        ].compactMap { name, value in value.map { "\(name)=\($0.urlEncoded)" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
