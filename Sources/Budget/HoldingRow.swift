import Money
import Postgres

/// What stands at accounts at a moment: now their balances are read, for another moment each costs a few looks into an index, however
/// many moves it has seen.
enum HoldingRow {
    /// What stands at one account of a table `h` of holdings.
    static func one(_ moment: Moment) -> SQL {
        switch moment {
        case .now: "h.cents"
        case .asOf(let day): "budget.as_of(h.account_id, \(day.iso)::date)"
        case .knownAt(let instant): "budget.known_at(h.account_id, \(instant))"
        }
    }
}
