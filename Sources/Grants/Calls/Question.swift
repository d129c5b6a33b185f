public import Money

/// A part of the form: one page of the applicant's task list.
public struct FormSection: Codable, Sendable, Hashable {
    /// Small letters, digits and hyphens; unique in the call; stands in the address.
    public var key: String
    /// Its heading.
    public var title: Bilingual
    /// A sentence on what to prepare.
    public var help: Bilingual
    /// Its questions in order.
    public var questions: [Question]

    /// The key of the part for files of the applicant's choice, which comes last.
    public static let attachments = "attachments"

    /// A part of the form.
    public init(key: String, title: Bilingual, help: Bilingual, questions: [Question]) {
        self.key = key
        self.title = title
        self.help = help
        self.questions = questions
    }
}

/// One question of the form.
public struct Question: Codable, Sendable, Hashable {
    /// How a question is answered. The comment names the shape of the `Answer`.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// One line: text.
        case shortText
        /// Several lines with a word count: text.
        case longText
        /// A whole number: text.
        case number
        /// Euros: text.
        case money
        /// A day: text, `2026-11-30` once understood.
        case date
        /// One of the options: text (the option's key).
        case choice
        /// Any of the options: list of keys.
        case choices
        /// `yes` or `no` with an explanation: fields `answer`, `explanation`.
        case yesNo
        /// Rows with the question's own columns: rows.
        case table
        /// Files: kept as files under the question's key, no answer.
        case file
        /// Co-implementing organisations: rows `name`, `number`, `role`.
        case partners
        /// A person: fields `name`, `position`, `email`, `phone`.
        case person
        /// The school: fields `name`, `number` (10 digits of the education register).
        case school
        /// Learners by group: fields `grades1to3`, `grades4to6`, `grades7to9`, `grades10to12`, `vocational`, `atRisk`, `minority`, `migrant`.
        case targetGroup
        /// The project's first and last day: fields `start`, `end`.
        case period
        /// Activities: rows `title`, `start`, `end`, `place`, `person`, `result`.
        case activities
        /// Budget lines: rows `category`, `description`, `unit`, `quantity`, `price`; totals are computed.
        case budget
    }

    /// The field's key: small letters, digits and hyphens; unique in the call. `title` names the project and every call has it.
    public var key: String
    /// How it is answered.
    public var kind: Kind
    /// The question.
    public var title: Bilingual
    /// Help beneath it.
    public var help: Bilingual
    /// Whether it must be answered to hand in.
    public var required: Bool
    /// Its limits.
    public var limits: Limits
    /// Options of a choice.
    public var options: [Option]
    /// Columns of a table.
    public var columns: [Column]
    /// Asked only if another question has one of the given answers.
    public var condition: Condition?

    /// One question of the form.
    public init(
        key: String,
        kind: Kind,
        title: Bilingual,
        help: Bilingual = Bilingual(lv: ""),
        required: Bool = true,
        limits: Limits = Limits(),
        options: [Option] = [],
        columns: [Column] = [],
        condition: Condition? = nil
    ) {
        self.key = key
        self.kind = kind
        self.title = title
        self.help = help
        self.required = required
        self.limits = limits
        self.options = options
        self.columns = columns
        self.condition = condition
    }

    /// Limits of an answer; what is absent falls back to the hard limits of `Limits.hard…`.
    public struct Limits: Codable, Sendable, Hashable {
        /// The most characters of a text (hard limit 10 000; a line 300).
        public var characters: Int?
        /// The most words of a long text.
        public var words: Int?
        /// The smallest number.
        public var smallest: Int64?
        /// The largest number.
        public var largest: Int64?
        /// The largest sum.
        public var largestMoney: Euro?
        /// The earliest day.
        public var earliest: Day?
        /// The latest day.
        public var latest: Day?
        /// The fewest rows.
        public var fewestRows: Int?
        /// The most rows (hard limit 100).
        public var mostRows: Int?
        /// The most files (an application has at most 20).
        public var files: Int?

        /// Limits of an answer.
        public init(
            characters: Int? = nil,
            words: Int? = nil,
            smallest: Int64? = nil,
            largest: Int64? = nil,
            largestMoney: Euro? = nil,
            earliest: Day? = nil,
            latest: Day? = nil,
            fewestRows: Int? = nil,
            mostRows: Int? = nil,
            files: Int? = nil
        ) {
            self.characters = characters
            self.words = words
            self.smallest = smallest
            self.largest = largest
            self.largestMoney = largestMoney
            self.earliest = earliest
            self.latest = latest
            self.fewestRows = fewestRows
            self.mostRows = mostRows
            self.files = files
        }

        /// No text of any kind is longer.
        public static let hardCharacters = 10_000
        /// No line or cell is longer.
        public static let hardLine = 300
        /// No table has more rows.
        public static let hardRows = 100
        /// No application has more files.
        public static let hardFiles = 20
    }

    /// One option of a choice.
    public struct Option: Codable, Sendable, Hashable {
        /// Unique in the question.
        public var key: String
        /// Its words.
        public var title: Bilingual

        /// One option of a choice.
        public init(key: String, title: Bilingual) {
            self.key = key
            self.title = title
        }
    }

    /// One column of a table.
    public struct Column: Codable, Sendable, Hashable {
        /// Unique in the question.
        public var key: String
        /// Its heading.
        public var title: Bilingual
        /// `shortText`, `number`, `money` or `date`.
        public var kind: Kind
        /// Whether each row must have it.
        public var required: Bool

        /// One column of a table.
        public init(key: String, title: Bilingual, kind: Kind, required: Bool) {
            self.key = key
            self.title = title
            self.kind = kind
            self.required = required
        }
    }

    /// "Only if" another question, asked earlier in the form, has one of these answers (option keys, `yes`, `no`).
    public struct Condition: Codable, Sendable, Hashable {
        /// The other question's key.
        public var question: String
        /// The answers that make this one asked.
        public var answers: [String]

        /// "Only if" another question has one of these answers.
        public init(question: String, answers: [String]) {
            self.question = question
            self.answers = answers
        }
    }
}
