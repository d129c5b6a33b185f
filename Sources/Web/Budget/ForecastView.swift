import Budget
import Money
import Site

/// Expected disbursements, all lines and the months of one, `budget/forecast`.
struct ForecastView {
    static let path = "/work/budget/forecast"

    let forecast: Forecast
    let choice: ForecastChoice
    let links: BudgetLinks

    private var texts: Texts { links.texts }
    private var chosen: LineForecast? { choice.chosen(of: forecast) }

    /// Lines with published money, and any other that was given some.
    private var shown: [LineForecast] {
        forecast.lines.filter { $0.line.mode != .own || $0.portions.total > .zero }
    }

    var view: View {
        let months = ForecastMonths(forecast: forecast, line: chosen, links: links)
        return [
            "moment": choice.budget.when.view(texts, Self.path, keeping: choice.fields),
            "backHref": choice.budget.address(OverviewView.path),
            "caption": texts("forecast.table.caption", ["moment": choice.budget.when.sentence(texts)]),
            "rows": shown.map { row($0) }, "foot": [foot], "figures": figures,
            "yearHead": texts("forecast.table.this_year", ["year": String(forecast.today.year)]),
            "margin": texts("forecast.rule.behind", ["margin": String(LineForecast.margin / 100)]),
            "action": Self.path + "#months", "lineField": lineField,
            "kept": choice.budget.when.fields.map { field -> View in ["name": field.name, "value": field.value] },
            "months": months.view, "chosen": chosen.map { facts($0) },
            "chosenName": chosen.map { texts.words($0.line.name) } ?? texts("forecast.months.all"),
            "xlsxHref": choice.budget.address("\(Self.path).xlsx"),
            "csvHref": choice.budget.address("\(Self.path).csv"),
            "excelHref": choice.budget.address("\(Self.path).csv?for=excel"),
        ]
    }

    private var figures: [View] {
        let whole = forecast.whole
        let figures = [("paid", whole.paidSoFar), ("dated", whole.dated), ("without_dates", whole.withoutDates)]
        let late = whole.late > .zero ? [("late", whole.late)] : []
        return (figures + late).map { key, sum in
            [
                "label": texts("forecast.figure.\(key)"), "sum": texts.money(sum.cents),
                "href": key == "late" ? choice.budget.when.address(LateDocumentPages.path) : nil,
            ]
        }
    }

    private var lineField: View {
        let all = Field.Choice(value: "", label: texts("forecast.months.all"))
        // Also an action of the agency without money that somebody asked for.
        let known = shown.contains { $0.line == chosen?.line } ? shown : shown + [chosen].compactMap(\.self)
        let lines = known.map { Field.Choice(value: $0.line.code, label: texts.words($0.line.name)) }
        return Field("line", label: texts("forecast.table.line"))
            .choices([all] + lines, chosen: [chosen?.line.code ?? ""])
    }

    private func row(_ line: LineForecast) -> View {
        let code = line.line.code
        let (committed, sums) = (links.line(code, "?stage=committed#documents"), links.line(code, "#sums"))
        let cells = cells(line.flow, line.portions, free: line.free)
        let hrefs = [sums, committed, committed, committed, links.line(code, "?stage=reserved#documents"), sums]
        return [
            "name": texts.words(line.line.name), "isPart": line.line.parentLine != nil,
            "href": choice.address(Self.path, line: code, "#months"), "risk": line.risk.map { tag($0) },
            "cells": zip(cells, hrefs).map { cell($0, $1) },
            "elapsed": percent(line.elapsed), "used": percent(line.share(of: line.used)),
        ]
    }

    private var foot: View {
        let portions = forecast.portions
        let cells = cells(forecast.whole, portions, free: portions[.free] + portions[.quota])
        let sums = choice.budget.address(OverviewView.path + "#sums")
        return ["cells": cells.map { cell($0, sums) }]
    }

    /// Paid, expected this year, later, without dates, reserved, free.
    private func cells(_ flow: PaymentFlow, _ portions: Portions, free: Euro) -> [Euro] {
        let soon = flow.expected(untilEndOfYearOf: forecast.month)
        return [flow.paidSoFar, soon, flow.dated - soon, flow.withoutDates, portions[.reserved], free]
    }

    private func cell(_ sum: Euro, _ href: String?) -> View {
        let isZero = sum == .zero
        return [
            "sum": isZero ? texts("budget.nothing") : texts.amount(sum.cents), "isZero": isZero,
            "href": isZero ? nil : href,
        ]
    }

    private func percent(_ basisPoints: Int?) -> String {
        basisPoints.map { texts.percent(basisPoints: $0 / 10 * 10) } ?? texts("budget.nothing")
    }

    private func tag(_ risk: LineForecast.Risk) -> View {
        ["word": texts("forecast.risk.\(risk.rawValue)"), "tone": risk == .behind ? "wait" : "stop"]
    }

    /// The chosen line against its time.
    private func facts(_ line: LineForecast) -> View {
        var facts: [(String, String)] = [("assigned", texts.money(line.portions.total.cents))]
        if let starts = line.line.starts, let ends = line.line.ends {
            facts.append(("period", "\(texts.day(starts)) – \(texts.day(ends))"))
        }
        if line.elapsed != nil { facts.append(("elapsed", percent(line.elapsed))) }
        if let share = line.share(of: line.used) {
            facts.append(("used", "\(percent(share)) (\(texts.money(line.used.cents)))"))
        }
        if line.returned > .zero { facts.append(("returned", texts.money(line.returned.cents))) }
        if line.flow.late > .zero { facts.append(("late", texts.money(line.flow.late.cents))) }
        if line.flow.afterEnd > .zero { facts.append(("after_end", texts.money(line.flow.afterEnd.cents))) }
        if let share = line.share(of: line.unplanned) {
            facts.append(("open", "\(texts.money(line.unplanned.cents)) (\(percent(share)))"))
        }
        return [
            "facts": facts.map { key, fact -> View in
                ["term": texts("forecast.fact.\(key)"), "fact": fact, "href": nil]
            },
            "href": links.line(line.line.code), "risk": line.risk.map { risk(line, $0) },
            "barsMarkup": ForecastBars(line: line, texts: texts).draw(),
        ]
    }

    private func risk(_ line: LineForecast, _ risk: LineForecast.Risk) -> View {
        let values = [
            "sum": texts.money(line.unplanned.cents), "late": texts.money(line.flow.afterEnd.cents),
            "share": percent(line.share(of: line.unplanned)),  // What is shown of both adds up to the whole.
            "left": percent(line.elapsed.map { 10_000 - $0 / 10 * 10 }),
            "day": line.line.ends.map { texts.day($0) } ?? "",
        ]
        return ["sentence": texts("forecast.risk_sentence.\(risk.rawValue)", values)]
    }
}
