public import Money
public import Postgres

/// One measure (*pasākums*) of the general-education investments, or one round of it, as the ministry published it.
public struct Measure: Sendable, Hashable {
    /// How applicants are found.
    public enum Selection: String, Sendable, CaseIterable {
        /// Only those named may apply (*ierobežota atlase*).
        case restricted
        /// Anybody who qualifies may apply (*atklāta atlase*).
        case open
    }

    /// `4.2.3.1`
    public let code: String
    /// The round, where the plan has several.
    public let round: Int?
    /// The Latvian name; the plan has no other.
    public let name: String
    /// The money planned.
    public let amount: Euro
    /// Whether the sum includes the flexibility amount; absent where the source does not say.
    public let includesFlexibility: Bool?
    /// Who may apply, in the plan's words.
    public let applicants: [String]
    /// How applicants are found.
    public let selection: Selection
    /// When the Cabinet's rules are adopted.
    public let rulesAdopted: PlannedTime?
    /// When the selection starts.
    public let selectionStarts: PlannedTime?
    /// The last day.
    public let ends: Day
}

/// A time as plans give it: a day, or only a quarter of a year.
public struct PlannedTime: Sendable, Hashable {
    /// The first day it may mean.
    public let first: Day
    /// The quarter, 1 to 4, if no day is given.
    public let quarter: Int?

    /// Reads `2024-Q4` and `2023-10-27`.
    public init?(_ text: String) {
        if let day = Day(iso: text) {
            first = day
            quarter = nil
            return
        }
        let parts = text.split(separator: "-Q")
        guard parts.count == 2, let year = Int(parts[0]), let quarter = Int(parts[1]), (1...4).contains(quarter),
            let day = Day(year, quarter * 3 - 2, 1)
        else {
            return nil
        }
        first = day
        self.quarter = quarter
    }
}

extension Measure.Selection: SQLValue {}

/// What a reader of the catalogue wants to see; everything if nothing is chosen.
public struct MeasureChoice: Sendable, Hashable {
    /// In what order.
    public enum Order: String, Sendable, CaseIterable {
        /// By number.
        case code
        /// The most money first.
        case money
        /// The earliest end first.
        case ends
    }

    /// The objective, `4.2.1`, `4.2.2` or `4.2.3`.
    public var objective: String?
    /// One kind of applicant.
    public var applicant: String?
    /// How applicants are found.
    public var selection: Measure.Selection?
    /// In what order.
    public var order = Order.code

    /// Everything, by number.
    public init() {}

    /// Whether anything is left out.
    public var isEmpty: Bool {
        objective == nil && applicant == nil && selection == nil
    }
}

/// The measures a reader chose, and what there is to choose from.
public struct MeasureCatalogue: Sendable {
    /// The chosen measures in the chosen order.
    public let measures: [Measure]
    /// Every kind of applicant in the whole catalogue, in Latvian order.
    public let applicants: [String]
    /// Every objective in the whole catalogue.
    public let objectives: [String]
}

/// The catalogue of measures; reads only.
public struct Measures: Sendable {
    let database: Database

    /// The chosen measures and what there is to choose from, in two statements.
    public func catalogue(_ choice: MeasureChoice) async throws -> MeasureCatalogue {
        try await database.transaction(.none) { tx in
            let applicants: [String] = try await tx.rows(
                """
                SELECT applicant
                  FROM (SELECT DISTINCT unnest(applicants) AS applicant FROM measure) AS kinds
                 ORDER BY applicant
                """
            ).map { try $0.get("applicant") }
            let all = try await MeasureRow.list(choice.order, in: tx)
            return MeasureCatalogue(
                measures: all.filter { choice.takes($0) },
                applicants: applicants,
                objectives: Set(all.map(\.objective)).sorted()
            )
        }
    }
}

extension Measure {
    /// The objective the measure belongs to: `4.2.3` for `4.2.3.1`.
    var objective: String {
        code.split(separator: ".").prefix(3).joined(separator: ".")
    }
}

extension MeasureChoice {
    /// The catalogue has some fifteen rows: choosing among them needs no index, and the objectives to choose from are
    /// those of all.
    func takes(_ measure: Measure) -> Bool {
        (objective == nil || objective == measure.objective)
            && (applicant == nil || applicant.map(measure.applicants.contains) == true)
            && (selection == nil || selection == measure.selection)
    }
}
