import Budget
import Money
import Site

/// Money by months as a picture: what was paid, and on top of it what is expected; a line for the current month, another for the end
/// of the line's time. The table below it says the same.
struct ForecastChart {
    /// The classes that colour what was paid, what is expected and what of it is late.
    static let shades = (paid: "f5", expected: "f2", late: "f7")

    private static let (width, height): (Int64, Int64) = (960, 220)
    private static let (top, bottom): (Int64, Int64) = (26, 24)
    /// What is there is seen, however little it is.
    private static let lowest: Int64 = 2

    let flow: PaymentFlow
    /// Whose time is shown; nothing for all lines together.
    let line: Line?
    let month: Month
    let texts: Texts

    /// The whole time of the line, and every month with money.
    private var months: [Month] {
        let known = Array(flow.paid.keys) + Array(flow.expected.keys) + [month]
        let time = [line?.starts, line?.ends].compactMap(\.self).map { Month(of: $0) }
        guard let first = (known + time).min(), let last = (known + time).max() else { return [] }
        return Month.all(from: first, through: last)
    }

    /// The picture; nothing where no money was paid or is expected on a day.
    func draw() -> Markup? {
        let months = months
        let most = months.map { above($0, \.paid) + above($0, \.expected) }.max() ?? 0
        guard most > 0, !months.isEmpty else { return nil }
        let said = texts("forecast.chart.said", ["most": texts.money(most)])
        var svg = """
            <svg class="chart" viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(escapeHTML(said))">

            """
        let step = max(1, Self.width / Int64(months.count))
        for (index, shown) in months.enumerated() {
            let x = Int64(index) * step
            if shown.number == 1 || index == 0 { svg += year(shown, x) }
            svg += bars(shown, x, width: max(2, min(step - step / 4, 40)), of: most)
            if shown == month { svg += mark("now", x, "forecast.chart.now") }
            if let ends = line?.ends, shown == Month(of: ends) { svg += mark("axis", x + step, "forecast.chart.end") }
        }
        let base = Self.height - Self.bottom
        return Markup(trusted: svg + "<path class=\"axis\" d=\"M0 \(base)H\(Self.width)\"/>\n</svg>")
    }

    private func above(_ month: Month, _ money: KeyPath<PaymentFlow, [Month: Euro]>) -> Int64 {
        max(0, (flow[keyPath: money][month] ?? .zero).cents)
    }

    private func bars(_ shown: Month, _ x: Int64, width: Int64, of most: Int64) -> String {
        let late = shown == month ? flow.late.cents : 0
        let sums = [
            (above(shown, \.paid), Self.shades.paid), (late, Self.shades.late),
            (above(shown, \.expected) - late, Self.shades.expected),
        ]
        let room = Self.height - Self.top - Self.bottom
        var svg = ""
        var y = Self.height - Self.bottom
        for (cents, shade) in sums where cents > 0 {
            let height = max(Self.lowest, Int64(Int128(cents) * Int128(room) / Int128(most)))
            y -= height
            svg += "<rect class=\"\(shade)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"/>"
        }
        return svg
    }

    private func year(_ month: Month, _ x: Int64) -> String {
        // So near the edge the number would be cut.
        guard x < Self.width - 40 else { return "" }
        return """
            <path class="grid" d="M\(x) \(Self.top)V\(Self.height - 4)"/>\
            <text class="faint" x="\(x + 4)" y="\(Self.height - 6)">\(month.year)</text>
            """
    }

    private func mark(_ kind: String, _ x: Int64, _ key: String) -> String {
        let isRight = x > Self.width * 3 / 4
        return """
            <path class="\(kind)" d="M\(x) \(Self.top - 6)V\(Self.height - Self.bottom)"/>\
            <text x="\(x + (isRight ? -5 : 5))" y="\(Self.top - 10)"\(isRight ? " text-anchor=\"end\"" : "")>\
            \(escapeHTML(texts(key)))</text>
            """
    }
}

/// A line's time and its money, one above the other: how much of each has passed.
struct ForecastBars {
    let line: LineForecast
    let texts: Texts

    /// The picture, hidden from those who hear the facts beside it; nothing where the line has no period or no money.
    func draw() -> Markup? {
        guard let elapsed = line.elapsed, let used = line.share(of: line.used),
            let dated = line.share(of: line.flow.dated)
        else { return nil }
        let paid = min(max(used, 0), 10_000)
        let rest = min(dated, 10_000 - paid)
        return Markup(
            trusted: """
                <svg class="bar" viewBox="0 0 10000 20" preserveAspectRatio="none" aria-hidden="true">\
                <rect class="f6" width="\(elapsed)" height="9"/>\
                <rect class="\(ForecastChart.shades.paid)" y="11" width="\(paid)" height="9"/>\
                <rect class="\(ForecastChart.shades.expected)" x="\(paid)" y="11" width="\(rest)" height="9"/></svg>
                """
        )
    }
}
