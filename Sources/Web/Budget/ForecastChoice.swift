import Budget
import Site

/// How the forecast is looked at: when, and which line's months are told.
struct ForecastChoice {
    let budget: BudgetChoice
    /// The code of a line; nothing for all lines together.
    let line: String?

    init(_ query: Form) {
        budget = BudgetChoice(query)
        let code = query.trimmed("line")
        line = code.isEmpty ? nil : String(code.prefix(80))
    }

    /// The line asked for, if there is such a line.
    func chosen(of forecast: Forecast) -> LineForecast? {
        line.flatMap { code in forecast.lines.first { $0.line.code == code } }
    }

    /// What an address says besides the moment.
    var fields: [(name: String, value: String)] { line.map { [("line", $0)] } ?? [] }

    /// The address of the months of a line, in the same moment.
    func address(_ path: String, line: String?, _ rest: String = "") -> String {
        budget.when.address("\(path)\(line.map { "?line=\($0.urlEncoded)" } ?? "")\(rest)")
    }
}
