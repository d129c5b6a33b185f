import Budget
import Money
import Site

/// A line's money as a bar: what has gone furthest stands first, what is free fills the rest. The table below it says the same.
struct BudgetBar {
    /// The order along the bar and in its key.
    static let order: [Portion] = [
        .accepted, .advanced, .payable, .committed, .reserved, .recoverable, .writtenOff, .quota, .free,
    ]

    private static let width: Int64 = 1_000
    /// What is there is seen, however little it is.
    private static let narrowest: Int64 = 4

    let portions: Portions
    let texts: Texts

    /// The class that colours a portion.
    static func shade(of portion: Portion) -> String {
        switch portion {
        case .reserved: "f1"
        case .committed: "f2"
        case .advanced: "f3"
        case .payable: "f4"
        case .accepted: "f5"
        case .quota: "f6"
        case .recoverable: "f7"
        case .free: "f8"
        case .writtenOff: "f9"
        }
    }

    /// The key of the colours.
    static func key(_ texts: Texts) -> [View] {
        order.map { ["shade": shade(of: $0), "label": texts.portion($0)] }
    }

    /// The picture; nothing where there is no money.
    func draw() -> Markup? {
        let total = portions.total
        guard total > .zero else { return nil }
        let there = Self.order.filter { portions[$0] > .zero }
        let said = there.map { "\(texts.portion($0)) \(texts.share(portions[$0], of: total))" }.joined(separator: ", ")
        var svg = """
            <svg class="bar" viewBox="0 0 \(Self.width) 10" preserveAspectRatio="none" role="img" \
            aria-label="\(escapeHTML(said))">
            """
        var x: Int64 = 0
        for (portion, width) in zip(there, widths(there, of: total)) {
            svg += "<rect class=\"\(Self.shade(of: portion))\" x=\"\(x)\" width=\"\(width)\" height=\"10\"/>"
            x += width
        }
        return Markup(trusted: svg + "</svg>")
    }

    /// In whole units that fill the bar; what the smallest take more than they should, the largest gives.
    private func widths(_ there: [Portion], of total: Euro) -> [Int64] {
        var widths = there.map {
            max(Self.narrowest, Int64(Int128(portions[$0].cents) * Int128(Self.width) / Int128(total.cents)))
        }
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] += Self.width - widths.reduce(0, +)
        }
        return widths
    }
}
