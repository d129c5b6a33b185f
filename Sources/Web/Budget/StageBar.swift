import Budget
import Money
import Site

/// What stands at each stage as a bar; the text beside it says the same.
struct StageBar {
    /// The order along the bar: what has gone furthest stands first.
    static let order: [Stage] = [
        .accepted, .advanced, .payable, .committed, .reserved, .recoverable, .writtenOff, .free,
    ]

    private static let width: Int64 = 1_000
    /// What is there is seen, however little it is.
    private static let narrowest: Int64 = 4

    let sums: [Stage: Euro]
    /// The sum that fills the bar.
    let whole: Euro

    /// The class that colours a stage, as on the overview.
    static func shade(_ stage: Stage) -> String {
        switch stage {
        case .reserved: "f1"
        case .committed: "f2"
        case .advanced: "f3"
        case .payable: "f4"
        case .accepted: "f5"
        case .recoverable: "f7"
        case .free, .source: "f8"
        case .writtenOff: "f9"
        }
    }

    /// The stages at which something stands, in the order of the bar.
    static func present(_ sums: [Stage: Euro]) -> [(stage: Stage, sum: Euro)] {
        order.compactMap { stage in sums[stage].flatMap { $0 > .zero ? (stage, $0) : nil } }
    }

    /// The picture, hidden from those who hear the text; nothing where there is no money.
    func draw() -> Markup? {
        guard whole > .zero else { return nil }
        var svg = """
            <svg class="bar" viewBox="0 0 \(Self.width) 10" preserveAspectRatio="none" aria-hidden="true">
            """
        var x: Int64 = 0
        for (stage, sum) in Self.present(sums) {
            let share = Int64((Double(sum.cents) / Double(whole.cents) * Double(Self.width)).rounded())
            let width = min(max(Self.narrowest, share), Self.width - x)
            svg += "<rect class=\"\(Self.shade(stage))\" x=\"\(x)\" width=\"\(width)\" height=\"10\"/>"
            x += width
        }
        return Markup(trusted: svg + "</svg>")
    }
}
