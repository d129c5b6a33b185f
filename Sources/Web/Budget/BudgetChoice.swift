import Budget
import Foundation
import Money
import Site

/// How a page of the budget is looked at: when, and whether each sum is split between those who pay.
struct BudgetChoice {
    let when: MomentChoice
    let showsSources: Bool

    init(_ query: Form) {
        when = MomentChoice(query)
        showsSources = query["sources"] == "yes"
    }

    /// The day whose rate between the sources counts: the day looked at, or that of the instant.
    func day(now: Date) -> Day {
        switch when.moment {
        case .now: OfficeTime.day(of: now)
        case .asOf(let day): day
        case .knownAt(let instant): OfficeTime.day(of: instant)
        }
    }

    /// The same, where each sum is split; nothing where it is not.
    func splitDay(now: Date) -> Day? {
        showsSources ? day(now: now) : nil
    }

    /// Turns the split on and off, and says where there is no rate to split by; part `budget/sources`, under the name `sources`.
    /// - Parameter path: the page as it is looked at, its moment aside.
    func sources(_ texts: Texts, _ path: String, rate: SourceRate?) -> View {
        [
            "href": address(path, sources: !showsSources),
            "label": texts(showsSources ? "budget.sources.hide" : "budget.sources.show"),
            "noRate": showsSources && rate == nil,
        ]
    }

    /// The fields of an address besides the moment's.
    var rest: [(name: String, value: String)] { showsSources ? [("sources", "yes")] : [] }

    /// The address of a page of the budget, looked at in the same way.
    func address(_ path: String, sources: Bool? = nil) -> String {
        guard sources ?? showsSources else { return when.address(path) }
        let parts = path.split(separator: "#", maxSplits: 1)
        let whole = "\(parts[0])\(parts[0].contains("?") ? "&" : "?")sources=yes"
        return when.address(parts.count < 2 ? whole : "\(whole)#\(parts[1])")
    }
}

/// The words of a funding line in the visitor's language.
extension Texts {
    func words(_ words: Line.Words) -> String {
        language == .lv ? words.lv : words.en
    }

    /// Which money it is, in a word.
    func portion(_ portion: Portion) -> String {
        self("budget.portion.\(portion.rawValue)")
    }

    /// A share of a whole, to a tenth of a percent: `12,5 %`; what is there is never written as nothing.
    func share(_ part: Euro, of whole: Euro) -> String {
        guard whole.cents > 0 else { return percent(basisPoints: 0) }
        let tenths = Int(Int128(part.cents) * 1_000 / Int128(whole.cents))
        return percent(basisPoints: max(tenths, part > .zero ? 1 : 0) * 10)
    }
}
