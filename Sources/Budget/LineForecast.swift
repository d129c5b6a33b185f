public import Money

/// The forecast of one line with its parts: what flows, and whether its money will be used in its time.
public struct LineForecast: Sendable, Hashable {
    /// Why money of a line is at risk of not being used by its last day.
    public enum Risk: String, Sendable, CaseIterable {
        /// The last day has passed, and some money is not planned.
        case ended
        /// Some money is expected after the last day.
        case afterEnd = "after_end"
        /// The share of money not planned is larger than the share of time left, by more than the margin.
        case behind
    }

    /// By how much the share of money not planned may exceed the share of time left, in basis points: 10 percentage points. Both shares
    /// are cut. Calls come in waves, and a line that is a tenth behind an even pace still recovers with its next call.
    public static let margin = 1_000

    /// The line.
    public let line: Line
    /// All its money by what it is doing.
    public let portions: Portions
    /// What was paid and is expected.
    public let flow: PaymentFlow
    /// The day of the moment looked at.
    public let today: Day

    init(_ line: Line, _ portions: Portions, _ flow: PaymentFlow, on today: Day) {
        self.line = line
        self.portions = portions
        self.flow = flow
        self.today = today
    }

    /// What is bound to nothing, partners' quotas included.
    public var free: Euro { portions[.free] + portions[.quota] }

    /// What was paid and has not come back.
    public var used: Euro { Portion.allCases.filter(\.isPaid).map { portions[$0] }.sum }

    /// What was paid and has come back.
    public var returned: Euro { flow.paidSoFar - used }

    /// Money of which nothing says that it will be paid by the last day: free, in quotas, reserved, without planned dates, or
    /// expected later.
    public var unplanned: Euro { free + portions[.reserved] + flow.withoutDates + flow.afterEnd }

    /// The share of the line's days that have passed by the end of a day, in basis points, cut; nothing where it has no first or
    /// last day.
    public func elapsed(by day: Day) -> Int? {
        guard let starts = line.starts, let ends = line.ends, starts <= ends else { return nil }
        let days = starts.days(until: ends) + 1
        let passed = min(max(starts.days(until: day) + 1, 0), days)
        return passed * 10_000 / days
    }

    /// The share of days that have passed, today included.
    public var elapsed: Int? { elapsed(by: today) }

    /// A sum as a share of all that the line holds, in basis points, cut; nothing where it holds nothing.
    public func share(of sum: Euro) -> Int? {
        let whole = portions.total
        return whole > .zero ? Int(Int128(sum.cents) * 10_000 / Int128(whole.cents)) : nil
    }

    /// Why its money is at risk of not being used by its last day; nothing where it is not, or where it has no such day.
    public var risk: Risk? {
        guard let elapsed, let ends = line.ends, let share = share(of: unplanned), unplanned > .zero else { return nil }
        if today > ends { return .ended }
        if flow.afterEnd > .zero { return .afterEnd }
        return share > 10_000 - elapsed + Self.margin ? .behind : nil
    }
}
