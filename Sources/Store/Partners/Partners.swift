public import Foundation
public import Grants
public import Money
import Postgres

/// The form was sent before with other numbers: nothing of it was written now.
public struct NeedKeyUsed: Error {}

/// What partners say of themselves.
public struct Partners: Sendable {
    let database: Database

    /// What every partner of the programme needs, by name in Latvian order; partners that said nothing are there too.
    public func needs(for visitor: Visitor) async throws -> [PartnerNeed] {
        try await database.transaction(TransactionSettings(visitor)) { try await NeedRow.all(in: $0) }
    }

    /// What the visitor's own organisation needs.
    public func ownNeeds(of visitor: Visitor) async throws -> PartnerNeed {
        let organisation = visitor.organisation
        let found = try await database.transaction(TransactionSettings(visitor)) { tx in
            try await NeedRow.latest(of: organisation.id, in: tx)
        }
        return PartnerNeed(organisation: organisation.id, name: organisation.name, learners: found)
    }

    /// Says anew what an organisation needs; only what differs from before is written.
    /// - Parameters:
    ///   - organisation: the visitor's own, unless the agency writes down what it was told.
    ///   - key: the form's; sent twice, it is said once.
    ///
    /// Throws `NeedKeyUsed`.
    public func say(
        _ needs: [NeedKind: Int],
        of organisation: Organisation.ID? = nil,
        key: UUID,
        by visitor: Visitor
    ) async throws {
        let organisation = organisation ?? visitor.organisation.id
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let before = try await NeedRow.latest(of: organisation, in: tx)
            let changed = needs.filter { before[$0.key] != $0.value }
            guard !changed.isEmpty else { return }
            let isWhole = try await NeedRow.add(changed, of: organisation, key: key, by: visitor.person.id, in: tx)
            guard isWhole else { throw NeedKeyUsed() }
            let detail = changed.map { ($0.key.rawValue, String($0.value)) }
            try await Audit.add(
                "organisation.needs_said",
                of: "organisation",
                organisation,
                detail: Dictionary(uniqueKeysWithValues: detail),
                in: tx
            )
        }
    }
}
