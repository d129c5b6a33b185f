extension Day {
    /// Days since 1 January 1970, negative before it.
    public var number: Int {
        // Counting years from March puts the leap day last, so that month lengths follow one formula.
        let marchYear = month > 2 ? year : year - 1
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day with that many days since 1 January 1970, if its year is 1 to 9999.
    public init?(number: Int) {
        guard (-719_162...2_932_896).contains(number) else { return nil }
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The day that many days later, or earlier if negative; nothing past the years 1 to 9999.
    public func adding(days: Int) -> Day? {
        Day(number: number + days)
    }

    /// The same day of a later month, or that month's last day where it is shorter; nothing past the years 1 to 9999.
    public func adding(months: Int) -> Day? {
        let count = year * 12 + month - 1 + months
        guard count >= 12 else { return nil }
        let newYear = count / 12
        let newMonth = count % 12 + 1
        guard newYear <= 9999 else { return nil }
        return Day(newYear, newMonth, min(day, Self.length(of: newMonth, in: newYear)))
    }

    /// How many days from this day to another: 1 to the next day, negative to an earlier one.
    public func days(until other: Day) -> Int {
        other.number - number
    }
}
