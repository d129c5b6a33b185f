public import Foundation
public import Grants
public import Money
import Postgres

/// Places of partners, divided by need and agreed to by two people.
extension Calls {
    /// The places of a call as they stand, with the needs of those that the working copy lets apply.
    public func places(_ draft: CallDraft) async throws -> PlacesTable {
        let kinds = draft.terms.applicants.kinds
        return try await database.transaction { tx in try await PlacesRow.table(draft.call.id, kinds: kinds, in: tx) }
    }

    /// Proposes places: they are so once another person agrees.
    ///
    /// Throws `PlacesRefusal`.
    /// - Parameter table: what they were worked out from; if others were agreed on since, it is refused.
    public func propose(
        _ wanted: [Organisation.ID: Int],
        for table: PlacesTable,
        working: DistributionWorking,
        key: UUID,
        reason: String,
        by visitor: Visitor
    ) async throws -> ProposedPlaces {
        try Self.check(wanted, table)
        let ordered = wanted.sorted { $0.key < $1.key }.map { (organisation: $0.key, places: $0.value) }
        return try await agreeing {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                let proposed = try await PlacesRow.propose(
                    ordered,
                    for: table,
                    working: working,
                    key: key,
                    reason: reason,
                    in: tx
                )
                if proposed.isNew { try await Self.note("proposed", proposed.id, of: table.call, reason, in: tx) }
                return proposed
            }
        }
    }

    /// Nobody waits for a second person with what cannot be; the database decides again when that one agrees.
    private static func check(_ wanted: [Organisation.ID: Int], _ table: PlacesTable) throws(PlacesRefusal) {
        var shortfalls: [PlacesRefusal.Shortfall] = []
        for row in table.rows {
            guard let places = wanted[row.partner.organisation] else { continue }
            do throws(QuotaRefusal) {
                _ = try row.quota.changed(places: places)
            } catch {
                guard case .belowTaken(let taken) = error else { throw .broken(.possible) }
                shortfalls.append(
                    PlacesRefusal.Shortfall(partner: row.partner.name, places: places, taken: taken)
                )
            }
        }
        guard shortfalls.isEmpty else { throw .belowTaken(shortfalls) }
    }

    /// What the visitor proposed by this form before, if anything.
    public func proposedPlaces(_ key: UUID, by visitor: Visitor) async throws -> PlacesProposal.ID? {
        try await database.transaction { tx in try await PlacesRow.proposed(key, by: visitor.person.id, in: tx) }
    }

    /// One proposal of a call, and what it would change now. Throws `Missing`.
    public func placesProposal(_ id: PlacesProposal.ID, of call: Call.ID) async throws -> PlacesProposalFile {
        try await database.transaction { tx in
            guard let file = try await PlacesProposalRow.find(id, of: call, in: tx) else { throw Missing() }
            return file
        }
    }

    /// Agrees to what another proposed; the places are so now. Throws `PlacesRefusal` and `Missing`.
    public func approvePlaces(_ id: PlacesProposal.ID, of call: Call.ID, by visitor: Visitor) async throws {
        do {
            try await agreeing {
                try await database.transaction(TransactionSettings(visitor)) { tx in
                    guard try await PlacesProposalRow.find(id, of: call, in: tx) != nil else { throw Missing() }
                    if try await PlacesRow.approve(id, in: tx) {
                        try await Self.note("approved", id, of: call, nil, in: tx)
                    }
                }
            }
        } catch PlacesRefusal.broken(.notExceeded) {
            let shortfalls = try await placesProposal(id, of: call).shortfalls
            // Whoever was in the way may have taken its project back since: then the same may well succeed now.
            throw shortfalls.isEmpty ? PlacesRefusal.broken(.notExceeded) : .belowTaken(shortfalls)
        }
    }

    /// Declines what another proposed, or takes one's own back. Throws `PlacesRefusal` and `Missing`.
    public func turnDownPlaces(
        _ id: PlacesProposal.ID,
        of call: Call.ID,
        reason: String,
        by visitor: Visitor
    ) async throws {
        try await agreeing {
            try await database.transaction(TransactionSettings(visitor)) { tx in
                guard try await PlacesProposalRow.find(id, of: call, in: tx) != nil else { throw Missing() }
                if try await PlacesRow.turnDown(id, reason: reason, in: tx) {
                    try await Self.note("turned_down", id, of: call, reason.isEmpty ? nil : reason, in: tx)
                }
            }
        }
    }

    private static func note(
        _ verb: String,
        _ id: PlacesProposal.ID,
        of call: Call.ID,
        _ reason: String?,
        in tx: Transaction
    ) async throws {
        let detail = ["proposal": id.description]
        try await Audit.add("call.places_\(verb)", of: "call", call, detail: detail, reason: reason, in: tx)
    }

    private func agreeing<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as PostgresError {
            throw error.constraint.flatMap(PlacesRule.init(rawValue:)).map { PlacesRefusal.broken($0) } ?? error
        }
    }
}
