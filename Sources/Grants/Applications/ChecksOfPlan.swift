import Money

/// Checks of when and for how much: the period, the activities in it, the budget.
extension Checklist {
    mutating func checkPeriod(_ fields: [String: String], at place: Finding.Place) {
        let start = Day(iso: fields["start"] ?? "")
        let end = Day(iso: fields["end"] ?? "")
        if let start {
            checkInside(start, at: place.part("start"))
            if start < today { warning(.startsInThePast(today: today), at: place.part("start")) }
        }
        if let end { checkInside(end, at: place.part("end")) }
        guard let start, let end else { return }
        guard end >= start else { return error(.endsBeforeStart(start: start), at: place.part("end")) }
        guard let after = start.adding(months: terms.longestMonths), let latest = after.adding(days: -1) else { return }
        if end > latest {
            error(.lastsTooLong(months: terms.longestMonths, latestEnd: latest), at: place.part("end"))
        }
    }

    private mutating func checkInside(_ day: Day, at place: Finding.Place) {
        if day < terms.projectEarliestStart { error(.dayTooEarly(earliest: terms.projectEarliestStart), at: place) }
        if day > terms.projectLatestEnd { error(.dayTooLate(latest: terms.projectLatestEnd), at: place) }
    }

    mutating func checkActivities(_ rows: [[String: String]], at place: Finding.Place) {
        let period = self.period
        for (index, row) in rows.enumerated() {
            let place = place.row(index)
            let start = Day(iso: row["start"] ?? "")
            let end = Day(iso: row["end"] ?? "")
            if let start, let end, end < start { error(.endsBeforeStart(start: start), at: place.part("end")) }
            guard let period else { continue }
            let outside = Finding.Code.outsidePeriod(start: period.lowerBound, end: period.upperBound)
            if let start, !period.contains(start) { error(outside, at: place.part("start")) }
            if let end, !period.contains(end) { error(outside, at: place.part("end")) }
        }
    }

    /// The project's first and last day, once both can be read and stand in order.
    private var period: ClosedRange<Day>? {
        for question in terms.questions where question.kind == .period {
            guard terms.isAsked(question, given: answers), case .fields(let fields)? = answers[question.key] else {
                continue
            }
            guard let start = Day(iso: fields["start"] ?? ""), let end = Day(iso: fields["end"] ?? ""), start <= end
            else { continue }
            return start...end
        }
        return nil
    }

    /// Lines by themselves, then categories and the whole; sums of several budget questions are judged together, at the first.
    mutating func checkBudget(_ rows: [[String: String]], at place: Finding.Place) {
        for (index, line) in BudgetSheet(rows: rows).lines.enumerated() {
            guard let quantity = line.quantity, let price = line.price else { continue }
            if quantity.priced(at: price) == nil { error(.lineTooLarge, at: place.row(index)) }
        }
        let first = terms.questions.first { $0.kind == .budget && terms.isAsked($0, given: answers) }
        guard terms.amount.mode == .ceiling, first?.key == place.field else { return }
        checkCategories(at: place)
        if budget.total > terms.amount.sum {
            error(.totalOverCeiling(total: budget.total, ceiling: terms.amount.sum), at: place)
        }
        if budget.total == .zero { error(.totalIsNothing, at: place) }
    }

    private mutating func checkCategories(at place: Finding.Place) {
        for category in terms.costCategories {
            let spent = budget.total(of: category.key)
            if let share = category.ceilingShare {
                let ceiling = budget.total.share(basisPoints: share)
                if spent > ceiling {
                    error(
                        .categoryOverShare(category: category.key, total: spent, ceiling: ceiling, basisPoints: share),
                        at: place
                    )
                }
            }
            if let ceiling = category.ceiling, spent > ceiling {
                error(.categoryOverCeiling(category: category.key, total: spent, ceiling: ceiling), at: place)
            }
        }
    }
}
