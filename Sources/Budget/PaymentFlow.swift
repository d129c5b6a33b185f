public import Money

/// What was paid and what is expected to be paid of a line, month by month.
public struct PaymentFlow: Sendable, Hashable {
    /// What the bank paid in a month, by the days on which payments count, undone ones taken off.
    public private(set) var paid: [Month: Euro] = [:]
    /// What is expected in a month by the plans.
    public private(set) var expected: [Month: Euro] = [:]
    /// What of the current month's is late: its planned day has passed.
    public private(set) var late = Euro.zero
    /// What is bound and no plan says when it will be paid.
    public private(set) var withoutDates = Euro.zero
    /// What of the expected is expected after the last day of its line.
    public private(set) var afterEnd = Euro.zero

    /// Nothing.
    public init() {}

    /// All that was paid.
    public var paidSoFar: Euro { paid.values.sum }

    /// All that is expected on some day.
    public var dated: Euro { expected.values.sum }

    /// All that is bound and not yet paid.
    public var unpaid: Euro { dated + withoutDates }

    /// What is expected from a month on, until the end of its year; the rest of what is dated comes later.
    public func expected(untilEndOfYearOf month: Month) -> Euro {
        expected.filter { $0.key.year <= month.year }.values.sum
    }

    /// Adds what the bank paid in a month.
    mutating func pay(_ sum: Euro, in month: Month) {
        paid[month] = (paid[month] ?? .zero) + sum
    }

    /// Adds what is expected of a document, or of many that are alike.
    /// - Parameters:
    ///   - today: the day of the moment looked at.
    ///   - end: the last day of the line, if it has one.
    mutating func expect(_ bound: ForecastFacts.Bound, on today: Day, until end: Day?) {
        let documents = Int64(bound.documents)
        for part in bound.expectation.parts where part.expected > .zero {
            let sum = Euro(cents: part.expected.cents * documents)
            let day = part.day(on: today)
            let month = Month(of: day)
            expected[month] = (expected[month] ?? .zero) + sum
            if part.isLate(on: today) { late = late + sum }
            if let end, day > end { afterEnd = afterEnd + sum }
        }
        withoutDates = withoutDates + Euro(cents: bound.expectation.withoutDates.cents * documents)
    }

    /// Both together.
    public static func + (left: PaymentFlow, right: PaymentFlow) -> PaymentFlow {
        var both = left
        both.paid.merge(right.paid, uniquingKeysWith: +)
        both.expected.merge(right.expected, uniquingKeysWith: +)
        both.late = left.late + right.late
        both.withoutDates = left.withoutDates + right.withoutDates
        both.afterEnd = left.afterEnd + right.afterEnd
        return both
    }
}
