public import Foundation
public import Grants
public import Money
public import Postgres

/// What the office can do with applications: begin, write together, hand in, take back, find.
///
/// Every verb is one transaction that begins with who acts. What a visitor may not see is `Missing`.
public struct Applications: Sendable {
    let database: Database
    /// Connections reserved for the decisive instant: they find who hands in and stamp the arrival, so that nothing else ever waits
    /// in front of it.
    let intake: Database
    let calls: Calls

    /// Applications of an office.
    /// - Parameter intake: a pool of its own, small, used by `stamp` and by the search for the session of whoever hands in.
    public init(database: Database, intake: Database, calls: Calls) {
        self.database = database
        self.intake = intake
        self.calls = calls
    }

    /// The files of applications.
    public var files: ApplicationFiles {
        ApplicationFiles(database: database, calls: calls)
    }

    /// The receipts.
    public var receipts: Receipts {
        Receipts(database: database)
    }

    /// The whole of one application for somebody who may read it; nothing otherwise. Four statements.
    public func find(_ id: Application.ID, for visitor: Visitor) async throws -> ApplicationFile? {
        let (head, answers, files, presence) = try await database.ask(
            ApplicationRow.find(id, visibleTo: visitor),
            AnswerRow.all(of: id),
            FileRow.ready(of: id),
            PresenceRow.recent(in: id),
            TransactionSettings(visitor).keepingPlans
        )
        guard let head else { return nil }
        return try await ApplicationFile(
            head: head,
            version: calls.version(head.application.version),
            stored: answers,
            files: files,
            presence: presence
        )
    }

    /// The same for a page on which nobody writes: nothing in `stored` and `presence`. Three statements.
    public func read(_ id: Application.ID, for visitor: Visitor) async throws -> ApplicationFile? {
        let (head, answers, files) = try await database.ask(
            ApplicationRow.find(id, visibleTo: visitor),
            AnswerRow.texts(of: id),
            FileRow.ready(of: id),
            TransactionSettings(visitor).keepingPlans
        )
        guard let head else { return nil }
        return try await ApplicationFile(
            head: head,
            version: calls.version(head.application.version),
            answers: answers,
            files: files
        )
    }

    /// Begins an application to an open call, if its conditions hold. The same key gives the same application.
    public func start(call: Call.ID, key: UUID, now: Date, by visitor: Visitor) async throws -> Application.ID {
        guard visitor.writesApplications else { throw StartRefusal.notEditor }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            // First of all: a twin of this request that is under way has then begun the application, and it is found.
            try StartRow.lock(visitor.organisation.id, call, in: tx)
            if let twin = try await StartRow.find(key, in: tx) {
                guard twin.organisation == visitor.organisation.id, twin.call == call else {
                    throw StartRefusal.keyUsedOtherwise
                }
                return twin.id
            }
            guard let published = try await calls.current(call, in: tx) else { throw Missing() }
            let findings = try await calls.eligibility(published, of: visitor.organisation, now: now, in: tx)
            let failing = findings.filter { !$0.holds }
            guard failing.isEmpty else { throw StartRefusal.notEligible(failing) }
            let unfinished = try await StartRow.unfinished(of: visitor.organisation.id, to: call, in: tx)
            guard unfinished < Application.mostUnfinished else {
                throw StartRefusal.tooManyUnfinished(limit: Application.mostUnfinished)
            }
            guard let id = try await StartRow.insert(key, published.version, visitor, in: tx) else {
                // Somebody posted the same key in this moment; their row is visible to a fresh statement.
                guard let twin = try await StartRow.find(key, in: tx), twin.organisation == visitor.organisation.id,
                    twin.call == call
                else { throw StartRefusal.keyUsedOtherwise }
                return twin.id
            }
            try await Audit.add("application.started", of: "application", id, in: tx)
            return id
        }
    }

    /// Whether an application belongs to another organisation than the one acted for, for which the person writes or signs too.
    public func belongsElsewhere(_ id: Application.ID, of signedIn: SignedIn, at now: Date) async throws -> Bool {
        try await database.transaction { tx in
            let row = try await tx.row("SELECT organisation_id FROM application WHERE application_id = \(id)")
            guard let owner: Organisation.ID = try row?.get("organisation_id"),
                owner != signedIn.visitor?.organisation.id
            else { return false }
            let memberships = try await PersonRow.memberships(signedIn.person.id, on: OfficeTime.day(of: now), in: tx)
            return memberships.contains {
                $0.organisation.id == owner && !$0.roles.isDisjoint(with: [.editor, .signatory])
            }
        }
    }

    /// The applications of the organisation acted for, last changed first.
    public func mine(_ visitor: Visitor, after: PageCursor? = nil, limit: Int = 50) async throws -> OwnApplications {
        guard visitor.writesApplications else { return OwnApplications(rows: [], next: nil) }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let organisation = visitor.organisation.id
            let found = try await ApplicationListRow.mine(organisation, after: after, limit: limit + 1, in: tx)
            let shown = found.prefix(limit)
            return OwnApplications(
                rows: shown.map(\.own),
                next: found.count > limit ? shown.last?.cursor : nil
            )
        }
    }

    /// The newest applications of the organisation acted for to one call.
    public func mine(_ visitor: Visitor, to call: Call.ID, limit: Int = 20) async throws -> [OwnApplication] {
        guard visitor.writesApplications else { return [] }
        return try await database.transaction(TransactionSettings(visitor)) { tx in
            let organisation = visitor.organisation.id
            return try await ApplicationListRow.mine(organisation, to: call, limit: limit, in: tx).map(\.own)
        }
    }
}
