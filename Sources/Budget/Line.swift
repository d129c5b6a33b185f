public import Money

/// A funding line besides its money: what it is called, where it stands in the law, what was published and what is to come of it.
public struct Line: Sendable, Hashable {
    /// How its money reaches people.
    public enum Mode: String, Sendable, CaseIterable {
        /// By calls (konkursi).
        case competitive
        /// By partners' quotas (kvotas).
        case quota
        /// The agency carries it out itself.
        case own
    }

    /// What its target counts.
    public enum Unit: String, Sendable, CaseIterable {
        /// Learners with a support plan (izglītojamie).
        case learners
        /// Projects (projekti).
        case projects
        /// Events (pasākumi).
        case events
    }

    /// A text in both languages of the office.
    public struct Words: Sendable, Hashable {
        /// Latvian.
        public let lv: String
        /// English.
        public let en: String
    }

    /// How many of what.
    public struct Target: Sendable, Hashable {
        /// How many.
        public let count: Int
        /// Of what.
        public let unit: Unit

        /// So many of these.
        public init(count: Int, unit: Unit) {
            self.count = count
            self.unit = unit
        }
    }

    /// What the published figures say, as they are read.
    public struct Reading: Sendable, Hashable {
        /// How many.
        public let count: Int
        /// For how much.
        public let money: Euro

        /// So many for so much.
        public init(count: Int, money: Euro) {
            self.count = count
            self.money = money
        }
    }

    /// Its node, where its money stands.
    public let node: Node.ID
    /// `INIC`, `IAP-LAS`, `23.1`
    public let code: String
    /// The line it is a part of, if it is one.
    public let parentLine: String?
    /// Whether it is individual support, to which at least 40 % of the programme goes (MK 483 p.20).
    public let isSupport: Bool
    /// The first day on which money may be bound.
    public let starts: Day?
    /// The last such day.
    public let ends: Day?
    /// What it is called.
    public let name: Words
    /// Point of MK 16.07.2024. noteikumi Nr. 483.
    public let point: String
    /// How its money reaches people.
    public let mode: Mode
    /// What is to come of it: as amended, or as published; nothing where no count is published.
    public let target: Target?
    /// What amended that count, the latest first.
    public let amendments: [Amendment]
    /// The most for one project, where that is published.
    public let unitCeiling: Euro?
    /// The published sum; nothing where none is published.
    public let published: Euro?
    /// The other way to read what was published: until an amendment says how many there shall be, the line is "to be confirmed".
    public let otherReading: Reading?
    /// What comes of it in words, where no count says so.
    public let result: Words?
    /// Who says so.
    public let resultSource: String?
}
