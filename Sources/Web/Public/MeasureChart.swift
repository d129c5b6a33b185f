import Money
import Site
import Store

/// The timetable of measures as a picture: a bar from the start of the selection to the end, a tick where the rules are
/// adopted, a line for today. The table beside it says the same in words.
struct MeasureChart {
    /// One shade an objective; the number at the line's head says it too.
    static let shades = ["f6", "f5", "f1"]

    private static let width = 960
    private static let left = 112
    private static let right = 16
    private static let top = 28
    private static let row = 24

    let measures: [Measure]
    let objectives: [String]
    let today: Day
    let title: String
    let label: (Measure) -> String

    private var years: ClosedRange<Int> {
        let starts = measures.compactMap { ($0.rulesAdopted ?? $0.selectionStarts)?.first.year }
        let first = starts.min() ?? today.year
        let last = measures.map(\.ends.year).max() ?? today.year
        return min(first, last)...max(first, last)
    }

    /// The picture.
    func draw() -> Markup {
        let height = Self.top + measures.count * Self.row + 8
        var svg = """
            <svg class="chart" viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="timetable">
            <title id="timetable">\(escapeHTML(title))</title>

            """
        for year in years {
            svg += grid(year, height)
        }
        for (index, measure) in measures.enumerated() {
            svg += line(measure, y: Self.top + index * Self.row)
        }
        if years.contains(today.year) {
            svg += "<path class=\"now\" d=\"M\(x(today)) \(Self.top - 6)V\(height - 4)\"/>\n"
        }
        return Markup(trusted: svg + "</svg>")
    }

    private func grid(_ year: Int, _ height: Int) -> String {
        guard let start = Day(year, 1, 1), let middle = Day(year, 7, 1) else { return "" }
        return """
            <path class="grid" d="M\(x(start)) \(Self.top - 6)V\(height - 4)"/>\
            <text class="faint" x="\(x(middle))" y="16" text-anchor="middle">\(year)</text>

            """
    }

    private func line(_ measure: Measure, y: Int) -> String {
        var svg = "<text x=\"0\" y=\"\(y + 15)\">\(escapeHTML(label(measure)))</text>"
        let start = x((measure.selectionStarts ?? measure.rulesAdopted)?.first ?? measure.ends)
        let width = max(2, x(measure.ends) - start)
        svg +=
            "<rect class=\"\(shade(of: measure))\" x=\"\(start)\" y=\"\(y + 4)\" width=\"\(width)\" height=\"14\" rx=\"2\"/>"
        if let rules = measure.rulesAdopted {
            svg += "<path class=\"axis\" d=\"M\(x(rules.first)) \(y + 2)v18\"/>"
        }
        return svg + "\n"
    }

    /// The shade of the measure's objective.
    func shade(of measure: Measure) -> String {
        let index = objectives.firstIndex { measure.code.hasPrefix($0) } ?? 0
        return Self.shades[index % Self.shades.count]
    }

    /// Where a day stands, to a whole unit: a day is less than half a unit wide.
    private func x(_ day: Day) -> Int {
        guard let first = Day(years.lowerBound, 1, 1), let last = Day(years.upperBound + 1, 1, 1) else {
            return Self.left
        }
        let span = max(1, last.number - first.number)
        let room = Self.width - Self.left - Self.right
        return Self.left + room * (day.number - first.number) / span
    }
}
