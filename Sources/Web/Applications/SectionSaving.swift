import Grants
import Site
import Store

/// Stores the answers of a section: what cannot be stored at all is left out and named, and the rest is stored.
struct SectionSaving {
    let applications: Applications
    let id: Application.ID

    /// What became of the answers.
    struct Result {
        var saved: [String: StoredAnswer] = [:]
        var clashes: [FieldClash] = []
        var refused: [String: ChangeRefusal] = [:]
        var savedAt: SaveOutcome?

        /// All answers of the application as they stand now.
        func answers(over before: [String: Answer]) -> [String: Answer] {
            before.merging(saved.mapValues(\.answer)) { $1 }
        }

        /// All versions as they stand now.
        func versions(over before: [String: Int64]) -> [String: Int64] {
            before.merging(saved.mapValues(\.version)) { $1 }
        }
    }

    func save(_ form: SectionForm, by visitor: Visitor) async throws -> Result {
        var result = Result()
        var changes = form.changes
        while !changes.isEmpty {
            do {
                let outcome = try await applications.save(id, changes: changes, by: visitor)
                result.saved = outcome.saved.merging(outcome.unchanged.compactMapValues(\.self)) { first, _ in first }
                result.clashes = outcome.clashes
                result.savedAt = outcome
                return result
            } catch let refusal as ChangeRefusal {
                guard let field = refusal.field, changes.contains(where: { $0.field == field }) else { throw refusal }
                result.refused[field] = refusal
                changes.removeAll { $0.field == field }
            }
        }
        return result
    }
}

extension ChangeRefusal {
    /// The one field that stands in the way of the others.
    var field: String? {
        switch self {
        case .notEditor, .locked: nil
        case .unknownField(let field), .unreadable(let field), .tooLarge(let field): field
        }
    }
}

extension AnswerClash {
    init(_ clash: FieldClash, _ texts: Texts) {
        theirs = clash.theirs.answer
        by = clash.theirs.changedBy
        at = texts.time(clash.theirs.changedAt)
    }
}
