import Grants
import Money
import Site

/// What quotas are counted in: how a number of it is typed and printed, and whose words go with it.
enum QuotaUnit {
    /// Money of a funding line.
    case cents
    /// Projects of a call.
    case projects

    /// Where its words stand among the texts.
    var words: String {
        switch self {
        case .cents: "quotas"
        case .projects: "places"
        }
    }

    /// The most that one partner may have.
    var mostOfOne: Int64 {
        switch self {
        case .cents: Self.mostCents
        case .projects: Int64(QuotaRefusal.largest)
        }
    }

    /// The most that may be divided.
    var mostInAll: Int64 {
        switch self {
        case .cents: Self.mostCents
        case .projects: 10_000
        }
    }

    private static let mostCents: Int64 = 1_000_000_000_000_000

    /// A number as typed; nothing where it is not one from nothing to `most`.
    func read(_ typed: String, upTo most: Int64) -> Int64? {
        let number: Int64? =
            switch self {
            case .cents: Euro(typed: typed)?.cents
            case .projects: typed.utf8.count <= 5 ? Int64(typed) : nil
            }
        return number.flatMap { (0...most).contains($0) ? $0 : nil }
    }

    /// What is wrong with a number that cannot be read.
    func fault(upTo most: Int64, _ texts: Texts) -> String {
        switch self {
        case .cents: texts("proposals.wrong.sum")
        case .projects: texts("places.wrong.number", ["most": texts.number(Int(most))])
        }
    }

    /// A number in a column whose head names the unit.
    func short(_ number: Int64, _ texts: Texts) -> String {
        switch self {
        case .cents: texts.amount(number)
        case .projects: texts.number(Int(number))
        }
    }

    /// A number with its unit.
    func long(_ number: Int64, _ texts: Texts) -> String {
        switch self {
        case .cents: texts.money(number)
        case .projects: texts.plural("places.projects", Int(number))
        }
    }

    /// A field for a number.
    func field(_ field: Field, _ typed: String) -> View {
        switch self {
        case .cents: field.money(typed)
        case .projects: field.number(typed)
        }
    }
}
