import Grants
import Site
import Store

/// What was posted from one section of the form: the changed answers, and what the pressed button asks for.
struct SectionForm {
    /// What to do once the answers are stored.
    enum Step: Equatable {
        /// The next section.
        case next
        /// The same section again.
        case stay
        /// The list of sections.
        case list
        /// One more row in a question.
        case add(String)
        /// A row less; it is already gone from the answer.
        case removed(String)
        /// The files of a question.
        case files(String)
        /// A question to the agency about a field.
        case ask(String)
    }

    let section: FormSection
    let step: Step
    /// Every answer of the section that was on the page, as typed.
    let changes: [FieldChange]

    init(_ section: FormSection, _ form: Form) {
        self.section = section
        let keys = Set(section.questions.map(\.key))
        let removal = Self.removal(form["remove"], keys)
        step = removal.map { .removed($0.key) } ?? Self.step(form, keys)
        let reading = FieldReading(form: form)
        var changes: [FieldChange] = []
        for question in section.questions where question.key != form["take"] {
            guard var answer = reading.answer(to: question) else { continue }
            if let removal, removal.key == question.key {
                answer = .rows(reading.rows(of: question).filter { $0.number != removal.row }.map(\.parts))
            }
            changes.append(
                FieldChange(field: question.key, answer: answer, basedOn: reading.version(of: question.key) ?? 0)
            )
        }
        self.changes = changes
    }

    /// Only the fields that the page's script names: each with all its values, as the plain form would post them.
    init(autosaving section: FormSection, _ form: Form) {
        self.section = section
        step = .stay
        let reading = FieldReading(form: form)
        let named = Set(form.all("field").map { $0.hasSuffix("[]") ? String($0.dropLast(2)) : $0 })
        changes = section.questions.filter { named.contains($0.key) }.compactMap { question in
            reading.answer(to: question).map {
                FieldChange(field: question.key, answer: $0, basedOn: reading.version(of: question.key) ?? 0)
            }
        }
    }

    private static func step(_ form: Form, _ keys: Set<String>) -> Step {
        if keys.contains(form["add"]) { return .add(form["add"]) }
        if keys.contains(form["take"]) { return .stay }
        let go = form["go"]
        switch go {
        case "stay": return .stay
        case "list": return .list
        default: break
        }
        let parts = go.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, keys.contains(parts[1]) {
            if parts[0] == "files" { return .files(parts[1]) }
            if parts[0] == "ask" { return .ask(parts[1]) }
        }
        return .next
    }

    /// `activities.2`: the question and the number of the row.
    private static func removal(_ text: String, _ keys: Set<String>) -> (key: String, row: Int)? {
        guard let dot = text.lastIndex(of: "."), let row = Int(text[text.index(after: dot)...]) else { return nil }
        let key = String(text[..<dot])
        return keys.contains(key) ? (key, row) : nil
    }
}
