public import Money

/// What a forecast is worked out from, besides what stands at the nodes.
public struct ForecastFacts: Sendable, Hashable {
    /// What the bank paid of a line in a month, undone payments taken off.
    public struct Paid: Sendable, Hashable {
        /// The line.
        public let line: Node.ID
        /// The month in which it counts.
        public let month: Month
        /// How much; less than nothing where more was undone than paid.
        public let sum: Euro

        /// So much in that month.
        public init(line: Node.ID, month: Month, sum: Euro) {
            self.line = line
            self.month = month
            self.sum = sum
        }
    }

    /// Money that is committed or payable: one document's with a plan, or that of many without.
    public struct Bound: Sendable, Hashable {
        /// The line.
        public let line: Node.ID
        /// How it lies along its plan.
        public let expectation: Expectation
        /// How many documents are just like this: same sums, same plan.
        public let documents: Int

        /// Bound money of a line.
        public init(line: Node.ID, _ expectation: Expectation, documents: Int = 1) {
            self.line = line
            self.expectation = expectation
            self.documents = documents
        }
    }

    /// What was paid.
    public var paid: [Paid]
    /// What is bound.
    public var bound: [Bound]

    /// The facts of a moment.
    public init(paid: [Paid] = [], bound: [Bound] = []) {
        self.paid = paid
        self.bound = bound
    }
}

/// Expected disbursements by month and line (maksājumu prognoze), against the time that has passed.
///
/// - What is committed or payable is expected by the newest plan of its document, see `Expectation`.
/// - A planned day that has passed while money is unpaid counts as now: in the current month, and late.
/// - What no plan covers has no month. It is to be paid by the last day of its line.
/// - Reserved money is no contract yet and is not expected.
/// - Past months say what was really paid.
public struct Forecast: Sendable, Hashable {
    /// The day of the moment looked at.
    public let today: Day
    /// The lines in the order of the law, each with its parts and before them.
    public let lines: [LineForecast]

    /// Works the forecast out: no database, no clock.
    ///
    /// - Parameter today: the day of the moment at which sums and facts were read.
    public init(_ sums: [LineSums], _ facts: ForecastFacts, on today: Day) {
        self.today = today
        let ends = Dictionary(sums.map { ($0.line.node, $0.line.ends) }) { first, _ in first }
        var flows: [Node.ID: PaymentFlow] = [:]
        for paid in facts.paid { flows[paid.line, default: PaymentFlow()].pay(paid.sum, in: paid.month) }
        for bound in facts.bound {
            let end = ends[bound.line].flatMap(\.self)
            flows[bound.line, default: PaymentFlow()].expect(bound, on: today, until: end)
        }
        lines = sums.map { line in
            let parts = sums.filter { $0.line.parentLine == line.line.code }.map(\.line.node)
            let all = ([line.line.node] + parts).compactMap { flows[$0] }
            return LineForecast(line.line, line.whole, all.reduce(PaymentFlow(), +), on: today)
        }
    }

    /// The current month.
    public var month: Month { Month(of: today) }

    /// All lines together.
    public var whole: PaymentFlow {
        lines.filter { $0.line.parentLine == nil }.map(\.flow).reduce(PaymentFlow(), +)
    }

    /// What all lines hold, by what it is doing.
    public var portions: Portions {
        lines.filter { $0.line.parentLine == nil }.map(\.portions).reduce(Portions(), +)
    }
}
