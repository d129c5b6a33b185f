public import Money

/// Something the checks found: facts, from which the page makes a sentence and a link.
public struct Finding: Sendable, Hashable, Codable {
    /// What a finding does.
    public enum Severity: String, Sendable, CaseIterable, Codable {
        /// Stops handing in.
        case error
        /// Is shown and stops nothing.
        case warning
    }

    /// Where a finding is.
    public struct Place: Sendable, Hashable, Codable {
        /// The section's key; `CallTerms.documentsSection` for required papers.
        public let section: String
        /// The question's key, or `document.KEY`.
        public let field: String
        /// The row, counted from 0.
        public let row: Int?
        /// The named part or column.
        public let part: String?

        init(section: String, field: String, row: Int? = nil, part: String? = nil) {
            self.section = section
            self.field = field
            self.row = row
            self.part = part
        }

        func row(_ row: Int) -> Place {
            Place(section: section, field: field, row: row, part: part)
        }

        func part(_ part: String) -> Place {
            Place(section: section, field: field, row: row, part: part)
        }
    }

    /// What it does.
    public let severity: Severity
    /// Where it is.
    public let place: Place
    /// What was found.
    public let code: Code

    /// What was found, with the facts a sentence needs.
    public enum Code: Sendable, Hashable, Codable {
        /// Must be answered.
        case missing
        /// Has more characters than allowed.
        case tooLong(characters: Int, limit: Int)
        /// Has more words than allowed.
        case tooManyWords(words: Int, limit: Int)
        /// Is no whole number.
        case notANumber
        /// Is below the smallest number.
        case numberTooSmall(smallest: Int64)
        /// Is above the largest number.
        case numberTooLarge(largest: Int64)
        /// Is no sum of money.
        case notMoney
        /// Is above the largest sum.
        case moneyTooLarge(largest: Euro)
        /// Is no day of the calendar.
        case notADay
        /// Is before the earliest day.
        case dayTooEarly(earliest: Day)
        /// Is after the latest day.
        case dayTooLate(latest: Day)
        /// Is none of the options.
        case unknownOption
        /// Has fewer rows than asked.
        case tooFewRows(rows: Int, fewest: Int)
        /// Has more rows than allowed.
        case tooManyRows(rows: Int, most: Int)
        /// Has more files than allowed.
        case tooManyFiles(files: Int, most: Int)
        /// A required paper is not there.
        case documentMissing
        /// Is no mail address.
        case notAnEmail
        /// Is no telephone number.
        case notAPhone
        /// Is no registration number: the flaw says why.
        case registrationNumber(RegistrationNumber.Flaw)
        /// Is no number of the education register: it has 10 digits.
        case educationNumber
        /// The same organisation stands in an earlier row.
        case partnerRepeated(row: Int)
        /// The applicant itself stands among the co-implementers.
        case partnerIsApplicant
        /// The project has no learners.
        case nobodyInTargetGroup
        /// A special group is larger than all learners together.
        case groupLargerThanAll(group: Int64, all: Int64)
        /// Nobody at risk takes part, for whom the programme is.
        case nobodyAtRisk
        /// The end is before the start.
        case endsBeforeStart(start: Day)
        /// The project lasts longer than the call allows.
        case lastsTooLong(months: Int, latestEnd: Day)
        /// The project would begin before today.
        case startsInThePast(today: Day)
        /// An activity is outside the project's period.
        case outsidePeriod(start: Day, end: Day)
        /// Is no quantity: a positive number with at most three decimals.
        case notAQuantity
        /// A line is out of reach.
        case lineTooLarge
        /// A category is above its share of the total.
        case categoryOverShare(category: String, total: Euro, ceiling: Euro, basisPoints: Int64)
        /// A category is above its ceiling.
        case categoryOverCeiling(category: String, total: Euro, ceiling: Euro)
        /// The budget is above what one project may get.
        case totalOverCeiling(total: Euro, ceiling: Euro)
        /// The budget asks for nothing.
        case totalIsNothing
    }
}

extension CallTerms {
    /// The key of the section that the required papers stand in, after the form's own sections.
    public static let documentsSection = "documents"
}
