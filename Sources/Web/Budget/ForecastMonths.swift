import Budget
import Money
import Site

/// The months of one line, or of all lines together: a picture and the table that says the same.
struct ForecastMonths {
    let forecast: Forecast
    /// Nothing for all lines together.
    let line: LineForecast?
    let links: BudgetLinks

    private var texts: Texts { links.texts }
    private var flow: PaymentFlow { line?.flow ?? forecast.whole }

    /// Months with money, and the current one.
    private var months: [Month] {
        Set(flow.paid.keys).union(flow.expected.keys).union([forecast.month]).sorted()
    }

    var view: View {
        let isEmpty = flow.paid.isEmpty && flow.unpaid == .zero
        return [
            "any": !isEmpty, "rows": isEmpty ? [View]() : rows, "foot": foot, "hasTime": line?.elapsed != nil,
            "withoutDates": withoutDates,
            "chartMarkup": isEmpty
                ? nil : ForecastChart(flow: flow, line: line?.line, month: forecast.month, texts: texts).draw(),
            "hasLate": flow.late > .zero,
        ]
    }

    /// Where what is expected comes from: a line's documents, and of all lines together the lines.
    private var committed: String { line.map { links.line($0.line.code, "?stage=committed#documents") } ?? "#lines" }

    private var rows: [View] {
        var sum = Euro.zero
        return months.map { month in
            let (paid, expected) = (flow.paid[month] ?? .zero, flow.expected[month] ?? .zero)
            sum = sum + paid + expected
            let isNow = month == forecast.month
            return [
                "month": Self.name(month), "isNow": isNow, "paid": amount(paid), "expected": amount(expected),
                "expectedHref": expected > .zero ? committed : nil,
                "late": isNow && flow.late > .zero
                    ? texts("forecast.months.of_which_late", ["sum": texts.amount(flow.late.cents)]) : nil,
                "sum": texts.amount(sum.cents), "share": line.flatMap { $0.share(of: sum) }.map { percent($0) },
                // Until now for the current month: so far only its days up to today have passed.
                "elapsed": line.flatMap { $0.elapsed(by: isNow ? forecast.today : month.last) }.map { percent($0) },
            ]
        }
    }

    private var withoutDates: View? {
        guard flow.withoutDates > .zero else { return nil }
        return [
            "label": line?.line.ends.map { texts("forecast.months.until", ["day": texts.day($0)]) }
                ?? texts("forecast.months.without_dates"),
            "expected": texts.amount(flow.withoutDates.cents),
            "href": committed,
        ]
    }

    private var foot: View {
        [
            "paid": texts.amount(flow.paidSoFar.cents), "expected": texts.amount(flow.unpaid.cents),
            "sum": texts.amount((flow.paidSoFar + flow.unpaid).cents),
        ]
    }

    /// `03.2026.` is understood in both languages.
    static func name(_ month: Month) -> String {
        "\(month.number < 10 ? "0" : "")\(month.number).\(month.year)"
    }

    private func amount(_ sum: Euro) -> String {
        sum == .zero ? texts("budget.nothing") : texts.amount(sum.cents)
    }

    private func percent(_ basisPoints: Int) -> String {
        texts.percent(basisPoints: basisPoints / 10 * 10)
    }
}
