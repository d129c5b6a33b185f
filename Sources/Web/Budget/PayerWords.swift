import Budget
import Site

/// Who pays for what the programme spends.
enum Payer: String {
    /// The European Social Fund Plus.
    case fund
    /// The state.
    case state
}

extension Texts {
    /// Who pays a row's sums, and whether that is booked, reckoned, or some of each.
    func payer(_ payer: Payer, of portions: Portions) -> String {
        let kinds = portions.kinds
        let how = kinds.isPaid ? kinds.isPlanned ? "mixed" : "booked" : "reckoned"
        return self("payers.\(payer.rawValue).\(how)")
    }

    /// How a column is split: by its bookings where the bank has moved the money, by reckoning where not.
    func splitting(_ portion: Portion) -> String {
        self("payers.split.\(portion.isPaid ? "booked" : "reckoned")")
    }
}
