public import Foundation

/// What stands in a field, with the version by which changes are told apart.
public struct StoredAnswer: Sendable, Hashable {
    /// What stands there.
    public let answer: Answer
    /// 1 for the first answer, raised by every change; 0 means nothing was ever typed.
    public let version: Int64
    /// The name of who typed it.
    public let changedBy: String
    /// When.
    public let changedAt: Date

    /// What stands in a field.
    public init(answer: Answer, version: Int64, changedBy: String, changedAt: Date) {
        self.answer = answer
        self.version = version
        self.changedBy = changedBy
        self.changedAt = changedAt
    }
}

/// What once stood in a field, or was typed for it against a colleague's change.
public struct PastAnswer: Sendable, Hashable {
    /// The answer; of what never stood in the field, the version is the colleague's.
    public let stored: StoredAnswer
    /// Whether it ever stood in the field.
    public let stood: Bool

    /// What once stood in a field, or was typed for it.
    public init(stored: StoredAnswer, stood: Bool) {
        self.stored = stored
        self.stood = stood
    }
}

/// One field as somebody wants it to be.
public struct FieldChange: Sendable, Hashable {
    /// The question's key.
    public let field: String
    /// What was typed.
    public let answer: Answer
    /// The version that stood in the form; 0 if the field was empty and had never been typed in.
    public let basedOn: Int64

    /// One field as somebody wants it to be.
    public init(field: String, answer: Answer, basedOn: Int64) {
        self.field = field
        self.answer = answer
        self.basedOn = basedOn
    }
}

/// Two people typed different things into one field; both are shown and one of them chooses.
public struct FieldClash: Sendable, Hashable {
    /// The question's key.
    public let field: String
    /// What this person typed; kept beside the field, and stored in it if they choose it.
    public let mine: Answer
    /// What stands there now.
    public let theirs: StoredAnswer

    /// Two people typed different things into one field.
    public init(field: String, mine: Answer, theirs: StoredAnswer) {
        self.field = field
        self.mine = mine
        self.theirs = theirs
    }
}

/// How a change meets what stands in the field.
public enum Merge: Sendable, Hashable {
    /// Nothing to store.
    case unchanged
    /// Store this.
    case saved(Answer)
    /// Both changed it.
    case clash(FieldClash)

    /// Meets a change with what stands there now and with what both began from, if that is known.
    public init(_ change: FieldChange, with now: StoredAnswer?, base: Answer?) {
        guard let now else {
            self = change.answer.isEmpty ? .unchanged : .saved(change.answer)
            return
        }
        if now.answer == change.answer || (now.answer.isEmpty && change.answer.isEmpty) {
            self = .unchanged
        } else if now.version == change.basedOn {
            self = .saved(change.answer)
        } else if base == change.answer || (base == nil && change.answer.isEmpty) {
            // The form only posts what it was given: this person changed nothing here, the other did.
            self = .unchanged
        } else if let joined = Self.joined(mine: change.answer, theirs: now.answer, base: base) {
            self = joined == now.answer ? .unchanged : .saved(joined)
        } else {
            self = .clash(FieldClash(field: change.field, mine: change.answer, theirs: now))
        }
    }

    /// Named parts that only one of the two changed, taken together; nothing if both changed one part differently.
    private static func joined(mine: Answer, theirs: Answer, base: Answer?) -> Answer? {
        guard case .fields(let mine) = mine, case .fields(let theirs) = theirs else { return nil }
        var before: [String: String] = [:]
        if case .fields(let fields)? = base { before = fields }
        var joined = theirs
        for (part, text) in mine where text != (before[part] ?? "") {
            let other = theirs[part] ?? ""
            guard other == text || other == (before[part] ?? "") else { return nil }
            joined[part] = text
        }
        return .fields(joined)
    }
}
