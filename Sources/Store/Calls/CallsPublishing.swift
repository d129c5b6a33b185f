public import Foundation
public import Grants
public import Money
import Postgres

/// What changes for everybody at once: publication, cancellation, a later end.
extension Calls {
    /// The longest note on what a new version changes.
    public static let longestNote = 2_000

    /// Publishes the working copy as a new version and tells those with applications not handed in what changed.
    ///
    /// Publishing the same revision twice, by a double click or by two officers at once, is one publication.
    /// - Parameters:
    ///   - revision: of the working copy that was looked at.
    ///   - note: what changed, in the officer's words; needed from the second version on.
    ///   - letter: writes the mail to one person; the office's words live with the pages.
    public func publish(
        _ id: Call.ID,
        revision: Int64,
        note: String = "",
        by visitor: Visitor,
        now: Date,
        letter: @Sendable (CallNotice, Person) -> Letter?
    ) async throws -> CallVersion {
        let published = try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let draft = try await CallRow.find(id, locking: true, in: tx) else { throw Missing() }
            if let made = try await CallVersionRow.madeFrom(revision: revision, of: id, in: tx) {
                return try await CallVersionRow.get(made, in: tx)
            }
            guard draft.call.state != .cancelled else { throw PublicationRefusal.cancelled }
            guard draft.revision == revision else { throw ChangedMeanwhile(revision: draft.revision) }
            let present = try await current(id, in: tx)
            let changes = present.map { draft.terms.changes(since: $0.terms) } ?? []
            try await check(draft, against: present, changes: changes, note: note, now: now, in: tx)
            let number = (present?.version.version ?? 0) + 1
            let made = try await CallVersionRow.add(
                draft.terms,
                to: draft,
                version: number,
                note: number == 1 ? "" : note.trimmed,
                by: visitor.person.id,
                at: now,
                in: tx
            )
            if let present {
                let places = draft.terms.applicants.defaultQuota
                if places != present.terms.applicants.defaultQuota {
                    try await QuotaRow.follow(places, of: id, in: tx)
                }
            } else {
                try await tx.run("UPDATE call SET state = 'published' WHERE call_id = \(id)")
                try await tx.run("SELECT application_numbering(\(id))")
            }
            try await Audit.add("call.published", of: "call", id, detail: ["version": String(number)], in: tx)
            if present != nil {
                let notice = CallNotice(
                    call: draft.call,
                    title: draft.terms.title,
                    event: .changed(version: number, note: note.trimmed, changes)
                )
                let concerned = try await AudienceRow.people(withDraftsOf: id, on: now, in: tx)
                try await tell(concerned, of: notice, by: letter, in: tx)
            }
            try await JobRow.add(.callPaper, payload: ["call": id.description], in: tx)
            return try await CallVersionRow.get(made, in: tx)
        }
        // Only now is it certain that there is such a version.
        versions.keep(published)
        return published
    }

    private func check(
        _ draft: CallDraft,
        against present: PublishedCall?,
        changes: [CallChange],
        note: String,
        now: Date,
        in tx: Transaction
    ) async throws {
        let line = try await FundingLineRow.find(draft.terms.fundingLine, in: tx)
        let published = present.map { (terms: $0.terms, closesBefore: $0.closesBefore) }
        let problems = draft.terms.problems(now: now, line: line, published: published)
        guard problems.isEmpty else { throw PublicationRefusal.problems(problems) }
        guard present != nil else { return }
        guard !changes.isEmpty else { throw PublicationRefusal.nothingChanged }
        guard (1...Self.longestNote).contains(note.trimmed.unicodeScalars.count) else {
            throw PublicationRefusal.noteLength(longest: Self.longestNote)
        }
    }

    /// Ends a call before its time, or gives up one that was never published. What was handed in stays readable.
    public func cancel(
        _ id: Call.ID,
        reason: String,
        by visitor: Visitor,
        now: Date,
        letter: @Sendable (CallNotice, Person) -> Letter?
    ) async throws {
        let longest = 2_000
        guard (1...longest).contains(reason.trimmed.unicodeScalars.count) else {
            throw CancellationRefusal.reasonLength(longest: longest)
        }
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let draft = try await CallRow.find(id, locking: true, in: tx) else { throw Missing() }
            guard draft.call.state != .cancelled else { throw CancellationRefusal.cancelled }
            try await tx.run(
                "UPDATE call SET state = 'cancelled', cancelled_reason = \(reason.trimmed) WHERE call_id = \(id)"
            )
            try await Audit.add("call.cancelled", of: "call", id, reason: reason.trimmed, in: tx)
            try await JobRow.add(.callPaper, payload: ["call": id.description], in: tx)
            let event = CallNotice.Event.cancelled(reason: reason.trimmed)
            let notice = CallNotice(call: draft.call, title: draft.terms.title, event: event)
            let concerned = try await AudienceRow.people(withApplicationsTo: id, on: now, in: tx)
            try await tell(concerned, of: notice, by: letter, in: tx)
        }
    }

    /// Moves the end later for everybody or for one organisation. The key makes a double click one extension.
    public func extend(
        _ id: Call.ID,
        for organisation: Organisation.ID? = nil,
        to closesBefore: Date,
        reason: String,
        key: UUID,
        by visitor: Visitor,
        now: Date,
        letter: @Sendable (CallNotice, Person) -> Letter?
    ) async throws {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            guard let draft = try await CallRow.find(id, locking: true, in: tx) else { throw Missing() }
            if try await ExtensionRow.exists(key, in: tx) { return }
            guard let version = try await CallVersionRow.last(of: id, in: tx) else {
                throw ExtensionRefusal.notPublished(draft.call.state)
            }
            if let organisation { _ = try await OrganisationRow.get(organisation, in: tx) }
            let current = try await PublishedRow.closesBefore(id, for: organisation, in: tx)
            try version.terms.checkExtension(
                of: draft.call,
                from: current ?? version.terms.closesBefore,
                to: closesBefore,
                reason: reason,
                now: now
            )
            try await ExtensionRow.add(
                CallExtension(
                    organisation: organisation,
                    closesBefore: closesBefore,
                    reason: reason.trimmed,
                    madeAt: now
                ),
                of: id,
                key: key,
                by: visitor.person.id,
                in: tx
            )
            var detail = ["closesBefore": CanonicalJSON.text(of: closesBefore)]
            if let organisation { detail["organisation"] = organisation.description }
            try await Audit.add("call.extended", of: "call", id, detail: detail, reason: reason.trimmed, in: tx)
            // What one applicant was given is on nobody's paper.
            if organisation == nil { try await JobRow.add(.callPaper, payload: ["call": id.description], in: tx) }
            let event = CallNotice.Event.extended(to: closesBefore, forOne: organisation != nil, reason: reason.trimmed)
            let notice = CallNotice(call: draft.call, title: version.terms.title, event: event)
            let concerned: [Person]
            if let organisation {
                concerned = try await AudienceRow.people(of: organisation, on: now, in: tx)
            } else {
                concerned = try await AudienceRow.people(withDraftsOf: id, on: now, in: tx)
            }
            try await tell(concerned, of: notice, by: letter, in: tx)
        }
    }

    func tell(
        _ people: [Person],
        of notice: CallNotice,
        by letter: @Sendable (CallNotice, Person) -> Letter?,
        in tx: Transaction
    ) async throws {
        for person in people {
            guard let written = letter(notice, person) else { continue }
            try await MailRow.add(to: person, subject: written.subject, body: written.body, in: tx)
        }
    }
}
