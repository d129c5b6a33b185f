extension Question {
    /// How an answer to a question is built.
    public enum Shape: Sendable, Hashable {
        /// One text.
        case text
        /// Keys of options.
        case list
        /// Named parts.
        case fields
        /// Rows of named parts.
        case rows
        /// No answer: files are kept beside the answers.
        case files
    }

    /// How an answer to this question is built.
    public var shape: Shape {
        switch kind {
        case .shortText, .longText, .number, .money, .date, .choice: .text
        case .choices: .list
        case .yesNo, .person, .school, .targetGroup, .period: .fields
        case .table, .partners, .activities, .budget: .rows
        case .file: .files
        }
    }

    /// The named parts of its answer, in the order of the form; empty for one text, options or files.
    public var parts: [Part] {
        switch kind {
        case .table: columns.map { Part($0.key, $0.kind, required: $0.required) }
        default: Self.parts(of: kind)
        }
    }

    /// A named part of an answer: an input of its own.
    public struct Part: Sendable, Hashable {
        /// Its name in the answer.
        public let key: String
        /// How it is typed.
        public let kind: Kind
        /// Whether the answer is incomplete without it.
        public let required: Bool

        init(_ key: String, _ kind: Kind, required: Bool = true) {
            self.key = key
            self.kind = kind
            self.required = required
        }
    }

    /// Groups of learners that together are all learners of the project.
    public static let gradeGroups = ["grades1to3", "grades4to6", "grades7to9", "grades10to12", "vocational"]
    /// Groups counted out of all learners.
    public static let specialGroups = ["atRisk", "minority", "migrant"]

    private static func parts(of kind: Kind) -> [Part] {
        switch kind {
        case .yesNo: [Part("answer", .choice), Part("explanation", .longText, required: false)]
        case .partners: [Part("name", .shortText), Part("number", .shortText), Part("role", .shortText)]
        case .person:
            [
                Part("name", .shortText), Part("position", .shortText, required: false), Part("email", .shortText),
                Part("phone", .shortText, required: false),
            ]
        case .school: [Part("name", .shortText), Part("number", .shortText)]
        case .targetGroup: (gradeGroups + specialGroups).map { Part($0, .number, required: false) }
        case .period: [Part("start", .date), Part("end", .date)]
        case .activities:
            [
                Part("title", .shortText), Part("start", .date), Part("end", .date), Part("place", .shortText),
                Part("person", .shortText), Part("result", .shortText),
            ]
        case .budget:
            [
                Part("category", .choice), Part("description", .shortText), Part("unit", .shortText),
                Part("quantity", .number), Part("price", .money),
            ]
        default: []
        }
    }
}
