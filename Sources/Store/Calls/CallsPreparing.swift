public import Foundation
public import Grants
public import Money
import Postgres

/// What officers do before a call is published, and to its next version.
extension Calls {
    /// Makes a call with the next number of its kind. The key makes a double click one call.
    public func create(_ kind: Call.Kind, from terms: CallTerms, key: UUID, by visitor: Visitor) async throws -> Call.ID
    {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let made = try await CallRow.add(kind, key: key, terms: terms, by: visitor.person.id, in: tx)
            if made.isNew { try await Audit.add("call.created", of: "call", made.id, in: tx) }
            return made.id
        }
    }

    /// A call with its working copy; nothing if there is none.
    public func draft(_ id: Call.ID) async throws -> CallDraft? {
        try await database.transaction { tx in try await CallRow.find(id, in: tx) }
    }

    /// The same by the number in addresses.
    public func draft(number: String) async throws -> CallDraft? {
        try await database.transaction { tx in try await CallRow.find(number: number, in: tx) }
    }

    /// Calls in any state, the newest first, one more than asked for if there are more.
    public func list(
        before: Call.ID? = nil,
        kind: Call.Kind? = nil,
        limit: Int
    ) async throws -> [CallSummary] {
        try await database.transaction { tx in
            try await CallRow.list(before: before, kind: kind, limit: limit + 1, in: tx)
        }
    }

    /// Saves the working copy and gives its new revision; `ChangedMeanwhile` if somebody saved it since.
    ///
    /// - Parameter part: what of it was changed, for the trail: `dates`.
    public func save(
        _ terms: CallTerms,
        of id: Call.ID,
        basedOn revision: Int64,
        part: String,
        by visitor: Visitor
    ) async throws -> Int64 {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let saved = try await CallRow.save(terms, of: id, basedOn: revision, in: tx) else {
                guard let now = try await CallRow.find(id, in: tx) else { throw Missing() }
                guard now.call.state != .cancelled else { throw PublicationRefusal.cancelled }
                throw ChangedMeanwhile(revision: now.revision)
            }
            try await Audit.add("call.draft_saved", of: "call", id, detail: ["part": part], in: tx)
            return saved
        }
    }

    /// Gives another number to a call that was never published.
    public func renumber(_ id: Call.ID, to number: String, by visitor: Visitor) async throws {
        guard number.utf8.count <= 30, number.wholeMatch(of: /[A-Z0-9]+(-[A-Z0-9]+)*/) != nil else {
            throw CallNumberRefusal.misshapen
        }
        do {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                guard let draft = try await CallRow.find(id, locking: true, in: tx) else { throw Missing() }
                guard draft.call.number != number else { return }
                guard draft.call.state == .draft else { throw CallNumberRefusal.published }
                try await tx.run("UPDATE call SET number = \(number) WHERE call_id = \(id)")
                let detail = ["from": draft.call.number, "to": number]
                try await Audit.add("call.renumbered", of: "call", id, detail: detail, in: tx)
            }
        } catch let error as PostgresError where error.constraint == "call_number_once" {
            throw CallNumberRefusal.taken
        }
    }

    /// What stops the publication of the working copy at an instant, and what it changes against the present version.
    public func review(_ draft: CallDraft, now: Date) async throws -> CallReview {
        try await database.transaction { tx in
            let line = try await FundingLineRow.find(draft.terms.fundingLine, in: tx)
            let present = try await current(draft.call.id, in: tx)
            let published = present.map { (terms: $0.terms, closesBefore: $0.closesBefore) }
            return CallReview(
                problems: draft.terms.problems(now: now, line: line, published: published),
                changes: present.map { draft.terms.changes(since: $0.terms) } ?? [],
                told: present == nil ? [] : try await AudienceRow.concerned(by: draft.call.id, on: now, in: tx)
            )
        }
    }
}

/// A working copy looked at before publication.
public struct CallReview: Sendable, Hashable {
    /// What stops it.
    public let problems: [CallProblem]
    /// What it changes against the present version.
    public let changes: [CallChange]
    /// Whom the new version will be told to.
    public let told: [ConcernedApplicant]
}
