public import Foundation
public import Grants
public import Money
public import Postgres

/// Calls: what officers prepare, what is published, and what applicants may know of it.
public struct Calls: Sendable {
    let database: Database
    let versions: VersionCache

    /// Calls over a database.
    public init(database: Database) {
        self.database = database
        versions = VersionCache()
    }

    /// All published calls, cancelled ones too, the latest end first; at most two statements, usually one.
    public func published() async throws -> [PublishedCall] {
        try await database.transaction { tx in try await published(in: tx) }
    }

    /// A published call in its present version, by the number in addresses.
    public func current(number: String) async throws -> PublishedCall? {
        try await database.transaction { tx in try await current(number: number, in: tx) }
    }

    /// A published call in its present version.
    public func current(_ id: Call.ID) async throws -> PublishedCall? {
        try await database.transaction { tx in try await current(id, in: tx) }
    }

    /// Which published call a number names, and a title to call it by: from memory where it has been read before, so the title
    /// may be that of an earlier version.
    public func known(number: String) async throws -> CallVersion? {
        if let held = versions.newest(of: number) { return held }
        return try await current(number: number)?.version
    }

    /// One version, kept in memory once read. It never changes; whether its call was cancelled since, only a `PublishedCall` says.
    public func version(_ id: Call.VersionID) async throws -> CallVersion {
        if let held = versions[id] { return held }
        return try await database.transaction { tx in try await version(id, in: tx) }
    }

    /// The exclusive end that counts for an organisation, its own extensions included.
    public func closesBefore(_ call: Call.ID, for organisation: Organisation.ID) async throws -> Date {
        try await database.transaction { tx in
            guard let end = try await PublishedRow.closesBefore(call, for: organisation, in: tx) else {
                throw Missing()
            }
            return end
        }
    }

    /// How many projects an organisation may hand in to a call, and how many it has.
    public func quota(_ call: Call.ID, of organisation: Organisation.ID) async throws -> Quota {
        try await database.transaction { tx in
            guard let published = try await current(call, in: tx) else { throw Missing() }
            return try await QuotaRow.find(call, organisation, in: tx)
                ?? Quota(places: published.version.terms.applicants.defaultQuota, taken: 0)
        }
    }

    /// Everything the self-check before an application needs, in at most five statements.
    public func eligibility(
        _ call: PublishedCall,
        of organisation: Organisation,
        now: Date
    ) async throws -> [EligibilityFinding] {
        try await database.transaction { tx in try await eligibility(call, of: organisation, now: now, in: tx) }
    }

    /// The programme's lines that calls may draw on.
    public func fundingLines() async throws -> [FundingLine] {
        try await database.transaction { tx in try await FundingLineRow.competitive(in: tx) }
    }

    func eligibility(
        _ call: PublishedCall,
        of organisation: Organisation,
        now: Date,
        in tx: Transaction
    ) async throws -> [EligibilityFinding] {
        let id = call.version.call.id
        let end = try await PublishedRow.closesBefore(id, for: organisation.id, in: tx)
        let quota = try await QuotaRow.find(id, organisation.id, in: tx)
        let agreement = try await AgreementRow.nearest(organisation.id, to: OfficeTime.day(of: now), in: tx)
        return Eligibility.check(
            organisation,
            agreement: agreement,
            quota: quota ?? Quota(places: call.version.terms.applicants.defaultQuota, taken: 0),
            version: call.version,
            closesBefore: end ?? call.closesBefore,
            now: now
        )
    }

    func published(in tx: Transaction) async throws -> [PublishedCall] {
        try await join(try await PublishedRow.heads(in: tx), in: tx)
    }

    func current(number: String, in tx: Transaction) async throws -> PublishedCall? {
        guard let head = try await PublishedRow.head(number: number, in: tx) else { return nil }
        return try await join([head], in: tx).first
    }

    func current(_ id: Call.ID, in tx: Transaction) async throws -> PublishedCall? {
        guard let head = try await PublishedRow.head(id, in: tx) else { return nil }
        return try await join([head], in: tx).first
    }

    func version(_ id: Call.VersionID, in tx: Transaction) async throws -> CallVersion {
        if let held = versions[id] { return held }
        let read = try await CallVersionRow.get(id, in: tx)
        versions.keep(read)
        return read
    }

    /// Heads with their versions, read in one statement where memory does not have them.
    private func join(_ heads: [PublishedRow.Head], in tx: Transaction) async throws -> [PublishedCall] {
        let unknown = heads.map(\.version).filter { versions[$0] == nil }
        var known: [Call.VersionID: CallVersion] = [:]
        if !unknown.isEmpty {
            for version in try await CallVersionRow.find(unknown, in: tx) {
                versions.keep(version)
                known[version.id] = version
            }
        }
        return heads.compactMap { head in
            (known[head.version] ?? versions[head.version]).map { head.published($0) }
        }
    }
}
