public import Foundation
public import Grants
import Postgres

/// What became of changed fields. Fields that clash are not stored; the others are.
public struct SaveOutcome: Sendable {
    /// Fields that were stored, each as it stands now.
    public let saved: [String: StoredAnswer]
    /// Fields where nothing was to be stored: what stands there now, if anything.
    public let unchanged: [String: StoredAnswer?]
    /// Fields that somebody else changed too.
    public let clashes: [FieldClash]
    /// The application's revision now.
    public let revision: Int64
    /// When an answer was last changed; nothing if none was ever stored.
    public let savedAt: Date?
}

extension Applications {
    /// The largest answer that is stored, in bytes of JSON: a full table of full cells comes to about half of it.
    static let largestAnswer = 400_000

    /// Stores changed fields, each by itself: two people never overwrite each other unseen.
    ///
    /// Answers are stored in the plain form where they can be understood and as typed where not.
    public func save(
        _ id: Application.ID,
        changes: [FieldChange],
        by visitor: Visitor
    ) async throws -> SaveOutcome {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let (application, before) = try await tx.ask(
                ApplicationRow.lockForChange(id, of: visitor),
                AnswerRow.all(of: id)
            )
            try application.change(by: visitor.roles)
            let version = try await calls.version(application.version, in: tx)
            let changes = try changes.map { try Self.understood($0, version.terms) }
            let merged = try await Self.merge(changes, with: before, of: id, in: tx)
            try AnswerRow.keepAside(merged.clashes, of: id, by: visitor.person.id, in: tx)
            guard !merged.answers.isEmpty else {
                return SaveOutcome(
                    saved: [:],
                    unchanged: merged.unchanged,
                    clashes: merged.clashes,
                    revision: application.revision,
                    savedAt: before.values.map(\.changedAt).max()
                )
            }
            let saved = try await AnswerRow.save(merged.answers, of: id, by: visitor.person, in: tx)
            let now = before.mapValues(\.answer).merging(merged.answers) { $1 }
            let copies = ApplicationCopies(
                application,
                terms: version.terms,
                answers: now,
                organisation: visitor.organisation
            )
            let written = try await ApplicationRow.save(application, copies, in: tx)
            let fields = merged.answers.keys.sorted().joined(separator: " ")
            try await Audit.add("application.saved", of: "application", id, detail: ["fields": fields], in: tx)
            return SaveOutcome(
                saved: saved,
                unchanged: merged.unchanged,
                clashes: merged.clashes,
                revision: written.revision,
                savedAt: written.at
            )
        }
    }

    /// What ever stood in a field or was typed for it, the newest first; nothing typed is ever lost.
    /// - Parameters:
    ///   - before: only versions below this one.
    ///   - limit: of rows; the last version is given whole, so there may be a few more, and always more if there are older ones.
    public func history(
        of id: Application.ID,
        field: String,
        before: Int64? = nil,
        limit: Int = 50,
        for visitor: Visitor
    ) async throws -> [PastAnswer] {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard try await tx.ask(ApplicationRow.find(id, visibleTo: visitor)) != nil, visitor.writesApplications
            else {
                throw Missing()
            }
            return try await AnswerRow.history(
                of: id,
                field: field.withoutNUL,
                before: before ?? .max,
                limit: limit + 1,
                in: tx
            )
        }
    }

    /// Notes that the visitor has a section open, and says who else has the application open.
    public func seen(_ id: Application.ID, section: String, by visitor: Visitor) async throws -> [Presence] {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard visitor.writesApplications,
                try await tx.ask(ApplicationRow.find(id, visibleTo: visitor)) != nil
            else { throw Missing() }
            let section = String(section.prefix(40)).withoutNUL
            try await PresenceRow.seen(visitor.person.id, in: id, section: section, tx)
            return try await tx.ask(PresenceRow.recent(in: id)).filter { $0.person != visitor.person.id }
        }
    }

    private static func understood(_ change: FieldChange, _ terms: CallTerms) throws -> FieldChange {
        guard let question = terms.question(change.field), question.kind != .file else {
            throw ChangeRefusal.unknownField(change.field)
        }
        guard let answer = question.stored(change.answer) else { throw ChangeRefusal.unreadable(change.field) }
        guard try JSON(answer).sqlText.utf8.count <= largestAnswer else { throw ChangeRefusal.tooLarge(change.field) }
        return FieldChange(field: change.field, answer: answer, basedOn: change.basedOn)
    }

    private static func merge(
        _ changes: [FieldChange],
        with stored: [String: StoredAnswer],
        of id: Application.ID,
        in tx: Transaction
    ) async throws -> (answers: [String: Answer], unchanged: [String: StoredAnswer?], clashes: [FieldClash]) {
        var stale: [(field: String, version: Int64)] = []
        for change in changes {
            if let now = stored[change.field], now.version != change.basedOn {
                stale.append((change.field, change.basedOn))
            }
        }
        let bases = try await AnswerRow.earlier(of: id, stale, in: tx)
        var answers: [String: Answer] = [:]
        var unchanged: [String: StoredAnswer?] = [:]
        var clashes: [FieldClash] = []
        for change in changes {
            let now = stored[change.field]
            switch Merge(change, with: now, base: bases[change.field]) {
            case .unchanged: unchanged.updateValue(now, forKey: change.field)
            case .saved(let answer): answers[change.field] = answer
            case .clash(let clash): clashes.append(clash)
            }
        }
        return (answers, unchanged, clashes)
    }
}
